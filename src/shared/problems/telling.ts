import { problem } from './entry.ts';

/** Telling Home Assistant how the backups are (core/report-home): no backup depends on it. */
const aside = {
  severity: 'note',
  blames: 'nothing',
  ends: 'backup',
  midway: 'give-up',
  marks: ['clean-day'],
  actions: ['settings'],
  notify: 'quiet',
  details: {},
} as const;

export const tellingProblems = {
  'telling.no-mobile-app': problem({ ...aside, retry: 'next-run', terminal: null }),
  'telling.device-removed': problem({ ...aside, retry: 'user', terminal: 'settings sensors on' }),
};
