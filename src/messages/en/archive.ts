import type { ErrorCode } from '../../shared/error-codes.ts';
import { heldBack } from './held.ts';
import { defects } from './plan.ts';
import { textOf, when, type Texts, type WordsFor } from '../template.ts';
import { isDoubtful } from '../../shared/defects.ts';

type Code = Extract<ErrorCode, `archive.${string}`>;

/** Every refusal ends with what happened to the file: that is what people worry about first. */
const untouched = "Nothing was uploaded, and the file in Home Assistant wasn't changed. ";
/** Trying once more costs one download; a second opinion is worth it. */
const way = `${untouched}Choose Backup now in Home Assistant to make a new one. To check this one again, choose "Back up again" in its row.`;
/** What can be done with a file that somebody has is something else than with one in Home Assistant. */
const nextOf = (facts: Texts<'file'>): string =>
  when(
    textOf(facts, 'file'),
    (file) =>
      `What is still intact can be saved into a new backup that can be restored: ha-icloud-backup salvage "${file}" --to FOLDER. The file itself isn't changed.`,
  ) || way;
/** For what this version cannot judge: only a restore can tell. */
const mayBeFine = `${untouched}The backup may be fine, so keep it. If a newer version of this app is available, try that.`;

/** `archive.not-archive` (core/archive/no-archive.ts and core/commands/check-file.ts). */
const insteadOfBackup: Readonly<Record<string, string>> = {
  empty: 'It is empty.',
  blank: 'It contains nothing but zeros: an empty TAR file, or one that was never filled.',
  'web-page': 'It is a web page.',
  json: "It is JSON text, such as a server's error message.",
  'emergency-kit':
    'It is an emergency kit, the text with the encryption key. Keep it safe; the backup itself is a TAR file.',
  text: 'It is a text file.',
  zip: 'It is a zip file. If there is a backup in it, unzip it first.',
  pdf: 'It is a PDF document. If it is your emergency kit, keep it safe; the backup itself is a TAR file.',
  'compressed-backup': 'It is a backup that has been compressed again. Unpack it first, for example with gunzip.',
  'inner-part':
    'It is a part from inside a backup, such as homeassistant.tar.gz. The backup is the TAR file around it.',
  gzip: 'It is a gzip file that contains something other than a backup.',
  compressed: 'It is a compressed file. If there is a backup in it, unpack it first.',
  picture: 'It is a picture.',
  database: 'It is a database, such as home-assistant_v2.db from inside a backup.',
  'icloud-placeholder':
    'It is a placeholder for a file that is in iCloud Drive but not on this Mac. Open iCloud Drive in Finder and download the file first.',
  shortcut: 'It is a shortcut or a link to something else.',
  'apple-double':
    'It is a companion file that macOS creates on other drives. The backup has the same name without the leading ._.',
  note: 'It is a small file that belongs to a backup in iCloud Drive. The backup is the TAR file next to it.',
  'table-of-contents':
    'It is the table of contents from inside a backup (backup.json). The backup is the TAR file around it.',
  folder: 'It is a folder. Choose the TAR file of the backup itself.',
  device: 'It is a device or a pipe, not a file. Choose the TAR file of the backup.',
};

/** What stands in place of the backup, as a sentence. */
export const instead = (facts: Texts<'is'>): string =>
  insteadOfBackup[textOf(facts, 'is') ?? ''] ?? 'It is something other than a Home Assistant backup.';

/** Which backup it is, where the problem is shown apart from it. */
const named = (facts: Texts<'name'>): string => when(textOf(facts, 'name'), (name) => ` of ${name}`);

/** Kinds of defects (core/domain/backup.ts) as the fact `kinds` joins them. */
const kindsOf = (facts: Texts<'kinds'>): string[] => textOf(facts, 'kinds')?.split(', ') ?? [];

const isMissing = (facts: Texts<'kinds'>): boolean =>
  kindsOf(facts).length > 0 && kindsOf(facts).every((kind) => kind === 'app-missing' || kind === 'folder-missing');

const whatIsUnusual = (facts: Texts<'kinds'>): string => {
  const known: Readonly<Record<string, string>> = defects;
  const named = kindsOf(facts).flatMap((kind) => known[kind] ?? []);
  return named.length === 0 ? 'something about it is unusual' : named.join(', ');
};

