import type { ErrorCode } from '../error-codes.ts';
import type { ErrorFacts } from '../error-facts.ts';
import { textOf, when, type ProblemTemplate } from './template.ts';

type Code = Extract<ErrorCode, `archive.${string}`>;

/** Every refusal ends with what became of the copies: people fear for them first. */
const again = 'Nothing of it was uploaded, and the file in Home Assistant was left alone. ';

/** Which backup it is, where the problem is told away from it. */
const named = (facts: ErrorFacts): string => when(textOf(facts, 'name'), (name) => ` of ${name}`);

export const archiveWords = {
  'archive.torn': {
    title: 'The backup file is cut off',
    cause: (facts) => `The archive ends in the middle${when(textOf(facts, 'after'), (part) => `, after ${part}`)}.`,
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
    next: 'Turn encryption on in Home Assistant: Settings > System > Backups > Configure backup settings. Or allow unencrypted backups in the settings here.',
  },
  'archive.defects': {
    title: 'Stored, with a doubt',
    cause: (facts) =>
      `The backup${when(textOf(facts, 'name'), (name) => ` ${name}`)} is in iCloud Drive, but something about it is unusual${when(textOf(facts, 'parts'), (parts) => `: ${parts}`)}. It does not count among the backups that are always kept.`,
    next: 'Choose Backup now in Home Assistant. If the new one is the same, look at what is in it there.',
  },
  'archive.shrunk': {
    title: 'The newest backup is much smaller',
    cause: 'It has less than half the size of the one before. Until you have looked, no older copy is deleted.',
    next: 'Check in Home Assistant under Settings > System > Backups that all apps and folders are chosen. If the size is right, say so here.',
  },
} as const satisfies Record<Code, ProblemTemplate>;
