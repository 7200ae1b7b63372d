import type { ArchiveBytes, Part } from './list-archive.ts';
import { PieceReader, type Pieces } from './bytes.ts';
import { decryptVersion1, decryptVersion2, decryptVersion3 } from './decrypt.ts';
import { gunzip, gunzipVersion1 } from './gunzip.ts';
import type { KeyRing } from './key-ring.ts';
import { PartFault } from './part-fault.ts';
import { innerFormat, unlock, unlockBytes, type Unlocked } from './unlock.ts';
import { partHeadBytes } from '../secure-tar.ts';

/** Plain text that is read of a part, at most: a real one is a few times its size, a bomb a thousand times. */
const maxPlain = (size: number): number => 1024 ** 3 + 100 * size;

export interface OpenContext {
  readonly keys: KeyRing;
  /** Whether the archive's labels say that parts without a mark are SecureTar 1 (`isVersion1` of its backup.json). */
  readonly isVersion1: boolean;
  readonly signal: AbortSignal;
}

/** Whether a key opens the part, by its first bytes. Errors: PartFault, `disk.failed`. */
export const unlockPart = async (archive: ArchiveBytes, part: Part, context: OpenContext): Promise<Unlocked> => {
  const wanted = Math.min(unlockBytes, part.size);
  const head = await archive.read(part.offset, wanted);
  if (head.length < wanted) throw new PartFault('cut');
  return await unlock(head, part.size, context.keys, context.isVersion1);
};

/**
 * The inner tar's bytes, decrypted and decompressed as they are asked for, in constant memory. A reader that takes all of them knows
 * that the part is whole up to the tar in it. Errors: PartFault, `disk.failed`, `sync.cancelled`.
 */
export async function* openPart(archive: ArchiveBytes, part: Part, context: OpenContext): AsyncGenerator<Buffer> {
  const unlocked = await unlockPart(archive, part, context);
  let left = maxPlain(part.size);
  for await (const piece of decompress(decrypt(archive, part, unlocked, context.signal), unlocked)) {
    left -= piece.length;
    if (left < 0) throw new PartFault('bounds');
    yield piece;
  }
}

const decrypt = (archive: ArchiveBytes, part: Part, unlocked: Unlocked, signal: AbortSignal): Pieces => {
  const start = unlocked.secureTar === null ? 0 : unlocked.start;
  const bytes = whole(archive.pieces(part.offset + start, part.size - start, signal), part.size - start);
  switch (unlocked.secureTar) {
    case null:
      return bytes;
    case 1:
      return decryptVersion1(bytes, unlocked.key);
    case 2:
      return decryptVersion2(bytes, unlocked.key, unlocked.plain);
    case 3:
      return decryptVersion3(bytes, unlocked.key, unlocked.header);
  }
};

async function* whole(pieces: Pieces, bytes: number): AsyncGenerator<Buffer> {
  let left = bytes;
  for await (const piece of pieces) {
    left -= piece.length;
    yield piece;
  }
  if (left > 0) throw new PartFault('cut');
}

async function* decompress(pieces: Pieces, { secureTar }: Unlocked): AsyncGenerator<Buffer> {
  const reader = new PieceReader(pieces);
  try {
    const start = await reader.take(partHeadBytes);
    const format = innerFormat(start);
    const all = replay(start, reader);
    if (format === undefined) throw new PartFault('no-format');
    if (format === 'tar') yield* all;
    else yield* secureTar === 1 ? gunzipVersion1(all) : gunzip(all);
  } finally {
    await reader.close();
  }
}

async function* replay(start: Buffer, reader: PieceReader): AsyncGenerator<Buffer> {
  yield start;
  for (;;) {
    const piece = await reader.next();
    if (!piece) return;
    yield piece;
  }
}
