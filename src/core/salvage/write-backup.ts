import { ArchiveCheck } from '../archive/archive-check.ts';
import type { ArchiveBytes } from '../archive/open/list-archive.ts';
import { AppError } from '../errors/app-error.ts';
import type { NewTree } from '../inside/new-tree.ts';
import type { Recovered } from './recover-parts.ts';
import { tarEnd, tarMember, tarPadding } from './tar-writer.ts';

/** As Home Assistant looks it up (facts#archive-layout). */
const jsonMember = './backup.json';

export interface NewBackup {
  readonly archive: ArchiveBytes;
  readonly json: Readonly<Record<string, unknown>>;
  readonly recovered: readonly Recovered[];
  /** Seconds since 1970. */
  readonly modified: number;
  readonly signal: AbortSignal;
}

/**
 * Writes a whole backup file, the table of contents first, as Core does. What is written is checked on its way as any archive is
 * (`ArchiveCheck`), so what gets its name passes `check`. Returns its bytes. Errors: `archive.*`, `disk.*`, `sync.cancelled`.
 */
export const writeBackup = async (tree: NewTree, backup: NewBackup): Promise<number> => {
  const text = Buffer.from(JSON.stringify(backup.json));
  const sizes = backup.recovered.reduce((sum, { part }) => sum + part.size + 3 * 512, 0);
  const file = await tree.file([], sizes + text.length);
  if (typeof file === 'string') throw new AppError('internal', { kind: file });
  const check = new ArchiveCheck();
  let written = 0;
  const write = async (bytes: Buffer): Promise<void> => {
    check.push(bytes);
    await file.write(bytes);
    written += bytes.length;
  };
  for await (const bytes of content(backup, text)) await write(bytes);
  await write(tarEnd(written));
  check.finish();
  await file.close(backup.modified);
  return written;
};

async function* content({ archive, recovered, modified, signal }: NewBackup, json: Buffer): AsyncGenerator<Buffer> {
  yield tarMember(jsonMember, json.length, modified);
  yield json;
  yield tarPadding(json.length);
  for (const { part } of recovered) {
    yield tarMember(part.member, part.size, modified);
    yield* archive.pieces(part.offset, part.size, signal);
    yield tarPadding(part.size);
  }
}
