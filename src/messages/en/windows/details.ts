import type { levelName } from '../../../shared/ladder.ts';

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
    notInHome: 'No longer in Home Assistant',
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
};
