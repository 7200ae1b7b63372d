import type { KeyList } from '../../shared/keys.ts';
import type { Needs } from '../context.ts';
import { keyMarks, type KeyMemoryNeeds } from '../keys/key-memory.ts';
import { changedSince, notesBy, type KeyNotes } from '../keys/key-notes.ts';
import { encryptedInLook, noted } from '../keys/what-opens.ts';

export type KeyListNeeds = KeyMemoryNeeds & Needs<'lastLook'>;

/**
 * The keys that are known on this computer, and what each opens as far as it was tried: asks neither Home Assistant nor iCloud.
 * Errors: `secrets.*`.
 */
export const listKeys = async (context: KeyListNeeds): Promise<KeyList> => {
  const settings = await context.settings.load();
  const copies = encryptedInLook(await context.lastLook.read());
  const held = settings.secretStore === null ? undefined : await (await context.secretStore()).read();
  const marks = held && (await keyMarks(context));
  const notes: KeyNotes | undefined = marks && notesBy(await context.keyNotes.read(), marks);
  const present = notes?.present;
  return {
    copies: copies.length,
    changedSince: (notes && changedSince(notes)) ?? null,
    present: present ? { since: present.since, seen: present.seen, ...noted(copies, notes, present.mark) } : null,
    remembered: (held?.backupKeys ?? []).map(({ key, at }) => {
      const mark = marks?.of(key);
      return { at, isPresent: present ? present.mark === mark : null, ...noted(copies, notes, mark) };
    }),
  };
};
