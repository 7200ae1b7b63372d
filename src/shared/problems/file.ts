import { byHand, problem } from './entry.ts';

const common = { ...byHand, retry: 'user', severity: 'mild', terminal: null } as const;

/** A file that somebody drops on a window or chooses, to have it checked. */
export const fileProblems = {
  'file.none': problem({ ...common, details: {} }),
  'file.several': problem({ ...common, details: {} }),
  'file.not-tar': problem({ ...common, details: {} }),
  'file.too-big': problem({ ...common, details: { bytes: 'number' } }),
};
