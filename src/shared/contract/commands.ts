import { z } from 'zod';
import type { BackupList, LogoutResult, PruneResult, RestoreResult, SetupResult } from '../status.ts';
import { settingsPatchSchema, type OtherComputer, type UserSettings } from '../user-settings.ts';
import type { ActivityEntry, FoundHome, LogLine, UpdateNews } from './views.ts';

/** What a window may ask of main: the input is parsed there, whatever the window was made to send. */
interface CommandSpec<Input extends z.ZodType, Output> {
  readonly input: Input;
  /** Only a type: what the answer's value is. */
  readonly output?: Output;
}

const command =
  <Output>() =>
  <Input extends z.ZodType>(input: Input): CommandSpec<Input, Output> => ({ input });

const nothing = z.strictObject({});
const text = (max: number) => z.string().trim().min(1).max(max);
/** Longer than any token, password or address that is meant seriously, short enough to be no burden. */
const secret = z.string().min(1).max(4096);
const archive = text(255);
const backupId = text(255);
const computerId = text(64);
const retention = { retentionDays: z.int().min(0).max(3650), floor: z.int().min(1).max(1000) };

export const pages = ['setup', 'home', 'activity', 'settings', 'restore'] as const;
/** Places that main opens outside of the app; a window never names an address. */
export const places = [
  'home-assistant-backups',
  'home-assistant-token',
  'icloud-drive',
  'icloud-recently-deleted',
  'icloud-web',
  'apple-account',
  'logs',
  'release',
  'report-problem',
  'login-items',
  'restore-guide',
] as const;

/** Every command, by name. Long work answers when it is over; how it goes meanwhile is in the state. */
export const commands = {
  'setup.find-homes': command<readonly FoundHome[]>()(nothing),
  /** Connects and records. Without a token the stored one stays in use. */
  'setup.connect': command<SetupResult>()(
    z.strictObject({
      url: text(2000),
      token: secret.exactOptional(),
      acceptFingerprint: text(120).exactOptional(),
      caFile: text(4096).exactOptional(),
    }),
  ),
  /** The system's own dialog; null when it was closed. */
  'setup.choose-ca-file': command<string | null>()(nothing),
  'setup.folder': command<null>()(
    z.strictObject({ folder: text(200), how: z.enum(['move', 'anew', 'renamed']).exactOptional() }),
  ),
  /** The last page was left: main may show the tray hint and take up its background work. */
  'setup.finish': command<null>()(nothing),

  /** First sign-in, or one with another password. The password goes this way only. */
  'icloud.start': command<null>()(z.strictObject({ appleId: text(254), password: secret })),
  /** Reconnect with the password in the keychain: the user asked for a code. */
  'icloud.reconnect': command<null>()(nothing),
  'icloud.code': command<null>()(z.strictObject({ code: z.string().max(20) })),
  'icloud.text-instead': command<null>()(nothing),
  'icloud.choose-phone': command<null>()(z.strictObject({ id: text(64) })),
  'icloud.resend': command<null>()(nothing),
  /** Starts Apple's five minutes in which a device of the user has to allow access (Advanced Data Protection). */
  'icloud.approve': command<null>()(nothing),
  'icloud.cancel': command<null>()(nothing),

  'backup.start': command<null>()(
    z.strictObject({ create: z.boolean(), again: z.array(backupId).max(100).exactOptional() }),
  ),
  'backup.cancel': command<null>()(nothing),
  /** As it was seen last, unless `fresh` (the user asked for it) or nothing was seen yet: opening a window asks nobody. */
  'backups.list': command<BackupList>()(z.strictObject({ allInstances: z.boolean(), fresh: z.boolean() })),
  /** Moves one copy to Recently Deleted. */
  'backups.remove': command<null>()(z.strictObject({ archive })),
  /** Asks for a folder with the system's dialog first; null when it was closed. */
  'backups.restore': command<RestoreResult | null>()(
    z.strictObject({ id: backupId, instance: text(200).exactOptional() }),
  ),
  'backups.restore-cancel': command<null>()(nothing),
  'backups.show-restored': command<null>()(nothing),
  /** What retention would do with these numbers, by what was seen last: asks nobody. */
  'retention.preview': command<PruneResult>()(
    z.strictObject({ ...retention, adoptedComputers: z.array(computerId).max(100).exactOptional() }),
  ),

  'settings.read': command<UserSettings>()(nothing),
  'settings.change': command<UserSettings>()(settingsPatchSchema),
  /** Takes the copies of another computer into this one's care. The others in care stay: this list decides deletions. */
  'settings.adopt': command<UserSettings>()(z.strictObject({ id: computerId })),
  /** Its old copies are no longer deleted from here. */
  'settings.release': command<UserSettings>()(z.strictObject({ id: computerId })),
  /** By what was seen last: asks nobody. */
  'settings.other-computers': command<readonly OtherComputer[]>()(nothing),
  /** What only the desktop app asks of a person; how it stands is in the state. */
  'settings.desktop': command<null>()(
    z.strictObject({
      notifyProblems: z.boolean().exactOptional(),
      notifySignIn: z.boolean().exactOptional(),
      notifySuccess: z.boolean().exactOptional(),
      pauseOnBattery: z.boolean().exactOptional(),
    }),
  ),
  'settings.login-item': command<null>()(z.strictObject({ enabled: z.boolean() })),
  'settings.remove-from-computer': command<LogoutResult>()(z.strictObject({ what: z.enum(['apple', 'ha', 'all']) })),
  pause: command<null>()(z.strictObject({ for: z.enum(['hour', 'tomorrow']) })),
  resume: command<null>()(nothing),

  'activity.read': command<readonly ActivityEntry[]>()(nothing),
  'activity.log': command<readonly LogLine[]>()(nothing),
  /** Redacted, to the clipboard. */
  'diagnostics.copy': command<null>()(nothing),
  'updates.check': command<UpdateNews>()(nothing),

  'notice.dismiss': command<null>()(z.strictObject({ id: text(100) })),
  /**
   * `home`: the address as it was typed, for the page with tokens while no Home Assistant is connected; else ignored. Opened
   * only at home: private addresses, local names, what announced itself. Error for any other: `settings.not-set-up`.
   */
  open: command<null>()(z.strictObject({ place: z.enum(places), home: text(2000).exactOptional() })),
  'window.show': command<null>()(z.strictObject({ page: z.enum(pages) })),
  'window.show-prompt': command<null>()(nothing),
  /** Closes the window that asks. */
  'window.close': command<null>()(nothing),
  /** As from the tray's menu: asks while a backup is on its way. */
  'app.quit': command<null>()(nothing),
} as const;

type Commands = typeof commands;
export type CommandName = keyof Commands;
export type CommandInput<Name extends CommandName> = z.input<Commands[Name]['input']>;
export type ParsedInput<Name extends CommandName> = z.output<Commands[Name]['input']>;
export type CommandOutput<Name extends CommandName> = Exclude<Commands[Name]['output'], undefined>;
export type Page = (typeof pages)[number];
export type Place = (typeof places)[number];
