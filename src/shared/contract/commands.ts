import { z } from 'zod';
import type { Contents, Extracted } from '../inside.ts';
import { restoreChoiceSchema, type HomeCheck, type PlacedResult, type RestoreStarted } from '../into-home.ts';
import type { LastRestore } from '../last-restore.ts';
import type { Salvaged } from '../salvage.ts';
import type {
  BackupList,
  CheckResult,
  LogoutResult,
  PinResult,
  PruneResult,
  RestoreResult,
  TestResult,
} from '../status.ts';
import { desktopPatchSchema, settingsPatchSchema, type OtherComputer, type UserSettings } from '../user-settings.ts';
import { iCloudSignInCommands } from '../icloud/sign-in-commands.ts';
import { userSettings } from '../settings/table.ts';
import type { MadeForWindow } from '../sheet.ts';
import type { KeyCheck, KeyList } from '../keys.ts';
import { givenKeySchema } from './given-key.ts';
import { command, nothing, query, secret, text } from './command-spec.ts';
import { pages, places } from './places.ts';
import { setupCommands } from './setup-commands.ts';
import type { AboutView, ActivityEntry, FileInHand, LogLine, SavedSeveral } from './views.ts';
import { logoutParts, pauseLengths, salvageable } from '../vocabulary.ts';

const archive = text(255);
const backupId = text(255);
const computerId = text(64);
/** One copy in the cloud, in the folder where the list showed it. */
const oneCopy = { id: backupId, instance: text(200).exactOptional(), folder: text(600).exactOptional() };
/** The key of a backup, where the user has one. It only ever goes this way. */
const givenKey = { key: givenKeySchema.exactOptional() };
const sheet = z.strictObject({ withKey: z.boolean(), ...givenKey });
/** A Home Assistant other than the one that is set up: of it nothing is kept. */
const otherHome = {
  home: z
    .strictObject({
      url: text(2000),
      token: secret,
      acceptFingerprint: text(120).exactOptional(),
      caFile: text(4096).exactOptional(),
      acceptUnencrypted: text(2000).exactOptional(),
    })
    .exactOptional(),
};
const retention = { retentionDays: userSettings.retentionDays.shape, floor: userSettings.keep.shape };

