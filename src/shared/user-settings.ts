import { z } from 'zod';
import { outlinesOf, type Values } from './settings/outline.ts';
import { desktopSettings, userSettings } from './settings/table.ts';

/** What the user decides, as front ends show and change it: the kinds alone, the rules are in `settings/table.ts`. */
export const userSettingsSchema = z.object(outlinesOf(userSettings));
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

/** What only the desktop app asks of a person. */
export const desktopPatchSchema = z.object(outlinesOf(desktopSettings)).partial().strict();
export type DesktopPatch = z.infer<typeof desktopPatchSchema>;
export type DesktopSetting = keyof typeof desktopSettings;
export type DesktopChoices = Readonly<Values<typeof desktopSettings>>;
