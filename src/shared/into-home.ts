import { z } from 'zod';
import type { Problem } from './run-report.ts';

/** A stored backup that Home Assistant now lists. */
export const placedSchema = z.object({
  id: z.string(),
  name: z.string(),
  /** ISO 8601 as Home Assistant wrote it. */
  date: z.string(),
  bytes: z.number(),
  sha256: z.string(),
  protected: z.boolean(),
  /** Of the Home Assistant that made it. */
  haVersion: z.string().nullable(),
  /** The home that it is of. */
  instanceName: z.string(),
  /** Where it is now; `agent` is Home Assistant's word for the place. */
  home: z.object({ url: z.string(), name: z.string(), version: z.string(), agent: z.string() }),
  /** False: it was there already, and nothing was transferred. */
  uploaded: z.boolean(),
  /**
   * What can be restored there each by itself, by name: `homeassistant`, `database`, apps and folders as `contents` lists them. With a
   * Supervisor the database goes with Home Assistant, without one there are no apps and folders. Null where it did not tell.
   */
  parts: z.array(z.string()).nullable(),
});
export type PlacedResult = z.infer<typeof placedSchema>;

/**
 * How a restore ended that was begun. `completed`: Home Assistant said so. `came-back`: it restarted and runs, and says nothing of
 * the restore (2025.1 does not). `other-users`: it restarted and no longer knows the token, as it is when the users are those of
 * the backup.
 */
export const restoreEnds = ['completed', 'came-back', 'other-users'] as const;
export type RestoreEnd = (typeof restoreEnds)[number];

/** What is to be restored, by the names in `PlacedResult.parts`. Neither said: all of them. */
export const restoreChoiceSchema = z.strictObject({
  only: z.array(z.string().trim().min(1).max(255)).min(1).max(1000).exactOptional(),
  without: z.array(z.string().trim().min(1).max(255)).max(1000).exactOptional(),
});
export type RestoreChoice = z.output<typeof restoreChoiceSchema>;

export const restoreStartedSchema = z.object({
  end: z.enum(restoreEnds),
  /** Whether the key was tried before anything was changed; null: none is needed. */
  keyChecked: z.boolean().nullable(),
  /** The backup that was made first. */
  backupFirst: z.string().nullable(),
  /** What was restored, by the names in `PlacedResult.parts`. */
  restored: z.array(z.string()),
  /** Apps and folders of the backup that this kind of Home Assistant cannot restore. */
  leftOut: z.array(z.string()),
});
export type RestoreStarted = z.infer<typeof restoreStartedSchema>;

/** A Home Assistant that is to take a backup. */
export interface HomeCheck {
  readonly name: string;
  readonly url: string;
  readonly version: string;
  /** What is known to fail there; null: nothing. */
  readonly trap: Problem | null;
}
