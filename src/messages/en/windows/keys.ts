import { formatNumber, plural } from '../../format.ts';

interface Counted {
  readonly opens: number;
  readonly copies: number;
}

const of = ({ opens, copies }: Counted): string =>
  `${formatNumber(opens)} of ${plural(copies, { one: 'encrypted backup', other: 'encrypted backups' })}`;

export const keys = {
  heading: 'Keys',
  lead: "Encrypted backups can be opened only with their key. It's in the emergency kit that you can save in Home Assistant.",
  none: 'No key has been seen yet.',
  loading: 'Loading keys…',
  present: "Home Assistant's present key",
  remembered: (since: string) => `Remembered ${since}`,
  rememberedPresent: (since: string) => `Remembered ${since}, the same as Home Assistant has now`,
  opensNewest: 'Opens your newest backup',
  opensCount: (counted: Counted) => `Opens ${of(counted)}`,
  opensOlder: (counted: Counted) => `Opens ${of(counted)}, but not the newest`,
  opensNone: 'Opens none of your backups',
  untried: 'Not tried yet',
  changed: (since: string) => `Home Assistant's key was changed after ${since}. Backups from before need the old one.`,
  forget: 'Forget',
  forgetOf: (since: string) => `Forget the key remembered ${since}`,
  ask: 'Check a key or emergency kit…',
  askTitle: 'Check a key',
  askLead: 'See which of your backups it opens. The key is not kept unless you say so.',
  checkKnown: 'Check these keys',
  checking: 'Checking',
  check: 'Check',
  close: 'Close',
  result: {
    newest: 'It opens your newest backup.',
    all: 'It opens your newest backup, and all others.',
    counted: (counted: Counted) => `It opens ${of(counted)}.`,
    older: (counted: Counted) => `It opens ${of(counted)}, but not the newest.`,
    none: "It opens none of your backups: it's another home's key, or from before the key was changed.",
    noCopies: 'There are no encrypted backups in iCloud, so there was nothing to try.',
    untried: "It couldn't be tried.",
    remembered: 'It is remembered on this computer.',
    notRemembered: 'It was not remembered.',
  },
  field: {
    typed: 'Encryption key',
    typedHint: 'As in the emergency kit: seven groups of four letters and digits.',
    kit: 'Emergency kit',
    choose: 'Choose an emergency kit…',
    drop: 'Or drop the file here.',
    chosen: (name: string) => `Chosen: ${name}`,
    clear: 'Remove the file',
    tooBig: 'This file is too big for an emergency kit. Choose the text file that Home Assistant saved.',
    unreadable: "This file can't be read. Choose the text file that Home Assistant saved.",
    need: 'Type the key, or choose your emergency kit.',
    remember: 'Remember for restoring',
    rememberHint: 'Kept with your passwords on this computer, and used when a backup needs it.',
  },
};
