import { basename } from 'node:path/posix';
import { manifestSchema } from '../../src/core/domain/manifest.ts';
import { archiveOfManifest } from '../../src/core/domain/names.ts';
import type { AppleSimulator } from '../simulators/apple/index.ts';
import { CheckFailed } from './check.ts';

const dayMs = 86_400_000;
const days = 20;

/**
 * Makes the oldest stored copy one that was made and confirmed weeks ago, so that it is due to go: neither Home Assistant's
 * clock nor Apple's can be turned, and a wrong one would stop pruning by itself. Returns the archive's name.
 */
export const ageCopy = (apple: AppleSimulator): string => {
  const manifests = apple
    .files()
    .filter(({ path }) => archiveOfManifest(basename(path)) !== undefined)
    .map(({ path }) => ({ path, manifest: readManifest(apple, path) }));
  const [oldest, another] = manifests.toSorted((a, b) => Date.parse(a.manifest.date) - Date.parse(b.manifest.date));
  if (!oldest || !another) throw new CheckFailed('two stored copies are needed, so that one may go');
  const then = new Date(Date.now() - days * dayMs).toISOString();
  const aged = { ...oldest.manifest, date: then, provedAt: then, confirmedAt: then };
  // Another file with another id, or the program would believe the copy that it keeps of the old one.
  apple.removeFile(oldest.path);
  apple.putFile(oldest.path, `${JSON.stringify(aged)}\n`);
  return aged.archive;
};

const readManifest = (apple: AppleSimulator, path: string) =>
  manifestSchema.parse(JSON.parse(apple.readFile(path)?.toString('utf8') ?? ''));
