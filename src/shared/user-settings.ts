import { z } from 'zod';

/**
 * What the user decides, as front ends show and change it. The shapes alone: what a value may be is the rule of the
 * settings themselves (core/settings/schema.ts). The folder in iCloud Drive is no part of it: changing it moves copies, or
 * leaves them behind, so it is a command of its own (set-up).
 */
export const userSettingsSchema = z.object({
  /** Days since confirmation after which a copy may go; 0 = never. */
  retentionDays: z.number(),
  /** Newest verified copies that stay whatever their age. */
  keep: z.number(),
  /** Minutes between two looks at Home Assistant. */
  lookMinutes: z.number(),
  /** Hours after which Home Assistant is asked for a new automatic backup; null = never. */
  createIfOlderThanHours: z.number().nullable(),
  /** Refuse backups that Home Assistant did not encrypt. */
  requireProtected: z.boolean(),
  /** Speed limit, as rclone's `--bwlimit` takes it; null = none. */
  bandwidth: z.string().nullable(),
  /** Proxy for iCloud, without credentials; null = what HTTPS_PROXY says. */
  proxy: z.string().nullable(),
  /** PEM file of further authorities to trust; null = what HA_ICLOUD_BACKUP_CA_FILE says. */
  caFile: z.string().nullable(),
  /** Bytes that pulled archives may take on this computer while earlier ones still go up. */
  stagingBudgetBytes: z.number(),
  computerName: z.string(),
  /** Computers whose copies are in this one's care: ids; a change may also name them as the copies in iCloud do. */
  adoptedComputers: z.array(z.string()),
  /** No run by itself before this moment; null = not paused. */
  pausedUntil: z.string().nullable(),
});
export type UserSettings = z.infer<typeof userSettingsSchema>;
export type UserSetting = keyof UserSettings;

/** Another computer that stored copies of the same home: whose they are, so that somebody can take them into care. */
export interface OtherComputer {
  readonly id: string;
  /** As its newest copy says; null while there is none. */
  readonly name: string | null;
  readonly copies: number;
  /** When its newest copy was confirmed, ISO 8601; null while there is none. */
  readonly newestAt: string | null;
  /** This computer deletes its copies, too, when they are old. */
  readonly adopted: boolean;
}

/** A change: only what is named changes. Unknown names are refused. */
export const settingsPatchSchema = userSettingsSchema.partial().strict();
export type SettingsPatch = z.infer<typeof settingsPatchSchema>;
