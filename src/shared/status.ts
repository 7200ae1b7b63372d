import { z } from 'zod';
import { isErrorCode, type ErrorCode } from './error-codes.ts';
import { homeOfferSchema } from './home-offers.ts';
import { levelNames } from './ladder.ts';
import { countsSchema, levelResultSchema } from './proof.ts';
import { missingBackupSchema, problemSchema, runReportSchema } from './run-report.ts';
import { alarmStates, backupKinds, installTypes, recurrences, secretStoreKinds, testVerdicts } from './vocabulary.ts';

const moment = z.iso.datetime({ offset: true });

/** More are counted, not named. */
export const shownMissing = 50;

/** How far a copy in the cloud was proven: the highest level of the ladder that holds with all below it, and when. */
const provenLevel = { level: z.number().int(), levelName: z.enum(levelNames), provedAt: moment };

/** "Am I safe?", worst wins. */
const safetySchema = z.enum(['not-set-up', 'danger', 'warning', 'busy', 'safe', 'waiting']);

/** Answer of `status`: known without asking anybody anything new. */
export const statusSchema = z.object({
  safety: safetySchema,
  /** The newest copy in the cloud whose structure was proven and whose upload was confirmed. */
  newestVerified: z
    .object({
      id: z.string(),
      name: z.string(),
      date: moment,
      confirmedAt: moment,
      ageHours: z.number().nonnegative(),
      archive: z.string(),
      ...provenLevel,
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
      /** False: token and backups cross the network in clear. */
      encrypted: z.boolean(),
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
  /** In Home Assistant, to be kept, and not stored. */
  waiting: z.number().int().nonnegative(),
  /** The newest of them, and why each is not there yet. */
  missing: z.array(missingBackupSchema).max(shownMissing),
  secretStore: z.enum(secretStoreKinds).nullable(),
  pausedUntil: moment.nullable(),
  /** What Home Assistant is told of all this. */
  telling: z.object({
    on: z.boolean(),
    /** The device there, as it is called. */
    device: z.string().nullable(),
    toldAt: moment.nullable(),
    /** Why the last try failed. */
    trouble: z.custom<ErrorCode>(isErrorCode).nullable(),
    /** The automation there: `waiting` = it is wanted and not made yet, `by-hand` = only the user can add it. */
    alarm: z.enum(alarmStates),
  }),
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
  kind: z.enum(backupKinds),
  /** Every part is encrypted; where only some are, `plainParts` names the others. */
  protected: z.boolean(),
  plainParts: z.array(z.string()).optional(),
  where: z.array(z.enum(['home-assistant', 'icloud'])),
  instance: z.string(),
  verification: z
    .object({
      ...provenLevel,
      /** What speaks against the copy, `KIND PART`. */
      defects: z.array(z.string()),
      confirmedAt: moment,
      /** Each level by itself, from 1 on; empty where an older program stored it. */
      levels: z.array(levelResultSchema),
      counts: countsSchema.nullable(),
      /** Why the lowest level that does not hold does not, where Home Assistant could not be restored from it. */
      problem: problemSchema.nullable(),
    })
    .nullable(),
  /** Path below the drive's root. */
  remote: z.string().nullable(),
  /** Of the Home Assistant that made it; null where nobody tells. */
  haVersion: z.string().nullable(),
  /** Of the copy in the cloud, and the computer that stored it; null where there is none. */
  sha256: z.string().nullable(),
  computer: z.string().nullable(),
  /** What the next run does with it: `pull`, `keep` or `delete`, and why. */
  next: z.enum(['pull', 'keep', 'delete', 'leave']),
  reason: z.string(),
  /** Since when it is never to be deleted; missing where it may be. */
  pinnedAt: moment.optional(),
  /** When it will be old enough to be deleted, where nothing but its age keeps it. */
  goes: moment.optional(),
});
export type ListedBackup = z.infer<typeof listedBackupSchema>;

/** Where it was looked for backups in the cloud. Folders are paths from the drive's root, which is ''. */
export const backupSearchSchema = z.object({
  looked: z.array(z.string()),
  /** Folders that were not looked into: they were too many. */
  left: z.number().int().nonnegative(),
  /** Base folders with backups in them. */
  found: z.array(z.string()),
});
export type BackupSearch = z.infer<typeof backupSearchSchema>;

export const listSchema = z.object({
  backups: z.array(listedBackupSchema),
  problems: z.array(problemSchema),
  /** Base folder in the cloud that was looked into, where the drive itself was asked. */
  folder: z.string().optional(),
  search: backupSearchSchema.optional(),
});
export type BackupList = z.infer<typeof listSchema>;

/** What a connection found, for set-up. */
export const setupResultSchema = z.object({
  url: z.string(),
  /** False: token and backups cross the network in clear. */
  encrypted: z.boolean(),
  name: z.string(),
  version: z.string(),
  installType: z.enum(installTypes),
  admin: z.boolean(),
  instanceId: z.string().nullable(),
  schedule: z
    .object({
      automatic: z.boolean(),
      recurrence: z.enum(recurrences),
      keepsCopies: z.number().nullable(),
      keepsDays: z.number().nullable(),
      protected: z.boolean(),
      next: z.string().nullable(),
    })
    .nullable(),
  backups: z.number().int(),
  /** Bytes that the kept backups will need in the cloud, by the newest ones; null when nothing is there to judge by. */
  needsBytes: z.number().nullable(),
  secretStore: z.enum(secretStoreKinds),
  /** Where its copies go; the base folder alone as long as the instance's id, and with it the name, is not known. */
  folder: z.string(),
  /** What is missing in Home Assistant's own backup settings and can be set from here, if the user says so. */
  offers: z.array(homeOfferSchema),
  warnings: z.array(problemSchema),
});
export type SetupResult = z.infer<typeof setupResultSchema>;

/** What a change in Home Assistant's own backup settings makes another of in it. */
export type HomeImproved = Pick<SetupResult, 'schedule' | 'offers' | 'warnings'>;

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
  plainParts: z.array(z.string()).optional(),
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
  /** Parts that can be read without the key although others are encrypted. */
  plainParts: z.array(z.string()).optional(),
  secureTar: z.union([z.literal(1), z.literal(2), z.literal(3)]).nullable(),
  parts: z.array(z.object({ name: z.string(), size: z.number() })),
  defects: z.array(z.object({ kind: z.string(), part: z.string() })),
  problem: problemSchema.nullable(),
  /** The highest level of the ladder that holds with all below it, and each one that a file can be proven to. */
  level: z.number().int(),
  levels: z.array(levelResultSchema),
  /** How much is in it; null where nobody looked inside. */
  counts: countsSchema.nullable(),
});
export type CheckResult = z.infer<typeof checkResultSchema>;

/** What a copy came to that was brought back from the cloud. */
export const testResultSchema = z.object({
  id: z.string(),
  name: z.string(),
  date: z.string(),
  archive: z.string(),
  bytes: z.number(),
  verdict: z.enum(testVerdicts),
  at: moment,
  /** The highest level of the ladder that holds with all below it, of the bytes that came. */
  level: z.number().int(),
  levels: z.array(levelResultSchema),
  problem: problemSchema.nullable(),
});
export type TestResult = z.infer<typeof testResultSchema>;

/** A copy, and since when it is never to be deleted; null = it may be. */
export const pinResultSchema = z.object({
  id: z.string(),
  name: z.string(),
  archive: z.string(),
  pinnedAt: moment.nullable(),
});
export type PinResult = z.infer<typeof pinResultSchema>;

export const logoutResultSchema = z.object({
  removed: z.array(
    z.enum(['apple', 'ha-token', 'own-token', 'backup-keys', 'sensors', 'config', 'staging', 'settings']),
  ),
  kept: z.array(z.string()),
  problems: z.array(problemSchema),
});
export type LogoutResult = z.infer<typeof logoutResultSchema>;