const standing = (facts: Texts<'kinds'>): string => {
  const kinds = kindsOf(facts);
  if (kinds.length === 0) return '';
  return kinds.some(isDoubtful)
    ? " It doesn't count towards the backups that are always kept."
    : ' It counts as a normal backup.';
};

export const archiveProblems = {
  'archive.torn': {
    title: 'The backup file is incomplete or damaged',
    cause: (facts) =>
      textOf(facts, 'after') === 'staging'
        ? 'The file changed while it was waiting on this computer.'
        : `The file${named(facts)} is damaged or stops partway through${when(textOf(facts, 'after'), (part) => `, after ${part}`)}.`,
    next: nextOf,
  },
  'archive.torso': {
    title: 'The backup was never finished',
    cause: (facts) =>
      `Home Assistant was stopped while writing ${textOf(facts, 'name') ?? 'this backup'}, for example by a power cut. It is still listed, but can't be restored.`,
    next: nextOf,
  },
  'archive.no-backup-json': {
    title: "The table of contents can't be read",
    cause: (facts) =>
      facts.found === true
        ? `This version of the app can't read the table of contents (backup.json)${named(facts)}.`
        : `There is no table of contents (backup.json) in the file${named(facts)}.`,
    next: mayBeFine,
  },
  'archive.wrong-backup': {
    title: 'The file belongs to another backup',
    cause: (facts) => `The contents${named(facts)} don't match what Home Assistant listed.`,
    next: way,
  },
  'archive.part-missing': {
    title: 'A part of the backup is missing',
    cause: (facts) =>
      `The backup should contain ${textOf(facts, 'parts') ?? 'parts that are in its table of contents'}, but doesn't.`,
    next: way,
  },
  'archive.part-damaged': {
    title: 'A part of the backup is damaged',
    cause: (facts) => `The length of ${textOf(facts, 'part') ?? 'one part'} doesn't match its own header.`,
    next: way,
  },
  'archive.not-archive': {
    title: 'This is not a Home Assistant backup',
    cause: instead,
    next: 'Choose the TAR file that Home Assistant created.',
  },
  'archive.not-understood': {
    title: "This version can't read the backup file",
    cause: (facts) =>
      `It is built in a way that no known version of Home Assistant uses, with far too many or too long entries${when(textOf(facts, 'part'), (part) => `, in ${part}`)}${when(textOf(facts, 'after'), (part) => `, after ${part}`)}.`,
    next: mayBeFine,
  },
  'archive.unprotected': {
    title: 'The backup is not encrypted',
    cause: (facts) =>
      `You chose to upload only encrypted backups, but anyone with the file can read ${when(textOf(facts, 'parts'), (parts) => `${parts} in `)}${textOf(facts, 'name') ?? 'this one'}.`,
    next: 'Turn encryption on in Home Assistant: Settings > System > Backups > Configure backup settings. Or allow unencrypted ones in the settings here.',
  },
  'archive.in-clear': {
    title: 'The backup is not fully encrypted',
    cause: (facts) =>
      `Home Assistant lists ${textOf(facts, 'name') ?? 'this backup'} as encrypted, but anyone with the file can read ${textOf(facts, 'parts') ?? 'what is in it'}.`,
    next: 'Check Settings > System > Backups > Configure backup settings in Home Assistant. To upload only encrypted backups, turn that on in the settings here.',
  },
  'archive.defects': {
    title: (facts) =>
      isMissing(facts) ? 'Backed up, but something is missing' : 'Backed up, but something looks unusual',
    cause: (facts) =>
      `The backup${when(textOf(facts, 'name'), (name) => ` ${name}`)} is in iCloud, but ${whatIsUnusual(facts)}${when(textOf(facts, 'parts'), (parts) => `: ${parts}`)}.${standing(facts)}`,
    next: (facts) =>
      isMissing(facts)
        ? 'If you removed it from Home Assistant, there is nothing to do. Otherwise, check Settings > System > Repairs there for the reason, then choose Backup now.'
        : 'Choose Backup now in Home Assistant. If the new backup has the same problem, check what it contains there.',
  },
  'archive.shrunk': {
    title: 'The newest backup is much smaller',
    cause: (facts) => `It's less than half the size of the previous one. ${heldBack(facts)}`,
    next: 'In Home Assistant, under Settings > System > Backups, check that all apps and folders are selected. If the size is right, there is nothing to do: deleting resumes once another backup of that size is stored.',
  },
} satisfies WordsFor<Code>;
