import { z } from 'zod';
import { problemSchema, runReportSchema } from './run-report.ts';

const moment = z.iso.datetime({ offset: true });

/** "Am I safe?", worst wins. */
export const safetySchema = z.enum(['not-set-up', 'danger', 'warning', 'busy', 'safe', 'waiting']);

/** Answer of `status`: known without asking anybody anything new. */
export const statusSchema = z.object({
  safety: safetySchema,
  /** The newest copy in iCloud whose structure was proven and whose upload was confirmed. */
  newestVerified: z
    .object({
      id: z.string(),
      name: z.string(),
      date: moment,
      confirmedAt: moment,
      ageHours: z.number().nonnegative(),
      archive: z.string(),
    })
    .nullable(),
  /** When this computer looks next; null while paused for good or not set up. */
  nextRun: moment.nullable(),
  /** When the next backup is to be expected, by Home Assistant's schedule or ours; null where none is planned. */
  nextBackup: moment.nullable(),
  lastRun: runReportSchema.pick({ started: true, finished: true, outcome: true, problem: true }).nullable(),
  running: z.object({ pid: z.number().int(), since: z.string() }).nullable(),
  signIn: z.object({ account: z.string(), daysLeft: z.number().int(), until: moment, due: z.boolean() }).nullable(),
  home: z
    .object({
      name: z.string(),
      url: z.string(),
      version: z.string().nullable(),
      seenAt: moment.nullable(),
      backups: z.number().int(),
    })
    .nullable(),
  icloud: z.object({
    folder: z.string().nullable(),
    seenAt: moment.nullable(),
    backups: z.number().int(),
    bytes: z.number(),
  }),
  /** In Home Assistant, not yet in iCloud. */
  waiting: z.number().int().nonnegative(),
  secretStore: z.enum(['keychain', 'environment', 'safe-storage']).nullable(),
  pausedUntil: moment.nullable(),
  problems: z.array(problemSchema),
});
export type Status = z.infer<typeof statusSchema>;

/** One backup on either or both sides. */
export const listedBackupSchema = z.object({
  id: z.string(),
  name: z.string(),
  date: z.string(),
  /** Bytes; null where Home Assistant does not tell. */
  size: z.number().nullable(),
  kind: z.enum(['automatic', 'manual', 'update']),
  protected: z.boolean(),
  where: z.array(z.enum(['home-assistant', 'icloud'])),
  instance: z.string(),
  /** Proof level of the copy in iCloud, and what speaks against it. */
  verification: z.object({ level: z.number().int(), defects: z.array(z.string()), confirmedAt: moment }).nullable(),
  /** Path below the drive's root. */
  remote: z.string().nullable(),
  /** What the next run does with it: `pull`, `keep` or `delete`, and why. */
  next: z.enum(['pull', 'keep', 'delete', 'leave']),
  reason: z.string(),
});
export type ListedBackup = z.infer<typeof listedBackupSchema>;

export const listSchema = z.object({
  backups: z.array(listedBackupSchema),
  problems: z.array(problemSchema),
  /** Base folder in iCloud Drive that was looked into, where the drive itself was asked. */
  folder: z.string().optional(),
});
export type BackupList = z.infer<typeof listSchema>;

/** What a connection found, for set-up. */
export const setupResultSchema = z.object({
  url: z.string(),
  name: z.string(),
  version: z.string(),
  installType: z.enum(['os', 'supervised', 'container', 'core', 'unknown']),
  admin: z.boolean(),
  instanceId: z.string().nullable(),
  schedule: z
    .object({
      automatic: z.boolean(),
      recurrence: z.enum(['never', 'daily', 'custom_days']),
      keepsCopies: z.number().nullable(),
      keepsDays: z.number().nullable(),
      protected: z.boolean(),
      next: z.string().nullable(),
    })
    .nullable(),
  backups: z.number().int(),
  /** Bytes that the kept backups will need in iCloud, by the newest ones; null when nothing is there to judge by. */
  needsBytes: z.number().nullable(),
  secretStore: z.enum(['keychain', 'environment', 'safe-storage']),
  /** Where its copies go; the base folder alone as long as the instance's id, and with it the name, is not known. */
  folder: z.string(),
  warnings: z.array(problemSchema),
});
export type SetupResult = z.infer<typeof setupResultSchema>;

export const pruneResultSchema = z.object({
  dryRun: z.boolean(),
  held: problemSchema.nullable(),
  backups: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      archive: z.string(),
      date: z.string(),
      next: z.enum(['keep', 'delete', 'later']),
      reason: z.string(),
    }),
  ),
  removed: z.array(z.string()),
});
export type PruneResult = z.infer<typeof pruneResultSchema>;

export const restoreResultSchema = z.object({
  file: z.string(),
  bytes: z.number(),
  sha256: z.string(),
  id: z.string(),
  name: z.string(),
  protected: z.boolean(),
  haVersion: z.string().nullable(),
  instanceName: z.string(),
});
export type RestoreResult = z.infer<typeof restoreResultSchema>;

export const checkResultSchema = z.object({
  verdict: z.enum(['good', 'defects', 'refused']),
  bytes: z.number(),
  sha256: z.string().nullable(),
  slug: z.string().nullable(),
  protected: z.boolean().nullable(),
  secureTar: z.union([z.literal(1), z.literal(2), z.literal(3)]).nullable(),
  parts: z.array(z.object({ name: z.string(), size: z.number() })),
  defects: z.array(z.object({ kind: z.string(), part: z.string() })),
  problem: problemSchema.nullable(),
});
export type CheckResult = z.infer<typeof checkResultSchema>;

export const logoutResultSchema = z.object({
  removed: z.array(z.enum(['apple', 'ha-token', 'config', 'staging', 'settings'])),
  kept: z.array(z.string()),
  problems: z.array(problemSchema),
});
export type LogoutResult = z.infer<typeof logoutResultSchema>;
