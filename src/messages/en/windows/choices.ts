import { plural } from '../../format.ts';

const every = (minutes: number): string => {
  if (minutes === 1440) return 'Once a day';
  if (minutes === 60) return 'Every hour';
  return `Every ${minutes % 60 === 0 ? plural(minutes / 60, { one: 'hour', other: 'hours' }) : plural(minutes, { one: 'minute', other: 'minutes' })}`;
};

const moves = (going: number): string =>
  `move ${plural(going, { one: 'backup', other: 'backups' })} to Recently Deleted`;

/** What both the set-up and the settings ask for: the same choices, and the same ways to reach Home Assistant. */
export const choices = {
  saved: 'Saved',
  cancel: 'Cancel',
  back: 'Back',
  every,
  secrets: (where: string) => `Access token, Apple password and keys are kept ${where}.`,

  signIn: {
    note: 'Home Assistant then gives this app a token of its own. It shows up in your profile under Security, and is deleted there when you choose "Remove from this computer" in the settings of this app.',
    start: 'Sign in with Home Assistant',
    waiting: 'Waiting for you in the browser',
    again: 'Open the page again',
  },

  token: {
    open: 'Open my profile in Home Assistant',
    another: 'Paste another token.',
    connecting: 'Connecting to Home Assistant',
    changeAddress: 'Change the address',
    soon: 'Try again in a few minutes.',
    useAddress: (url: string) => `Use ${url}`,
    connection: 'Connection',
    allowUnencrypted: 'Allow without encryption',
    badAddress: "This isn't an address. Copy it from the browser you use Home Assistant in.",
  },

  certificate: {
    subject: 'Certificate for',
    issuer: 'Issued by',
    validTo: 'Valid until',
    fingerprint: 'Fingerprint (SHA-256)',
    unknown: 'unknown',
    accept: 'Accept this certificate',
    acceptNote:
      'Compare the fingerprint with that of your Home Assistant. From then on, exactly this certificate is trusted, and no other.',
    chooseFile: 'Choose a certificate…',
  },

  folder: {
    need: 'Enter a name for the folder.',
    moves: 'There are backups in another folder',
    how: (from: string, to: string) => `Existing backups are in "${from}". What should happen with "${to}"?`,
    move: 'Move the backups there',
    anew: 'Start over there, leave existing backups',
    renamed: 'I renamed the folder myself',
    apply: 'Use this folder',
  },

  retention: {
    daysUnit: 'days',
    keepUnit: 'verified backups',
    preview: 'What this would do now',
    looking: 'Calculating…',
    nothing: (kept: number) =>
      kept === 0
        ? 'There are no backups in iCloud yet.'
        : `Nothing would be deleted; ${plural(kept, { one: 'backup is', other: 'backups are' })} kept.`,
    some: (going: number, kept: number) =>
      `${plural(going, { one: 'backup', other: 'backups' })} would move to Recently Deleted; ${plural(kept, { one: 'is', other: 'are' })} kept.`,
    later: (count: number) => `${plural(count, { one: 'more', other: 'more' })} would follow over the next few days.`,
    held: (later: number) =>
      `Nothing is deleted now; ${plural(later, { one: 'backup', other: 'backups' })} will be once deleting resumes.`,
    more: (count: number) => `and ${count} more`,
    dateOf: (name: string, date: string) => `${name}, ${date}`,
    unknown: "iCloud Drive hasn't been checked yet.",
    look: 'Check now',
    lookingThere: 'Checking iCloud Drive',
    confirmUnknown: 'Save without a preview',
    confirm: (going: number) => `Save, and ${moves(going)}`,
    moves,
    needDays: 'Enter a whole number from 0 to 3650.',
    needKeep: 'Enter a whole number from 1 to 1000.',
  },

  login: {
    label: 'Open at login',
    hint: 'Runs quietly in the background, so that no backup is missed.',
  },
};
