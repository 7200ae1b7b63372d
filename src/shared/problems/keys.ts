import { byHand, problem } from './entry.ts';

/** Keys of backups. */
export const keyProblems = {
  /** `bytes` where it is too big to be one. */
  'keys.not-a-kit': problem({
    ...byHand,
    severity: 'mild',
    terminal: null,
    retry: 'user',
    details: { bytes: 'number' },
  }),
  'keys.too-many': problem({
    ...byHand,
    severity: 'mild',
    terminal: 'keys',
    retry: 'user',
    details: { limit: 'number' },
  }),
  'keys.too-long': problem({
    ...byHand,
    severity: 'mild',
    terminal: null,
    retry: 'user',
    details: { limit: 'number' },
  }),
  'keys.not-remembered': problem({
    ...byHand,
    severity: 'mild',
    terminal: 'keys',
    retry: 'user',
    details: { known: 'number' },
  }),
  'keys.none-known': problem({
    ...byHand,
    severity: 'mild',
    terminal: 'keys check --kit FILE',
    retry: 'user',
    details: {},
  }),
  /** `since`: when the key before it was seen last. */
  'keys.changed': problem({
    ...byHand,
    severity: 'note',
    terminal: 'keys check --kit FILE',
    retry: 'user',
    actions: ['settings-backups'],
    details: {},
  }),
};
