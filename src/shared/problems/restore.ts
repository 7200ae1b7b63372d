import { byHand, problem } from './entry.ts';

/** Putting a backup into Home Assistant, and having it restored there. */
const common = { ...byHand, severity: 'mild', terminal: null } as const;

export const restoreProblems = {
  'restore.home-too-old': problem({
    ...common,
    retry: 'user',
    details: { needed: 'text', version: 'text' },
  }),
  'restore.upload-limit': problem({
    ...common,
    retry: 'user',
    details: { bytes: 'number', limitBytes: 'number', version: 'text' },
  }),
  'restore.home-full': problem({
    ...common,
    retry: 'user',
    details: { freeBytes: 'number', neededBytes: 'number' },
  }),
  'restore.other-there': problem({
    ...common,
    retry: 'user',
    details: { bytes: 'number', expected: 'number' },
  }),
  'restore.upload-stopped': problem({
    ...common,
    retry: 'soon',
    details: { bytes: 'number', reason: 'text', sentBytes: 'number' },
  }),
  'restore.upload-refused': problem({
    ...common,
    retry: 'next-run',
    details: { says: 'text', status: 'number' },
  }),
  'restore.not-listed': problem({
    ...common,
    retry: 'next-run',
    details: { agent: 'text' },
  }),
  'restore.key-needed': problem({ ...common, retry: 'user', details: {} }),
  'restore.wrong-key': problem({ ...common, retry: 'user', details: {} }),
  'restore.no-such-part': problem({ ...common, retry: 'user', details: { part: 'text', parts: 'text' } }),
  'restore.nothing-chosen': problem({ ...common, retry: 'user', details: {} }),
  'restore.refused': problem({ ...common, retry: 'next-run', details: { reason: 'text' } }),
  'restore.failed': problem({ ...common, retry: 'user', details: { reason: 'text' } }),
  'restore.not-printed': problem({ ...common, retry: 'user', details: { reason: 'text' } }),
  'restore.not-back': problem({ ...common, retry: 'user', details: { minutes: 'number', url: 'text' } }),
};
