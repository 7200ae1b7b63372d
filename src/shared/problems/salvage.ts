import { byHand, problem } from './entry.ts';

/** Rescuing what is intact in a damaged archive (core/salvage). */
export const salvageProblems = {
  'salvage.nothing-intact': problem({
    ...byHand,
    retry: 'never',
    severity: 'danger',
    terminal: null,
    details: { found: 'number' },
  }),
  'salvage.not-told': problem({
    ...byHand,
    retry: 'user',
    severity: 'mild',
    terminal: 'salvage FILE --to DIR --ha-version VERSION',
    details: {},
  }),
};
