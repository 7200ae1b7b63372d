import type { ErrorCode } from '../../shared/error-codes.ts';
import type { LeftOut } from '../../shared/inside.ts';
import { damages } from './part-damage.ts';
import { textOf, when, type Texts, type WordsFor } from '../template.ts';

/** Why something was not extracted. */
export const leftOut: Readonly<Record<LeftOut['cause'], string>> = {
  unsafe: 'its name points outside the folder',
  collides: 'another item has the same name on this computer',
  name: "this disk doesn't allow such a name",
  link: 'a link',
  'hard-link': 'a second name for another file',
  device: 'a device',
  pipe: 'a pipe',
  other: 'neither a file nor a folder',
};

type Code = Extract<ErrorCode, `inside.${string}`>;

/** Why a part that may be intact was not read (the same). */
const unread: Readonly<Record<string, string>> = {
  newer: 'It uses a newer kind of encryption than this version of the app knows.',
  bounds: 'It contains more than any known version of Home Assistant writes, or has an unusual form.',
};

const typeOf = (facts: Texts<'type'>): string =>
  ['link', 'hard-link', 'device', 'pipe'].includes(textOf(facts, 'type') ?? '')
    ? leftOut[textOf(facts, 'type') as LeftOut['cause']]
    : 'something other than a file or folder';

/** Of several parts their names are joined. */
const partOf = (facts: Texts<'part'>, one: string, several: string): string => {
  const part = textOf(facts, 'part') ?? '';
  if (part === '') return `Part of the backup ${one}`;
  return part.includes(', ') ? `The parts ${part} ${several}` : `The part ${part} ${one}`;
};
const isSecondName = (facts: Texts<'type'>): boolean => textOf(facts, 'type') === 'hard-link';

const whereKeysAre =
  'The key is in your emergency kit from that time, or in Home Assistant under Settings > System > Backups > Configure backup settings.';

export const insideProblems = {
  'inside.key-needed': {
    title: 'The encryption key is needed',
    cause: (facts) => `${partOf(facts, 'is', 'are')} encrypted.`,
    next: `${whereKeysAre} Type it when asked, or set HA_ICLOUD_BACKUP_KEY.`,
  },
  'inside.wrong-key': {
    title: "The encryption key doesn't match",
    cause: (facts) => `${partOf(facts, "can't", "can't")} be opened with it. Older backups may have a different key.`,
    next: `${whereKeysAre} HA_ICLOUD_BACKUP_KEY takes several keys, one on each line.`,
  },
  'inside.part-damaged': {
    title: 'A part of the backup is damaged',
    cause: (facts) =>
      `${partOf(facts, "can't be read to the end, so nothing is extracted from it", "can't be read to the end, so nothing is extracted from them")}. ${damages[textOf(facts, 'why') ?? ''] ?? ''}`.trim(),
    next: 'Extract it from another backup.',
  },
  'inside.not-read': {
    title: "This version can't read a part of the backup",
    cause: (facts) => `${partOf(facts, 'may', 'may')} be intact. ${unread[textOf(facts, 'why') ?? ''] ?? ''}`.trim(),
    next: 'If a newer version of this app is available, try that.',
  },
  'inside.torn': {
    title: 'The backup file is incomplete or damaged',
    cause: (facts) =>
      `It stops${when(textOf(facts, 'after'), (part) => ` after ${part}`) || ' at the start'}. What follows can't be read.`,
    next: 'Save what is intact to a new backup file, which Home Assistant can restore.',
  },
  'inside.no-such-path': {
    title: 'That is not in the backup',
    cause: (facts) =>
      `It doesn't contain ${textOf(facts, 'path') ?? 'such a file'}.${when(textOf(facts, 'near'), (near) => ` Did you mean ${near}?`)}`,
    next: 'List what is in the backup, and use the name of a file or folder exactly as shown there.',
  },
  'inside.not-a-file': {
    title: "That isn't a file",
    cause: (facts) =>
      `In the backup, ${textOf(facts, 'path') ?? 'this'} is ${typeOf(facts)}${when(textOf(facts, 'link'), (link) => ` (${link})`)}. Only files and folders can be extracted from a backup.`,
    next: (facts) => (isSecondName(facts) ? 'Extract that other file instead.' : 'Choose a file or a folder.'),
  },
  'inside.unsafe-name': {
    title: 'The name of this file points elsewhere',
    cause: (facts) =>
      `The name ${when(textOf(facts, 'path'), (path) => `${path} `)}would put it outside the folder you chose. Home Assistant doesn't write such names.`,
    next: "Don't trust this backup unless you know who made it.",
  },
} as const satisfies WordsFor<Code>;
