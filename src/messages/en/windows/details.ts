import type { levelName } from '../../../shared/ladder.ts';
import type { Salvageable } from '../../../shared/vocabulary.ts';

import { plural } from '../../format.ts';

export { levels } from '../levels.ts';

/** Everything about one backup: how far it is proven, what is in it, and what can be done with it. */
export const details = {
  gone: 'This backup is no longer in the list. It may have been deleted meanwhile.',
  actions: 'What you can do',
  newest: 'This is your newest verified backup in iCloud.',

  proof: {
    title: 'How far it is proven',
    list: 'Levels of proof, from the lowest to the highest',
    /** What was found out when a level holds. */
    means: {
      Stored: 'In iCloud, with the right size',
      Intact: 'Its structure and its checksum are right',
      Opens: 'The encryption key opens every part',
      Readable: 'Every part was read to its last byte',
      'Makes sense': 'Configuration, devices and history are there and whole',
      'Came back': 'Downloaded from iCloud as a test: identical and readable',
    } satisfies Record<ReturnType<typeof levelName>, string>,
    holds: 'Proven',
    fails: 'Failed',
    open: 'Not proven',
    notYet: 'Not checked yet',
    damaged: 'What is in iCloud now is not what was uploaded. Nothing that was proven before counts any more.',
    older: 'An older version of this app uploaded it and did not check this.',
  },

  facts: {
    title: 'Details',
    key: 'Encryption key',
    keys: {
      none: 'Not needed: this backup is not encrypted.',
      opens: 'A key that this app knows opens it.',
      wrong: 'None of the keys that this app knows opens it. Look for the emergency kit from the time of this backup.',
      unknown: 'Needed. Nobody has tried yet whether a key opens it: choose Test now.',
    },
    where: 'Where it is',
    inHome: 'In Home Assistant, too',
    onlyHome: 'Only in Home Assistant',
    computer: 'Uploaded by',
    stays: 'When it goes',
    next: { pull: 'Uploads next', keep: 'Kept', delete: 'Deletes next', leave: 'Not touched by this app' },
    nextWith: (next: string, because: string): string => (because === '' ? `${next}.` : `${next}: ${because}.`),
    /** The first day on which it may go. */
    goesFrom: (day: string): string => `Not before ${day}.`,
    version: 'Made by',
    homeAssistant: (version: string): string => `Home Assistant ${version}`,
    needs: (version: string): string => `needs Home Assistant ${version} or newer`,
    size: 'Size',
    bytes: (size: string, exact: string): string => `${size} (${exact} bytes)`,
    sha256: 'SHA-256',
    id: 'ID',
    file: 'File',
  },

  pin: {
    label: 'Never delete',
    on: 'No computer deletes this backup, whatever its age.',
    off: 'Keeps this backup, whatever its age, on every computer of this account.',
  },

  inside: {
    title: "What's inside",
    lead: 'Reads the table of contents from iCloud. Very little is downloaded for that.',
    look: 'Look inside',
    parts: 'Parts of the backup',
    kinds: { homeassistant: 'Settings and history', app: 'App', folder: 'Folder', supervisor: 'Supervisor' },
    encrypted: 'Encrypted',
    key: 'Encryption key',
    keyHint: 'Only if the key that Home Assistant has now does not open it. It is in the emergency kit from that time.',
    files: (size: string): string => `Show files (downloads ${size})`,
    filesOf: (size: string, part: string): string => `Show files (downloads ${size}) of ${part}`,
    search: (part: string): string => `Search in ${part}`,
    searchHint: 'automations.yaml',
    shown: (shown: number, all: number): string => `${shown} of ${all} shown`,
    take: 'Save to a folder…',
    takeOf: (path: string): string => `Save to a folder… ${path}`,
    taken: (files: number, size: string): string =>
      `Saved: ${plural(files, { one: 'file', other: 'files' })}, ${size}.`,
    leftOut: (count: number): string =>
      `${plural(count, { one: 'item was', other: 'items were' })} left out, because this computer can't store them safely.`,
    proofs: {
      encryption: 'Its encryption proves that it is exactly what Home Assistant wrote.',
      checksum: 'Its checksum is right.',
      none: 'Nothing in the backup proves that it is unchanged.',
    },
  },

  salvage: {
    /** By which file is the damaged one. */
    leads: {
      choose:
        'The parts that are still intact can be saved to a new backup file, which Home Assistant can restore. Save the backup to a folder first, then choose its file here.',
      saved:
        'The parts that are still intact can be saved to a new backup file beside this one. Home Assistant can restore that.',
      held: 'The parts that are still intact can be saved to a new backup file, which Home Assistant can restore. This file stays as it is.',
    } satisfies Record<Salvageable, string>,
    key: 'Encryption key of the damaged backup',
    keyHint: 'With the key, every part is checked to its last byte. Without it, only its structure is.',
    buttons: {
      choose: 'Choose the file…',
      saved: 'Save what is intact',
      held: 'Save what is intact to a folder…',
    } satisfies Record<Salvageable, string>,
    rescued: (parts: number, size: string): string =>
      `Saved to a new backup: ${plural(parts, { one: 'part', other: 'parts' })}, ${size}.`,
    lost: (names: readonly string[]): string => `Lost: ${names.join(', ')}.`,
  },

  into: {
    open: 'Put into Home Assistant…',
    title: 'Put into Home Assistant',
    where:
      'Which Home Assistant? On a new one, create an account first, then an access token: click your name, then Security.',
    address: 'Address',
    addressHint: 'As in the browser, for example http://homeassistant.local:8123',
    token: 'Access token',
    tokenHint: 'Used for this only, and not kept.',
    need: 'Enter the address and an access token.',
    connect: 'Connect and put it there',
    checking: 'Asking Home Assistant whether it can take this backup…',
    homeIs: (url: string, version: string): string => `${url} · version ${version}`,
    canTake: 'It can take this backup.',
    what: (size: string): string =>
      `${size} are downloaded from iCloud and uploaded to Home Assistant. Nothing is restored yet.`,
    place: 'Put it there',
    elsewhere: 'Another Home Assistant…',
    placed: (home: string, size: string, uploaded: boolean): string =>
      uploaded ? `${home} lists it now, with all ${size}.` : `${home} has it already, with all ${size}.`,
    startTitle: 'Start the restore there',
    parts: 'What to restore',
    /** Of the others everybody knows the name. */
    partNames: { homeassistant: 'Settings', database: 'History' } as Readonly<Record<string, string>>,
    keyHint:
      'Only if the key that this Home Assistant has now is another one. It is in the emergency kit from that time.',
    backupFirst: 'Make a backup of how it is now first',
    consent: (home: string, date: string): string =>
      `I agree: ${home} goes back to ${date}. What was changed after that is lost.`,
    start: 'Start the restore',
    ends: {
      completed: 'The restore is completed. Home Assistant says so itself.',
      'came-back': 'Home Assistant has restarted and is running again. It does not say how the restore ended.',
      'other-users':
        'Home Assistant has restarted with the users of the backup. It does not know the access token any more, so it cannot say how the restore ended.',
    },
    leftOut: (names: readonly string[]): string =>
      `This kind of installation can't restore apps and folders: ${names.join(', ')}. They are still in the backup.`,
    after: 'Open its page and check that your devices and history are there.',
  },
};
