import type { FolderContent } from '../ports/destination.ts';

/** How far a folder has come to its new place. */
export interface Moved {
  /** Files that are not in the new place with their size. */
  readonly missing: number;
  /** Files that are still in the old one. */
  readonly remaining: number;
}

export const isMoved = ({ missing, remaining }: Moved): boolean => missing === 0 && remaining === 0;

export const movedOf = (
  before: FolderContent,
  left: FolderContent | undefined,
  after: FolderContent | undefined,
): Moved => {
  const arrived = new Set((after?.files ?? []).map((file) => `${file.size} ${file.name}`));
  const missing = before.files.filter((file) => !arrived.has(`${file.size} ${file.name}`)).length;
  return { missing, remaining: left?.files.length ?? 0 };
};
