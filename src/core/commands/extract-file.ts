import { join } from 'node:path';
import type { Extracted } from '../../shared/inside.ts';
import { namesOf } from '../archive/contents.ts';
import type { ArchiveBytes, Listed, Part } from '../archive/open/list-archive.ts';
import { unlockPart, type OpenContext } from '../archive/open/open-part.ts';
import { PartFault } from '../archive/open/part-fault.ts';
import { innerFormat } from '../archive/open/unlock.ts';
import { contextOf, walkPart } from '../archive/open/walk-parts.ts';
import { partHeadBytes } from '../archive/secure-tar.ts';
import type { Needs } from '../context.ts';
import { AppError } from '../errors/app-error.ts';
import { Extraction } from '../inside/extraction.ts';
import { fileNameOn } from '../inside/file-name.ts';
import { wantedIn, type Wanted } from '../inside/inside-path.ts';
import { NewTree } from '../inside/new-tree.ts';
import { isPartEncrypted, keysFor, lockedBy, partProblem, type KeyPlaces } from '../inside/open-parts.ts';
import { keyPlaces, type PresentKeyNeeds, type TypedKeys } from './known-keys.ts';
import { listOrRefuse } from './list-contents.ts';
import { withArchive, type ArchiveNeeds } from './open-archive.ts';
import type { ArchiveWish, InsideListener, OpenedArchive } from './opened-archive.ts';

export interface ExtractInput extends ArchiveWish, TypedKeys {
  /** As `contents` prints it: part, slash, path in it. A part alone is all of it. */
  readonly path: string;
  /** Folder on this computer; made if it is not there. */
  readonly to: string;
}

/**
 * Takes one file or folder out of an archive. It appears when all of its part was read and every checksum in it fits, whole or not
 * at all; nothing is overwritten. Errors: `inside.*`, `restore.target-exists`, `archive.not-archive`, `disk.*`, and those of a
 * restore.
 */
export const extractFile = async (
  context: ArchiveNeeds & PresentKeyNeeds & Needs<never, 'freeBytes'>,
  input: ExtractInput,
  listener: InsideListener,
  signal: AbortSignal,
): Promise<Extracted> =>
  await withArchive(context, input, listener, signal, async (archive) => {
    const listed = await listOrRefuse(archive.bytes, archive.signal);
    const { part, wanted } = findPart(listed, input.path);
    const { platform } = process;
    const target = join(input.to, fileNameOn(platform, wanted.names.at(-1) ?? part.name));
    const tree = await NewTree.begin({ target, platform, freeBytes: context.ports.freeBytes });
    try {
      const extraction = new Extraction(wanted, tree, platform);
      const proof = await takeOut(archive, listed, part, extraction, keyPlaces(context, input, archive.signal));
      const { found } = extraction;
      await tree.finish();
      return { origin: archive.origin(), path: [part.name, ...wanted.names].join('/'), target, ...found, proof };
    } catch (error) {
      await tree.discard();
      throw error;
    }
  });

/** Of two parts with one name the later one counts, as it does when a backup is restored. */
const findPart = ({ parts, fault }: Listed, typed: string): { part: Part; wanted: Wanted } => {
  const names = parts.map(({ name }) => name);
  const wanted = wantedIn(names, typed);
  const part = parts.findLast(({ name }) => name === wanted?.part);
  if (wanted !== undefined && part !== undefined) return { part, wanted };
  const after = parts.at(-1)?.member;
  // It may be in what cannot be seen.
  if (fault !== undefined) throw new AppError('inside.torn', after === undefined ? {} : { after });
  throw new AppError('inside.no-such-path', { path: typed, near: namesOf([...new Set(names)]) });
};

const takeOut = async (
  archive: OpenedArchive,
  listed: Listed,
  part: Part,
  extraction: Extraction,
  places: KeyPlaces,
): Promise<Extracted['proof']> => {
  const { bytes, signal } = archive;
  const locked = (await isPartEncrypted(bytes, part, listed)) ? part : undefined;
  const keys = await keysFor(bytes, locked, lockedBy(listed, signal), places);
  try {
    const context = contextOf(listed, { keys, signal });
    const proof = await proofOf(bytes, part, context);
    archive.expect(part.size);
    const outcome = await walkPart(bytes, part, context, extraction);
    if (outcome.outcome === 'failed') throw outcome.fault;
    return proof;
  } catch (error) {
    throw error instanceof PartFault ? partProblem(part.name, error) : error;
  } finally {
    keys.wipe();
  }
};

/** What vouches for the bytes of a part that was read to its end; before anything large is fetched, whether a key opens it. */
const proofOf = async (bytes: ArchiveBytes, part: Part, context: OpenContext): Promise<Extracted['proof']> => {
  const { secureTar } = await unlockPart(bytes, part, context);
  if (secureTar === 3) return 'encryption';
  if (secureTar !== null) return part.member.endsWith('.gz') ? 'checksum' : 'none';
  return innerFormat(await bytes.read(part.offset, partHeadBytes)) === 'gzip' ? 'checksum' : 'none';
};
