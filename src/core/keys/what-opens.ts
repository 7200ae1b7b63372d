import type { StoredBackup } from '../domain/manifest.ts';
import { newestFirst } from '../domain/made-at.ts';
import type { LastLook } from '../state/last-look.ts';
import { opensBackup, type KeyNotes } from './key-notes.ts';

/** Copies that need a key, newest first. */
export const encryptedCopies = (copies: readonly StoredBackup[]): StoredBackup[] =>
  newestFirst(copies.filter(({ manifest }) => manifest.protected || (manifest.plainParts?.length ?? 0) > 0));

/** The same as iCloud was seen last. */
export const encryptedInLook = ({ cloud }: LastLook): StoredBackup[] => encryptedCopies(cloud?.stored ?? []);

export interface Opening {
  readonly opens: number;
  readonly tried: number;
  readonly newest: boolean | null;
}

/** @param copies - newest first */
export const openingOf = (
  copies: readonly StoredBackup[],
  opens: (copy: StoredBackup) => boolean | undefined,
): Opening => {
  const told = copies.map(opens);
  return {
    opens: told.filter((one) => one === true).length,
    tried: told.filter((one) => one !== undefined).length,
    newest: told[0] ?? null,
  };
};

/** By what was noted; nothing where keys have no marks here. */
export const noted = (
  copies: readonly StoredBackup[],
  notes: KeyNotes | undefined,
  mark: string | undefined,
): Opening =>
  openingOf(copies, ({ manifest }) =>
    notes === undefined || mark === undefined ? undefined : opensBackup(notes, mark, manifest.sha256),
  );
