import type { ErrorCode } from '../error-codes.ts';
import type { ErrorFacts } from '../error-facts.ts';
import { heldBack } from './held.ts';
import { defectWords, isDefect, isDoubtful } from './plan.ts';
import { textOf, when, type ProblemTemplate } from './template.ts';

type Code = Extract<ErrorCode, `archive.${string}`>;

/** Every refusal ends with what became of the copies: people fear for them first. */
const again = 'Nothing of it was uploaded, and the file in Home Assistant was left alone. ';

/** Which backup it is, where the problem is told away from it. */
const named = (facts: ErrorFacts): string => when(textOf(facts, 'name'), (name) => ` of ${name}`);

/** Kinds of defects (core/domain/backup.ts) as the fact `kinds` joins them. */
const kindsOf = (facts: ErrorFacts): string[] => textOf(facts, 'kinds')?.split(', ') ?? [];

const isMissing = (facts: ErrorFacts): boolean =>
  kindsOf(facts).length > 0 && kindsOf(facts).every((kind) => kind === 'app-missing' || kind === 'folder-missing');

const whatIsUnusual = (facts: ErrorFacts): string => {
  const known = kindsOf(facts).filter((kind) => isDefect(kind));
  return known.length === 0 ? 'something about it is unusual' : known.map((kind) => defectWords[kind]).join(', ');
};

const standing = (facts: ErrorFacts): string => {
  const kinds = kindsOf(facts);
  if (kinds.length === 0) return '';
  return kinds.some(isDoubtful)
    ? ' It does not count among the backups that are always kept.'
    : ' It counts like any other.';
};

export const archiveWords = {
  'archive.torn': {
    title: 'The backup file is cut off',
    cause: (facts) =>
      textOf(facts, 'after') === 'staging'
        ? 'The file changed while it waited on this computer.'
        : `The archive${named(facts)} ends in the middle${when(textOf(facts, 'after'), (part) => `, after ${part}`)}.`,
    next: `${again}Choose Backup now in Home Assistant to get a whole one.`,
  },
  'archive.torso': {
    title: 'The backup was never finished',
    cause: (facts) =>
      `Home Assistant was stopped while it wrote ${textOf(facts, 'name') ?? 'this backup'}, for example by a power cut. It lists the rest like any other, but it cannot be restored.`,
    next: `${again}Choose Backup now in Home Assistant, and delete the broken one there.`,
  },
  'archive.no-backup-json': {
    title: 'The file is not a Home Assistant backup',
    cause: (facts) =>
      facts['found'] === true
        ? `The table of contents (backup.json)${named(facts)} cannot be read.`
        : `There is no table of contents (backup.json) in the file${named(facts)}.`,
    next: `${again}Choose Backup now in Home Assistant, and delete the broken one there.`,
  },
  'archive.wrong-backup': {
    title: 'The file belongs to another backup',
    cause: (facts) => `What is written inside${named(facts)} does not fit what Home Assistant lists.`,
    next: `${again}Look at Settings > System > Backups in Home Assistant, or choose Backup now.`,
  },
  'archive.part-missing': {
    title: 'A part of the backup is missing',
    cause: (facts) =>
      `Its table of contents names ${textOf(facts, 'parts') ?? 'parts'}, but the archive does not hold ${textOf(facts, 'parts')?.includes(',') === false ? 'it' : 'them'}.`,
    next: `${again}Choose Backup now in Home Assistant to get a whole one.`,
  },
  'archive.part-damaged': {
    title: 'A part of the backup is damaged',
    cause: (facts) => `The form of ${textOf(facts, 'part') ?? 'one part'} is not what it should be.`,
    next: `${again}Choose Backup now in Home Assistant to get a whole one.`,
  },
  'archive.unprotected': {
    title: 'The backup is not encrypted',
    cause: (facts) =>
      `You chose to upload encrypted backups only, and ${textOf(facts, 'name') ?? 'this one'} can be read by whoever has the file.`,
    next: 'Turn encryption on in Home Assistant: Settings > System > Backups > Configure backup settings. Or allow others in the settings here.',
  },
  'archive.defects': {
    title: (facts) => (isMissing(facts) ? 'Stored, but something is not in it' : 'Stored, with a doubt'),
    cause: (facts) =>
      `The backup${when(textOf(facts, 'name'), (name) => ` ${name}`)} is in iCloud Drive, but ${whatIsUnusual(facts)}${when(textOf(facts, 'parts'), (parts) => `: ${parts}`)}.${standing(facts)}`,
    next: (facts) =>
      isMissing(facts)
        ? 'If you removed it from Home Assistant, there is nothing to do. Otherwise look at Settings > System > Repairs there for the reason, then choose Backup now.'
        : 'Choose Backup now in Home Assistant. If the new one is the same, look at what is in it there.',
  },
  'archive.shrunk': {
    title: 'The newest backup is much smaller',
    cause: (facts) => `It has less than half the size of the one before. ${heldBack(facts)}`,
    next: 'Check in Home Assistant under Settings > System > Backups that all apps and folders are chosen. If the size is right, there is nothing to do: deleting goes on when the next backup of that size is stored.',
  },
} as const satisfies Record<Code, ProblemTemplate>;
