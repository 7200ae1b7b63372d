import { throwIfCancelled } from '../../errors/app-error.ts';
import { partName } from '../backup-json.ts';
import { readPartFormat } from '../secure-tar.ts';
import { TarError, TarReader } from '../tar-reader.ts';
import { KeyRing } from './key-ring.ts';
import type { ArchiveBytes } from './list-archive.ts';
import { PartFault } from './part-fault.ts';
import { unlock, unlockBytes } from './unlock.ts';

/** What has to be seen of an archive to try a key on it: the beginning of its first encrypted part. */
export interface Lock {
  readonly head: Buffer;
  /** Bytes of the part. */
  readonly size: number;
  /** It has no mark: SecureTar 1, if it is anything. */
  readonly isUnmarked: boolean;
}

/** Read where a header begins: what stands behind it comes along. */
const blockBytes = 64 * 1024;

/**
 * The lock of an archive, of which no more is read than comes before it. Undefined where nothing is encrypted, or the archive is
 * damaged before that. Errors: those of the bytes, `sync.cancelled`.
 */
export const firstLock = async (archive: ArchiveBytes, signal: AbortSignal): Promise<Lock | undefined> => {
  const waiting: { readonly offset: number; readonly size: number }[] = [];
  const reader = new TarReader({
    begin: ({ name, size }) => {
      if (partName(name) !== undefined && size > 0) waiting.push({ offset: reader.position, size });
      return 0;
    },
    head: () => undefined,
  });
  while (reader.position < archive.size) {
    throwIfCancelled(signal);
    if (!(await goOn(archive, reader))) return undefined;
    for (const { offset, size } of waiting.splice(0)) {
      const lock = lockOf(await archive.read(offset, Math.min(unlockBytes, size)), size);
      if (lock) return lock;
    }
  }
  return undefined;
};

/** False where the archive is damaged. */
const goOn = async (archive: ArchiveBytes, reader: TarReader): Promise<boolean> => {
  try {
    const skippable = Math.min(reader.skippable, archive.size - reader.position);
    if (skippable > 0) reader.skip(skippable);
    else reader.push(await archive.read(reader.position, blockBytes));
    return true;
  } catch (error) {
    if (error instanceof TarError) return false;
    throw error;
  }
};

const lockOf = (head: Buffer, size: number): Lock | undefined => {
  const format = readPartFormat(head, size);
  if (format.kind === 'secure-tar' || format.kind === 'newer-secure-tar') return { head, size, isUnmarked: false };
  return format.kind === 'unmarked' && format.random ? { head, size, isUnmarked: true } : undefined;
};

/** Whether one of the keys opens it; undefined where that cannot be told (a newer SecureTar, damage). */
export const opensLock = async (
  { head, size, isUnmarked }: Lock,
  keys: readonly string[],
): Promise<boolean | undefined> => {
  const ring = new KeyRing(keys);
  try {
    await unlock(head, size, ring, isUnmarked);
    return true;
  } catch (error) {
    if (!(error instanceof PartFault)) throw error;
    return error.trouble === 'wrong-key' ? false : undefined;
  } finally {
    ring.wipe();
  }
};
