import type { z } from 'zod';
import type { copyTestSchema } from '../../shared/proof.ts';
import type { RemoteFile } from './manifest.ts';
import { dayMs } from './day.ts';
import { attemptOf, parseTestName } from './names.ts';

/** What the last test of a copy came to, told by the name of a note in its folder. */
export type CopyTest = z.infer<typeof copyTestSchema>;

/**
 * The last test of each archive in a folder, whichever computer did it; the names of notes tell all of it. Of two in the same
 * second the one that failed counts.
 */
export const lastTests = (files: readonly RemoteFile[]): ((archive: string) => CopyTest | undefined) => {
  const tests = new Map<string, CopyTest>();
  for (const { name } of files) {
    const found = parseTestName(name);
    if (!found) continue;
    const { attempt, at, verdict } = found;
    const known = tests.get(attempt);
    const isLater = known === undefined || known.at < at || (known.at === at && verdict === 'failed');
    if (isLater) tests.set(attempt, { at, verdict });
  }
  return (archive) => tests.get(attemptOf(archive) ?? '');
};

/** Longer than clocks differ without anybody noticing. */
const aheadMs = dayMs;

/** Notes of an archive whose dates lie ahead: a clock was wrong, and no later test could ever be told. */
export const misdatedTests = (files: readonly RemoteFile[], archive: string, now: Date): RemoteFile[] =>
  files.filter(({ name }) => {
    const found = parseTestName(name);
    return found?.attempt === attemptOf(archive) && Date.parse(found?.at ?? '') > now.getTime() + aheadMs;
  });

/** Notes that say nothing any more: of an archive of this computer's that is not listed, or followed by a later test of it. */
export const spentTests = (files: readonly RemoteFile[], computer: string): RemoteFile[] => {
  const archives = new Set(files.map(({ name }) => attemptOf(name)).filter((attempt) => attempt !== undefined));
  const last = lastTests(files);
  const namesOf = new Map(files.map(({ name }) => [attemptOf(name), name]));
  return files.filter(({ name }) => {
    const found = parseTestName(name);
    if (!found?.attempt.startsWith(computer)) return false;
    if (!archives.has(found.attempt)) return true;
    return last(namesOf.get(found.attempt) ?? '')?.at !== found.at;
  });
};
