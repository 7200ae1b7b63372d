import { isEncrypted, isVersion1 } from '../archive/contents.ts';
import { KeyRing } from '../archive/open/key-ring.ts';
import type { ArchiveBytes, Listed, Part } from '../archive/open/list-archive.ts';
import { unlockPart, type OpenContext } from '../archive/open/open-part.ts';
import { PartFault } from '../archive/open/part-fault.ts';
import { partHeadBytes, readPartFormat } from '../archive/secure-tar.ts';
import { AppError } from '../errors/app-error.ts';

/** Asked at most once, and only where something that is wanted is encrypted. None given: an empty list. */
export type AskKeys = () => Promise<readonly string[]>;

/** Where keys may come from, in this order: each is asked only where those before it do not open what is wanted. */
export type KeyPlaces = readonly AskKeys[];

/** By the bytes of a part, not by what the table of contents says. */
export const isPartEncrypted = async (bytes: ArchiveBytes, part: Part, { json }: Listed): Promise<boolean> => {
  const format = readPartFormat(await bytes.read(part.offset, Math.min(partHeadBytes, part.size)), part.size);
  if (json === undefined) return format.kind === 'secure-tar' || format.kind === 'newer-secure-tar';
  return isEncrypted({ name: part.name, isPart: true, size: part.size, format }, json);
};

/** How its parts are locked. */
export const lockedBy = ({ json }: Listed, signal: AbortSignal): Omit<OpenContext, 'keys'> => ({
  isVersion1: json !== undefined && isVersion1(json),
  signal,
});

/**
 * Keys for an archive of which this is an encrypted part; all that there are where none of them opens it. The caller wipes them.
 *
 * @param part - undefined: nothing that is wanted is encrypted
 */
export const keysFor = async (
  bytes: ArchiveBytes,
  part: Part | undefined,
  lock: Omit<OpenContext, 'keys'>,
  places: KeyPlaces,
): Promise<KeyRing> => {
  const found: string[] = [];
  for (const place of part === undefined ? [] : places) {
    const more = await place();
    found.push(...more);
    const keys = new KeyRing(found);
    if (part && more.length > 0 && (await isOpened(bytes, part, { ...lock, keys }))) return keys;
    keys.wipe();
  }
  return new KeyRing(found);
};

/** What is wrong with it besides the key, the caller finds. */
const isOpened = async (bytes: ArchiveBytes, part: Part, context: OpenContext): Promise<boolean> => {
  try {
    await unlockPart(bytes, part, context);
    return true;
  } catch (error) {
    if (!(error instanceof PartFault)) throw error;
    return error.trouble !== 'wrong-key';
  }
};

/** Why a part was not read to its end, as a problem of its own. */
export const partProblem = (part: string, { trouble, isUndecided }: PartFault): AppError => {
  if (trouble === 'key-needed') return new AppError('inside.key-needed', { part });
  if (trouble === 'wrong-key') return new AppError('inside.wrong-key', { part });
  if (isUndecided) return new AppError('inside.not-read', { part, why: trouble });
  return new AppError('inside.part-damaged', { part, why: trouble });
};
