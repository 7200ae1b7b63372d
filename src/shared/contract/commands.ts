import { z } from 'zod';
import type {
  BackupList,
  LogoutResult,
  PinResult,
  PruneResult,
  RestoreResult,
  SetupResult,
  TestResult,
} from '../status.ts';
import { desktopPatchSchema, settingsPatchSchema, type OtherComputer, type UserSettings } from '../user-settings.ts';
import { iCloudSignInCommands } from '../icloud/sign-in-commands.ts';
import { userSettings } from '../settings/table.ts';
import { command, nothing, query, secret, text } from './command-spec.ts';
import { pages, places } from './places.ts';
import type { ActivityEntry, FoundHome, HomeProbe, LogLine } from './views.ts';
import { folderChanges, logoutParts, pauseLengths } from '../vocabulary.ts';

const archive = text(255);
const backupId = text(255);
const computerId = text(64);
const retention = { retentionDays: userSettings.retentionDays.shape, floor: userSettings.keep.shape };

/** Every command, by name. Long work answers when it is over; how it goes meanwhile is in the state. */
export const commands = {
  'setup.find-homes': query<readonly FoundHome[]>()(nothing),
  /** Tests an address without a token. Errors: `ha.*` (`ha.moved` with `found`, another address of the host), `settings.invalid`. */
  'setup.probe': command<HomeProbe>()(
    z.strictObject({
      url: text(2000),
      acceptFingerprint: text(120).exactOptional(),
      caFile: text(4096).exactOptional(),
    }),
  ),
  /** Where the secrets would be kept, found out before anybody types one. Errors: `secrets.*`. */
  'setup.check-secrets': query<SetupResult['secretStore']>()(nothing),
  /** Connects and records. Without a token the stored one stays in use. */
  'setup.connect': command<SetupResult>()(
    z.strictObject({
      url: text(2000),
      token: secret.exactOptional(),
      acceptFingerprint: text(120).exactOptional(),
      caFile: text(4096).exactOptional(),
      /** The `url` of a probe that was shown as not encrypted, and allowed. Else `ha.unencrypted` before the token leaves. */
      acceptUnencrypted: text(2000).exactOptional(),
    }),
    { warnings: ['problem'] },
  ),
  /** The system's own dialog; null when it was closed. */
  'setup.choose-ca-file': query<string | null>()(nothing),
  'setup.folder': command<null>()(z.strictObject({ folder: text(200), how: z.enum(folderChanges).exactOptional() })),
  /** The last page was left: main may show the tray hint and take up its background work. */
  'setup.finish': command<null>()(nothing),

  ...iCloudSignInCommands,

  'backup.start': command<null>()(
    z.strictObject({ create: z.boolean(), again: z.array(backupId).max(100).exactOptional() }),
  ),
  'backup.cancel': command<null>()(nothing),
  /** As it was seen last, unless `fresh` (the user asked for it) or nothing was seen yet: opening a window asks nobody. */
  'backups.list': query<BackupList>()(
    z.strictObject({
      allInstances: z.boolean(),
      fresh: z.boolean(),
      /** With `allInstances`: the folder of the cloud that the user names; else every folder, or where they usually are. */
      folder: text(400).exactOptional(),
      everywhere: z.boolean().exactOptional(),
    }),
    { backups: ['backup'], problems: ['problem'] },
  ),
  /** Gives up the lists that are being loaded: they answer `sync.cancelled`. */
  'backups.list-cancel': query<null>()(nothing),
  /** Moves copies to Recently Deleted: all of them may go, or none does. */
  'backups.remove': command<null>()(z.strictObject({ archives: z.array(archive).min(1).max(5000) })),
  /** Whether one copy is never to be deleted, on any computer. `archive` names exactly one. */
  'backups.pin': command<PinResult>()(
    z.strictObject({ archive, pinned: z.boolean(), folder: text(600).exactOptional() }),
  ),
  /** What disappeared was removed by the user: nothing is asked about it any more. */
  'backups.accept-removal': command<null>()(nothing),
  /** The other answer: what Home Assistant still has of it is uploaded again. */
  'backups.upload-again': command<null>()(nothing),
  /** Asks for a folder with the system's dialog first; null when it was closed. */
  'backups.restore': command<RestoreResult | null>()(
    z.strictObject({ id: backupId, instance: text(200).exactOptional(), folder: text(600).exactOptional() }),
    'restored',
  ),
  /** Null when the user gave it up. */
  'backups.test': command<TestResult | null>()(
    z.strictObject({ id: backupId, instance: text(200).exactOptional(), folder: text(600).exactOptional() }),
    { problem: 'problem', levels: [{ problem: 'problem' }] },
  ),
  /** Of a test, too. */
  'backups.restore-cancel': command<null>()(nothing),
  'backups.show-restored': query<null>()(nothing),
  /** What retention would do with these numbers, by what was seen last: asks nobody. */
  'retention.preview': query<PruneResult>()(
    z.strictObject({ ...retention, adoptedComputers: z.array(computerId).max(100).exactOptional() }),
    { held: 'problem' },
  ),

  'settings.read': query<UserSettings>()(nothing),
  'settings.change': command<UserSettings>()(settingsPatchSchema),
  /** What a damaged file left is as the user wants it: `settings.broken` is answered. */
  'settings.confirm': command<UserSettings>()(nothing),
  /** Takes the copies of another computer into this one's care. The others in care stay: this list decides deletions. */
  'settings.adopt': command<UserSettings>()(z.strictObject({ id: computerId })),
  /** Its old copies are no longer deleted from here. */
  'settings.release': command<UserSettings>()(z.strictObject({ id: computerId })),
  /** By what was seen last: asks nobody. */
  'settings.other-computers': command<readonly OtherComputer[]>()(nothing),
  /** What only the desktop app asks of a person; how it stands is in the state. */
  'settings.desktop': command<null>()(desktopPatchSchema),
  'settings.login-item': command<null>()(z.strictObject({ enabled: z.boolean() })),
  'settings.remove-from-computer': command<LogoutResult>()(z.strictObject({ what: z.enum(logoutParts) }), {
    problems: ['problem'],
  }),
  pause: command<null>()(z.strictObject({ for: z.enum(pauseLengths) })),
  resume: command<null>()(nothing),

  'activity.read': query<readonly ActivityEntry[]>()(nothing, [{ problem: 'problem' }]),
  'activity.log': query<readonly LogLine[]>()(nothing),
  /** Redacted, to the clipboard. */
  'diagnostics.copy': query<null>()(nothing),

  'notice.dismiss': query<null>()(z.strictObject({ id: text(100) })),
  /**
   * `home`: the address as it was typed, for the page with tokens while no Home Assistant is connected; else ignored. Opened
   * only at home: private addresses, local names, what announced itself. Error for any other: `settings.not-set-up`.
   */
  open: query<null>()(z.strictObject({ place: z.enum(places), home: text(2000).exactOptional() })),
  'window.show': query<null>()(z.strictObject({ page: z.enum(pages) })),
  'window.show-prompt': query<null>()(nothing),
  /** Closes the window that asks. */
  'window.close': query<null>()(nothing),
  /** As from the tray's menu: asks while a backup is on its way. */
  'app.quit': query<null>()(nothing),
} as const;

type Commands = typeof commands;
export type CommandName = keyof Commands;
export type CommandInput<Name extends CommandName> = z.input<Commands[Name]['input']>;
export type ParsedInput<Name extends CommandName> = z.output<Commands[Name]['input']>;
export type CommandOutput<Name extends CommandName> = Exclude<Commands[Name]['output'], undefined>;
