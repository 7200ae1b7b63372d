import { z } from 'zod';

/** What stands on a break-glass sheet; the key is on the page alone. */
export const sheetSchema = z.object({
  file: z.string(),
  /** Masked. */
  account: z.string().nullable(),
  /** Where the backups are, as the destination names it. */
  folder: z.string(),
  /** Of Home Assistant. */
  home: z.object({ name: z.string(), url: z.string() }).nullable(),
  /** Names of the computers that store backups there. */
  computers: z.array(z.string()),
  /** Where the key on it comes from; null: it is not on it. */
  key: z.enum(['home-assistant', 'given']).nullable(),
  /** Of the newest backup that is stored; null: none was seen. */
  newest: z
    .object({ date: z.string(), haVersion: z.string().nullable(), bytes: z.number(), protected: z.boolean() })
    .nullable(),
});
export type Sheet = z.infer<typeof sheetSchema>;

/** The same without a file. */
export type SheetFacts = Omit<Sheet, 'file'>;

/** What became of a sheet that a window asked for; the key itself never gets there. */
export interface MadeForWindow {
  /** Null: it was printed. */
  readonly file: string | null;
  readonly key: Sheet['key'];
}
