import type { ErrorCode } from '../../shared/error-codes.ts';
import type { WordsFor } from '../template.ts';

type Code = Extract<ErrorCode, `salvage.${string}`>;

export const salvageProblems = {
  'salvage.nothing-intact': {
    title: 'Nothing in this file is intact',
    cause: 'No part of the backup could be read to its end, so no new file was made.',
    next: 'Take another backup. The damaged file was left as it is.',
  },
  'salvage.not-told': {
    title: 'The version of Home Assistant is not known',
    cause: 'The table of contents is lost, and nothing in the file says which version of Home Assistant it is of.',
    next: 'Say which version of Home Assistant made it, for example 2026.11.1.',
  },
} as const satisfies WordsFor<Code>;
