import type { ErrorCode } from '../../shared/error-codes.ts';
import { bytesOf, textOf, when, type WordsFor } from '../template.ts';

type Code = Extract<ErrorCode, `file.${string}`>;

export const fileProblems = {
  'file.none': {
    title: 'There is no file to check',
    cause: 'What was dropped is not a file on this computer, or the file is not open here any more.',
    next: 'Save it to a folder first, then drop it here or choose it.',
  },
  'file.several': {
    title: 'One file at a time',
    cause: 'Several files were dropped at once.',
    next: 'Drop the TAR file of one backup.',
  },
  'file.not-tar': {
    title: 'This is not a backup file',
    cause: (facts) =>
      `Backups are TAR files${when(textOf(facts, 'name'), (name) => `, and the name of ${name} ends differently`)}.`,
    next: 'Choose the TAR file of a backup. If there is one inside this file, unpack it first.',
  },
  'file.too-big': {
    title: 'This file is too big for a backup',
    cause: (facts) => `It has ${bytesOf(facts, 'bytes') ?? 'more bytes'}. No backup is that big.`,
    next: 'Choose the TAR file of a backup.',
  },
} as const satisfies WordsFor<Code>;
