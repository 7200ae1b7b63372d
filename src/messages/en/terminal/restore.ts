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
    url: 'address of another Home Assistant than the one that was set up, such as a new one',
    instance: inside.instance,
    folder: inside.folder,
  },
  notes: [
    'Needs only an Apple Account: on an empty computer, log in and restore. Nothing is overwritten.',
    'With --into-home-assistant on a computer that is not set up, name Home Assistant with --url. The access token of an administrator comes from HA_ICLOUD_BACKUP_TOKEN, or is asked for; it is used this once and not kept.',
  ],
  /** Fits before "is missing". */
  what: 'The ID of a backup',
  done: ({ name, instance, bytes }: Restored) => `Saved ${name} of ${instance}, identical to the original (${bytes}):`,
  oneWay: 'Choose either --to or --into-home-assistant.',
  onlyInto: (option: string) => `${option} belongs to --into-home-assistant.`,
  placed: ({ name, instance, bytes, home, url }: Placed) =>
    `${name} of ${instance} (${bytes}) is now in ${home} at ${url}, and listed there with its size.`,
  alreadyThere: ({ name, instance, bytes, home, url }: Placed) =>
    `${name} of ${instance} (${bytes}) is already in ${home} at ${url}. Nothing was uploaded.`,
  stepsInHome: 'To restore it there:',
  steps: 'To restore it in a new Home Assistant:',
};
