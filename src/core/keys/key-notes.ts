import { z } from 'zod';
import { dayMs } from '../domain/day.ts';
import type { KeyMarks } from './key-marks.ts';

const moment = z.iso.datetime();

/** What was seen of keys, each by its mark. It may be lost without harm: everything is learned again. */
export const keyNotesSchema = z.object({
  /** Who made the marks. */
  by: z.string().default(''),
  /** Home Assistant's present key: since when it was seen, and when last. */
  present: z.object({ mark: z.string(), since: moment, seen: moment }).optional(),
  /** The one before it. */
  before: z.object({ mark: z.string(), seen: moment }).optional(),
  /** The user showed this one: so no reminder to save it is needed. */
  shown: z.string().optional(),
  /** Whether a key opens a backup: by the beginning of its SHA-256, by the key's mark. */
  opens: z.record(z.string(), z.record(z.string(), z.boolean())).default({}),
});
export type KeyNotes = z.infer<typeof keyNotesSchema>;

export const noKeyNotes = (): KeyNotes => ({ by: '', opens: {} });

/** More backups are in no folder that anybody looks through; the oldest notes go first. */
const maxNoted = 5_000;
const noteOf = (sha256: string): string => sha256.slice(0, 16);

/** Those that were made with the same marks. */
export const notesBy = (notes: KeyNotes, { by }: KeyMarks): KeyNotes =>
  notes.by === by ? notes : { ...noKeyNotes(), by };

/** Home Assistant has this key now. The same object where that is no news: nothing is written for it. */
export const sawPresent = (all: KeyNotes, marks: KeyMarks, key: string, now: Date): KeyNotes => {
  const notes = notesBy(all, marks);
  const [mark, at] = [marks.of(key), now.toISOString()];
  const { present } = notes;
  if (present?.mark === mark) {
    const isRecent = Math.abs(now.getTime() - new Date(present.seen).getTime()) < dayMs;
    return isRecent ? all : { ...notes, present: { ...present, seen: at } };
  }
  const before = present && { before: { mark: present.mark, seen: present.seen } };
  return { ...notes, ...before, present: { mark, since: at, seen: at } };
};

export interface Tried {
  readonly key: string;
  readonly opens: boolean;
}

export const noteTries = (all: KeyNotes, marks: KeyMarks, sha256: string, tries: readonly Tried[]): KeyNotes => {
  const notes = notesBy(all, marks);
  const name = noteOf(sha256);
  const found = Object.fromEntries(tries.map(({ key, opens }) => [marks.of(key), opens]));
  const { [name]: before, ...others } = notes.opens;
  const kept = Object.entries(others).slice(-(maxNoted - 1));
  return { ...notes, opens: { ...Object.fromEntries(kept), [name]: { ...before, ...found } } };
};

/** Whether the key opens the backup; undefined: not tried. */
export const opensBackup = (notes: KeyNotes, mark: string, sha256: string): boolean | undefined =>
  notes.opens[noteOf(sha256)]?.[mark];

/** When the key before the present one was seen last; undefined: no other one was seen. */
export const changedSince = ({ before }: KeyNotes): string | undefined => before?.seen;

/** So long somebody may be reminded to save the kit of a new key. */
const remindedMs = 60 * dayMs;

/** The same as long as the user should hear of it: the new kit was not shown here, and it is no old story. */
export const untoldChange = (notes: KeyNotes, now: Date): string | undefined => {
  const { present, before, shown } = notes;
  if (!present || !before || shown === present.mark) return undefined;
  return now.getTime() - new Date(present.since).getTime() < remindedMs ? before.seen : undefined;
};
