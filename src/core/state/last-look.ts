import { z } from 'zod';
import { manifestSchema } from '../domain/manifest.ts';

const copySchema = z.object({ agentId: z.string(), size: z.number().optional(), protected: z.boolean() });

const haBackupSchema = z.object({
  id: z.string(),
  name: z.string(),
  date: z.string(),
  kind: z.enum(['automatic', 'manual', 'update']),
  copies: z.array(copySchema),
  haVersion: z.string().optional(),
  addons: z.array(z.string()),
  folders: z.array(z.string()),
  failed: z.object({ agents: z.array(z.string()), addons: z.array(z.string()), folders: z.array(z.string()) }),
  instanceId: z.string().optional(),
});

const storedSchema = z.object({ manifest: manifestSchema, manifestName: z.string() });
const fileSchema = z.object({ name: z.string(), size: z.number(), id: z.string() });
const moment = z.iso.datetime();

/**
 * What both sides looked like when they were last asked: for `status`, the tray and offline lists, and to notice that a
 * look brought nothing new. It may be deleted at any time; no deletion is ever decided by it.
 */
export const lastLookSchema = z.object({
  /** When a background run last asked Home Assistant for a backup: also after a restart it is not asked again at once. */
  askedForBackup: moment.optional(),
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
      /** How often Home Assistant makes backups by itself. */
      recurrence: z.enum(['never', 'daily', 'custom_days']).optional(),
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
      /** Milliseconds that Apple's clock was ahead of ours. */
      clockSkewMs: z.number().optional(),
      storedByNewer: z.array(z.string()),
      removedByNewer: z.array(z.string()).default([]),
    })
    .optional(),
});

export type LastLook = z.infer<typeof lastLookSchema>;

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
