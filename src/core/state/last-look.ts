import { z } from 'zod';
import { copyTestSchema } from '../../shared/proof.ts';
import { problemSchema } from '../../shared/run-report.ts';
import { manifestSchema, type StoredBackup } from '../domain/manifest.ts';
import { maxSkewMs } from '../domain/schedule.ts';
import { backupKinds, recurrences } from '../../shared/vocabulary.ts';

const copySchema = z.object({ agentId: z.string(), size: z.number().optional(), protected: z.boolean() });

const haBackupSchema = z.object({
  id: z.string(),
  name: z.string(),
  date: z.string(),
  kind: z.enum(backupKinds),
  copies: z.array(copySchema),
  haVersion: z.string().optional(),
  addons: z.array(z.string()),
  folders: z.array(z.string()),
  failed: z.object({ agents: z.array(z.string()), addons: z.array(z.string()), folders: z.array(z.string()) }),
  instanceId: z.string().optional(),
});

const storedSchema = z.object({
  manifest: manifestSchema,
  manifestName: z.string(),
  test: copyTestSchema.optional().catch(undefined),
  pinnedAt: z.iso.datetime().optional().catch(undefined),
});
const fileSchema = z.object({ name: z.string(), size: z.number(), id: z.string() });
const moment = z.iso.datetime();

/**
 * What both sides looked like when they were last asked: for `status`, the tray and offline lists, and to notice that a
 * look brought nothing new. It may be deleted at any time; no deletion is ever decided by it.
 */
export const lastLookSchema = z.object({
  /** When a background run last asked Home Assistant for a backup: also after a restart it is not asked again at once. */
  askedForBackup: moment.optional(),
  /** The same where Home Assistant made one: by our own clock, for its may be wrong. */
  orderedBackup: moment.optional(),
  /** Backups that could not be stored by the last run that tried, and why. */
  failed: z.array(z.object({ id: z.string(), problem: problemSchema })).optional(),
  home: z
    .object({
      at: moment,
      name: z.string(),
      version: z.string(),
      complete: z.boolean(),
      /** Its backups did not tell which Home Assistant it is. */
      ambiguous: z.literal(true).optional(),
      backups: z.array(haBackupSchema),
      next: z.string().optional(),
      /** Milliseconds that its clock was ahead of ours. */
      clockSkewMs: z.number().optional(),
      /** How often Home Assistant makes backups automatically. */
      recurrence: z.enum(recurrences).optional(),
      /** Since which look it says that it encrypts them. */
      encryptsSince: moment.optional(),
    })
    .optional(),
  cloud: z
    .object({
      at: moment,
      folder: z.string(),
      complete: z.boolean(),
      stored: z.array(storedSchema),
      damaged: z.array(storedSchema),
      tombstones: z.array(storedSchema),
      unconfirmed: z.array(fileSchema),
      unreadable: z.array(fileSchema).default([]),
      unfetched: z.array(z.string()).default([]),
      /** Milliseconds that Apple's clock was ahead of ours. */
      clockSkewMs: z.number().optional(),
      storedByNewer: z.array(z.string()),
      removedByNewer: z.array(z.object({ archive: z.string(), backupId: z.string() })).catch([]),
    })
    .optional(),
});

export type LastLook = z.infer<typeof lastLookSchema>;

/** Without the lists of what is inside each backup: what one of them lacks is judged by a listing. */
const withoutContents = (look: LastLook): LastLook => ({
  ...look,
  ...(look.home && {
    home: { ...look.home, backups: look.home.backups.map((backup) => ({ ...backup, ...nothingInside })) },
  }),
  ...(look.cloud && {
    cloud: {
      ...look.cloud,
      stored: look.cloud.stored.map(bare),
      damaged: look.cloud.damaged.map(bare),
      tombstones: look.cloud.tombstones.map(bare),
    },
  }),
});

/** As if neither side had been looked at yet. */
const withoutSides = ({ askedForBackup, orderedBackup }: LastLook): LastLook => ({
  ...(askedForBackup === undefined ? {} : { askedForBackup }),
  ...(orderedBackup === undefined ? {} : { orderedBackup }),
});

/** What is written of a look that is too big to be read again, the fullest first. */
export const shorterLooks: readonly ((look: LastLook) => LastLook)[] = [withoutContents, withoutSides];

const nothingInside = { addons: [], folders: [] };
/** Defects stay: whether a copy can be relied on depends on them. */
const bare = (copy: StoredBackup): StoredBackup => ({ ...copy, manifest: { ...copy.manifest, ...nothingInside } });

/** Whether Home Assistant's clock, or Apple's, was seen to differ from ours by more than ages can bear. */
export const clocksDiffer = ({ home, cloud }: LastLook): boolean =>
  [home?.clockSkewMs, cloud?.clockSkewMs].some((skew) => Math.abs(skew ?? 0) > maxSkewMs);

/** When the newest backup was made, on whichever side it is. A date that cannot be read tells nothing. */
export const newestBackupOf = ({ home, cloud }: LastLook): Date | undefined => {
  const made = [
    ...(home?.backups ?? []).map((backup) => backup.date),
    ...(cloud?.stored ?? []).map((copy) => copy.manifest.date),
  ]
    .map((date) => new Date(date).getTime())
    .filter((moment) => !Number.isNaN(moment));
  return made.length > 0 ? new Date(Math.max(...made)) : undefined;
};