/** Every command, by name. Long work answers when it is over; how it goes meanwhile is in the state. */
export const commands = {
  ...setupCommands,
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
  'backups.restore': command<RestoreResult | null>()(z.strictObject(oneCopy), 'restored'),
  /** The same of several, one after the other, to one folder; null when it was given up. */
  'backups.restore-several': command<SavedSeveral | null>()(
    z.strictObject({ copies: z.array(z.strictObject(oneCopy)).min(1).max(100) }),
    { problem: 'problem' },
  ),
  /** Null when the user gave it up. */
  'backups.test': command<TestResult | null>()(z.strictObject({ ...oneCopy, ...givenKey }), {
    problem: 'problem',
    levels: [{ problem: 'problem' }],
  }),
  /** What is in a copy: its parts, and the files of one of them. Null when the user gave it up. */
  'backups.contents': query<Contents | null>()(
    z.strictObject({ ...oneCopy, part: text(255).exactOptional(), ...givenKey }),
    { parts: [{ problem: 'problem' }], problems: ['problem'] },
  ),
  /** One file or folder of it, by its path as the contents tell it. Asks for a folder with the system's dialog first. */
  'backups.extract': command<Extracted | null>()(
    z.strictObject({ ...oneCopy, path: z.string().min(1).max(4096), ...givenKey }),
  ),
  /** Whether a Home Assistant can take a backup of this kind, before anything is transferred. */
  'backups.check-home': query<HomeCheck>()(
    z.strictObject({
      backup: z.strictObject({
        size: z.number().int().nonnegative(),
        protected: z.boolean(),
        plainParts: z.array(z.string().max(255)).max(1000).exactOptional(),
        haVersion: text(64).nullable(),
      }),
      ...otherHome,
    }),
    { trap: 'problem' },
  ),
  /** Puts a copy into Home Assistant. Null when the user gave it up. */
  'backups.place': command<PlacedResult | null>()(z.strictObject({ ...oneCopy, ...otherHome })),
  /** Has Home Assistant restore what was put there: the user agreed to it. */
  'backups.start-restore': command<RestoreStarted | null>()(
    z.strictObject({
      id: backupId,
      agent: text(255),
      backupFirst: z.boolean(),
      choice: restoreChoiceSchema.exactOptional(),
      ...givenKey,
      ...otherHome,
    }),
  ),
  /**
   * Saves what is intact of a damaged file to a new one beside it: of one that the user chooses, or of the one saved last; of the
   * one in hand to a folder that is asked for.
   */
  'backups.salvage': command<Salvaged | null>()(z.strictObject({ file: z.enum(salvageable), ...givenKey }), {
    problems: ['problem'],
  }),
  /**
   * The system's own dialog; null when it was closed. What is chosen is the file in hand, as is what is dropped on a window
   * (`Bridge.offer`): a window cannot name one. Errors: `file.*`, `archive.not-archive`, `disk.failed`.
   */
  'file.choose': query<FileInHand | null>()(nothing),
  /** As far as its key goes: one that is given or known here. Null when the user gave it up. A refused file is a result. */
  'file.check': query<CheckResult | null>()(z.strictObject(givenKey), {
    problem: 'problem',
    levels: [{ problem: 'problem' }],
  }),
  /** What is in it: its parts, and the files of one of them. Null when the user gave it up. */
  'file.contents': query<Contents | null>()(z.strictObject({ part: text(255).exactOptional(), ...givenKey }), {
    parts: [{ problem: 'problem' }],
    problems: ['problem'],
  }),
  /** One file or folder of it, as of a copy. */
  'file.extract': query<Extracted | null>()(z.strictObject({ path: z.string().min(1).max(4096), ...givenKey })),
  /** Gives up what is done with it, and forgets which it was. */
  'file.let-go': query<null>()(nothing),
  /** Of everything that brings a backup back, or opens one. */
  'backups.restore-cancel': command<null>()(nothing),
  'backups.show-restored': query<null>()(nothing),
  /** Its path, to the clipboard. */
  'backups.copy-restored': query<null>()(nothing),
  /** The backup that was saved to a folder last, and how far somebody is from there; null: none. */
  'restored.read': query<LastRestore | null>()(nothing, { restored: 'restored' }),
  'restored.tick': query<LastRestore | null>()(
    z.strictObject({ step: z.string().regex(/^\d{1,3}[.]\d{1,3}$/), done: z.boolean() }),
    { restored: 'restored' },
  ),
  /**
   * The page for the day when everything else is gone, as a PDF where the user says; null: given up. With the key on it only if
   * the user says so; no window gets to see it. Error: `restore.key-needed` where Home Assistant cannot be asked for it.
   */
  'sheet.save': query<MadeForWindow | null>()(sheet),
  /** The same, by the system's dialog for printing. */
  'sheet.print': query<MadeForWindow | null>()(sheet),
  /** The user has the page, or the emergency kit: there is no reminder of it any more. */
  'sheet.confirm': command<null>()(nothing),
  /** The keys that are known here, and what they open: asks nobody. */
  'keys.list': query<KeyList>()(nothing),
  /** Tries a key on the backups in the cloud, and without one those that are known. Null when the user gave it up. */
  'keys.check': command<KeyCheck | null>()(z.strictObject(givenKey), {
    problem: 'problem',
  }),
  /** By the moment at which it was remembered. */
  'keys.forget': command<KeyList>()(z.strictObject({ at: text(40) })),
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

  /** Whom Home Assistant can tell: names of its `notify` services. */
  'alarm.services': query<readonly string[]>()(nothing),
  /** Turns the sensors on with it; Home Assistant hears of both within a minute. */
  'alarm.set': command<null>()(
    z.strictObject({
      afterMinutes: z.number().int().min(1).max(525_600),
      notify: z.array(text(255)).min(1).max(50),
    }),
  ),
  'alarm.off': command<null>()(nothing),
  /** Whom a message was sent to. */
  'alarm.test': query<readonly string[]>()(nothing),
  /** What the user adds to Home Assistant's files where it takes no automations from us, line by line; null: nothing. */
  'alarm.text': query<readonly string[] | null>()(nothing),
  /** To the clipboard. */
  'alarm.copy-text': query<null>()(nothing),

  /** Phones that Home Assistant can ask. The chosen ones are the setting `phoneCodeNotify`. */
  'phone-code.services': query<readonly string[]>()(nothing),
  /** On which phones the sign-in may be renewed; none turns it off. */
  'phone-code.set': command<null>()(z.strictObject({ notify: z.array(text(255)).max(50) })),
  /**
   * Goes over everything that a backup needs; how far it is is in the state. `asksCloud`: speaks to the destination, too, and stores
   * and deletes a small file there.
   */
  'doctor.run': query<null>()(z.strictObject({ asksCloud: z.boolean() })),
  'doctor.cancel': query<null>()(nothing),
  /** Its list without anything of the user's, to the clipboard. */
  'doctor.copy': query<null>()(nothing),

  'activity.read': query<readonly ActivityEntry[]>()(nothing, [{ problem: 'problem' }]),
  'activity.log': query<readonly LogLine[]>()(nothing),
  /** Redacted, to the clipboard. */
  'diagnostics.copy': query<null>()(nothing),

  'about.read': query<AboutView>()(nothing),
  /** To the clipboard. */
  'about.copy': query<null>()(nothing),

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
