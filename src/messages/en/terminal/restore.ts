import { inside } from './inside.ts';

interface Placed extends Restored {
  /** Name and address of the Home Assistant that it is in now. */
  readonly home: string;
  readonly url: string;
}

interface Restored {
  readonly name: string;
  readonly instance: string;
  readonly bytes: string;
}

export const restore = {
  summary: 'download a backup from iCloud, or put it into Home Assistant',
  options: {
    id: 'as list shows it; a unique start of it, or the name of the file, works too',
    to: inside.to,
    intoHome: 'upload it to Home Assistant instead, which then lists it among its backups',
    start: 'then have Home Assistant restore it, and follow it to its end',
    only: 'with --start: only homeassistant, database, an app or a folder, as contents lists them; can be repeated',
    without: 'with --start: everything but that part; can be repeated',
    backupFirst: 'make a backup of Home Assistant as it is before that',
    yes: 'start without asking',
    url: 'address of another Home Assistant than the one that was set up, such as a new one',
    instance: inside.instance,
    folder: inside.folder,
  },
  notes: [
    "With --start, the key is tried before anything is changed: the one Home Assistant has now, then those that are remembered, then --kit and HA_ICLOUD_BACKUP_KEY, or one that you type. Exits with 4 if Home Assistant is back but didn't confirm the restore.",
    'Needs only an Apple Account: on an empty computer, log in and restore. Nothing is overwritten.',
    'On Home Assistant OS, the database goes with homeassistant. Without a Supervisor, only homeassistant and database can be chosen.',
    'With --into-home-assistant on a computer that is not set up, name Home Assistant with --url. The access token of an administrator comes from HA_ICLOUD_BACKUP_TOKEN, or is asked for; it is used this once and not kept.',
  ],
  /** Fits before "is missing". */
  what: 'The ID of a backup',
  done: ({ name, instance, bytes }: Restored) => `Saved ${name} of ${instance}, identical to the original (${bytes}):`,
  oneWay: 'Choose either --to or --into-home-assistant.',
  onlyParts: (parts: string) => `Only this is restored: ${parts}. The rest stays as it is.`,
  withoutParts: (parts: string) => `This stays as it is: ${parts}.`,
  onlyStart: (option: string) => `${option} belongs to --start.`,
  onlyInto: (option: string) => `${option} belongs to --into-home-assistant.`,
  placed: ({ name, instance, bytes, home, url }: Placed) =>
    `${name} of ${instance} (${bytes}) is now in ${home} at ${url}, and listed there with its size.`,
  alreadyThere: ({ name, instance, bytes, home, url }: Placed) =>
    `${name} of ${instance} (${bytes}) is already in ${home} at ${url}. Nothing was uploaded.`,
  nobodyToAsk: 'Without a terminal, --start needs --yes: what was changed in Home Assistant since the backup is lost.',
  whatIsLost: ({ home, url, date }: { readonly home: string; readonly url: string; readonly date: string }) =>
    `${home} at ${url} will be as it was on ${date}. What was changed there since then is lost, and it restarts.`,
  startNow: 'Start the restore?',
  backupFirstQuestion: (home: string) => `Make a backup of ${home} as it is now first?`,
  notStarted: 'The restore was not started. The backup stays in Home Assistant.',
  ends: {
    completed: (home: string) => `${home} is back and says that the restore is complete.`,
    'came-back': (home: string) =>
      `${home} restarted and is running. This version doesn't say how the restore went, so check that everything is there.`,
    'other-users': (home: string) =>
      `${home} restarted and no longer knows the access token, because its users are those of the backup now. Sign in with one of them and check that everything is there.`,
  },
  stepsInHome: 'To restore it there:',
  steps: 'To restore it in a new Home Assistant:',
};
