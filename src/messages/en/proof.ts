import type { ErrorCode } from '../../shared/error-codes.ts';
import { damages } from './part-damage.ts';
import { bytesOf, momentOf, textOf, when, type Texts, type WordsFor } from '../template.ts';
import { doubts } from './doubts.ts';

type Code = Extract<ErrorCode, `proof.${string}`>;

/** Why it could not be decided (the same, and core/proof). */
const unknowns: Readonly<Record<string, string>> = {
  newer: 'It uses a newer kind of encryption than this version of the app knows.',
  bounds: 'It contains more than any known version of Home Assistant writes.',
  'registry-size': 'It is too large to be read here.',
  room: "There isn't enough space on this computer to check the database.",
  database: "This version of the app can't read the database.",
  time: 'It needs more time than the check may use.',
  memory: 'It needs more memory than the check may use.',
};

const reasons: Readonly<Record<string, string>> = {
  missing: 'is missing',
  damaged: "can't be read",
  corrupt: 'is corrupt',
};

const doubtsOf = (facts: Texts<'kinds'>): string =>
  (textOf(facts, 'kinds') ?? '')
    .split(', ')
    .map((kind) => (Object.hasOwn(doubts, kind) ? doubts[kind as keyof typeof doubts] : undefined))
    .filter((words) => words !== undefined)
    .join('; ') || 'something in it is unusual';

const partOf = (facts: Texts<'part'>): string =>
  textOf(facts, 'part') === undefined ? 'Part of it' : `In it, ${textOf(facts, 'part')}`;

export const proofProblems = {
  'proof.not-tried': {
    title: 'Not checked',
    cause: (facts) => (textOf(facts, 'why') === 'not-asked' ? "This level wasn't requested." : 'A lower level failed.'),
    next: 'There is nothing to do.',
  },
  'proof.key-needed': {
    title: 'The encryption key is needed',
    cause: (facts) => `Only the backup's encryption key opens ${textOf(facts, 'parts') ?? 'it'}.`,
    next: 'It is in your emergency kit, or in Home Assistant under Settings > System > Backups > Configure backup settings.',
  },
  'proof.wrong-key': {
    title: "The encryption key doesn't match",
    cause: (facts) =>
      `The key doesn't open ${textOf(facts, 'parts') ?? 'the backup'}. It belongs to another backup, or the start of the part is damaged.`,
    next: (facts) =>
      textOf(facts, 'name') === undefined
        ? 'Try the key from the time of the backup: each emergency kit contains its own.'
        : 'Run a restore test with the key from the time of the backup: each emergency kit contains its own.',
  },
  'proof.part-damaged': {
    title: 'A part of the backup is damaged',
    cause: (facts) => `${partOf(facts)} can't be read to the end. ${damages[textOf(facts, 'why') ?? ''] ?? ''}`.trim(),
    next: 'Restore another backup. Home Assistant may still have an intact one: check its file.',
  },
  'proof.undecided': {
    title: "It couldn't be checked",
    cause: (facts) =>
      [
        `${partOf(facts)} couldn't be checked.`,
        unknowns[textOf(facts, 'why') ?? ''],
        when(bytesOf(facts, 'neededBytes'), (needed) => `It needs ${needed}.`),
      ]
        .filter((sentence) => sentence !== undefined && sentence !== '')
        .join(' '),
    next: "That doesn't mean it's damaged. If a newer version of this app is available, try that.",
  },
  'proof.cannot-start': {
    title: "Home Assistant couldn't start from it",
    cause: (facts) =>
      `In the backup, ${textOf(facts, 'file') ?? 'a file that it needs'} ${reasons[textOf(facts, 'why') ?? ''] ?? "can't be used"}.`,
    next: 'Restore another backup, and choose Backup now in Home Assistant for a new one.',
  },
  'proof.doubtful': {
    title: 'It can be restored, but something looks unusual',
    cause: (facts) => `In this backup, ${doubtsOf(facts)}${when(textOf(facts, 'parts'), (parts) => ` (${parts})`)}.`,
    next: 'Check in Home Assistant whether that is intended, then choose Backup now.',
  },
  'proof.test-failed': {
    title: "A backup in iCloud didn't pass its restore test",
    cause: (facts) =>
      `${textOf(facts, 'name') ?? 'A backup'} was downloaded from iCloud as a test${when(momentOf(facts, 'at'), (at) => ` on ${at}`)}, and it can't be restored.`,
    next: 'Choose Back up now for a new backup. Test this one again to be sure, or delete it.',
  },
  'proof.file-changed': {
    title: 'The file changed while it was being checked',
    cause: 'Another program wrote to it.',
    next: 'Check it again when that program is done.',
  },
} as const satisfies WordsFor<Code>;
