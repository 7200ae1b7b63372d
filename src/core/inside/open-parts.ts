import { isEncrypted } from '../archive/contents.ts';
import { KeyRing } from '../archive/open/key-ring.ts';
import type { ArchiveBytes, Listed, Part } from '../archive/open/list-archive.ts';
import type { PartFault } from '../archive/open/part-fault.ts';
import { partHeadBytes, readPartFormat } from '../archive/secure-tar.ts';
import { AppError } from '../errors/app-error.ts';

/** Asked at most once, and only where something that is wanted is encrypted. None given: an empty list. */
export type AskKeys = () => Promise<readonly string[]>;

/** By the bytes of a part, not by what the table of contents says. */
export const isPartEncrypted = async (bytes: ArchiveBytes, part: Part, { json }: Listed): Promise<boolean> => {
  const format = readPartFormat(await bytes.read(part.offset, Math.min(partHeadBytes, part.size)), part.size);
  if (json === undefined) return format.kind === 'secure-tar' || format.kind === 'newer-secure-tar';
  return isEncrypted({ name: part.name, isPart: true, size: part.size, format }, json);
};

/** Keys for these parts; the caller wipes them. */
export const keysFor = async (anyEncrypted: boolean, ask: AskKeys): Promise<KeyRing> =>
  new KeyRing(anyEncrypted ? await ask() : []);

/** Why a part was not read to its end, as a problem of its own. */
export const partProblem = (part: string, { trouble, isUndecided }: PartFault): AppError => {
  if (trouble === 'key-needed') return new AppError('inside.key-needed', { part });
  if (trouble === 'wrong-key') return new AppError('inside.wrong-key', { part });
  if (isUndecided) return new AppError('inside.not-read', { part, why: trouble });
  return new AppError('inside.part-damaged', { part, why: trouble });
};
