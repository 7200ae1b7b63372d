import { plural } from '../format.ts';

const every = (minutes: number): string => {
  if (minutes === 1440) return 'Once a day';
  if (minutes === 60) return 'Every hour';
  return `Every ${minutes % 60 === 0 ? plural(minutes / 60, 'hour') : plural(minutes, 'minute')}`;
};

const moves = (going: number): string => `move ${plural(going, 'copy', 'copies')} to Recently Deleted`;

/** What is asked for in the set-up and in the settings: the same choices, and the same ways to Home Assistant. */
export const choicesWords = {
  saved: 'Saved',
  cancel: 'Cancel',
  back: 'Back',
  every,
  look: 'Look for new backups',
  secrets: (where: string) => `Access token, Apple password and keys are kept ${where}.`,

  token: {
    open: 'Open my profile in Home Assistant',
    another: 'Paste another token.',
    connecting: 'Connecting to Home Assistant',
    changeAddress: 'Change the address',
    soon: 'Try again in a few minutes.',
    useAddress: (url: string) => `Use ${url}`,
    badAddress: 'This is not an address. Copy it from the browser in which you use Home Assistant.',
  },

  certificate: {
    subject: 'Certificate for',
    issuer: 'Issued by',
    validTo: 'Valid until',
    fingerprint: 'Fingerprint (SHA-256)',
    unknown: 'not told',
    accept: 'Accept this certificate',
    acceptNote:
      'Compare the fingerprint with the one of your Home Assistant. From then on exactly this certificate is trusted, and no other.',
    chooseFile: 'Choose a certificate…',
  },

  folder: {
    need: 'Enter a name for the folder.',
    moves: 'There are copies in another folder',
    how: (from: string, to: string) => `The copies so far are in "${from}". What should happen with "${to}"?`,
    move: 'Move the copies there',
    anew: 'Begin anew there, leave the copies where they are',
    renamed: 'I renamed the folder myself',
    apply: 'Use this folder',
  },

  retention: {
    days: 'Keep copies for',
    daysUnit: 'days',
    keep: 'Always keep the newest',
    keepUnit: 'verified copies',
    keepHint: 'Whatever their age.',
    preview: 'What this would do now',
    looking: 'Working it out',
    nothing: (kept: number) =>
      kept === 0 ? 'There are no copies in iCloud yet.' : `Nothing would go. ${plural(kept, 'copy', 'copies')} stay.`,
    some: (going: number, kept: number) =>
      `${plural(going, 'copy', 'copies')} would go to Recently Deleted, ${kept} ${kept === 1 ? 'stays' : 'stay'}.`,
    later: (count: number) => `${plural(count, 'more copy', 'more copies')} would go over the next days.`,
    held: (later: number) =>
      `Nothing goes at present. ${plural(later, 'copy goes', 'copies go')} as soon as deletions go on.`,
    more: (count: number) => `and ${count} more`,
    dateOf: (name: string, date: string) => `${name}, ${date}`,
    unknown: 'This app has not looked into your iCloud Drive yet.',
    look: 'Look now',
    lookingThere: 'Looking into iCloud Drive',
    confirmUnknown: 'Save without seeing what goes',
    confirm: (going: number) => `Save, and ${moves(going)}`,
    moves,
    needDays: 'Enter a whole number from 0 to 3650.',
    needKeep: 'Enter a whole number from 1 to 1000.',
  },

  login: {
    label: 'Start with this computer',
    hint: 'Runs quietly in the background, so that no backup is missed.',
  },
} as const;
