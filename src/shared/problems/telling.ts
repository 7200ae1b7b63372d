import { problem } from './entry.ts';

/** Telling Home Assistant how the backups are (core/report-home): no backup depends on it. */
const aside = {
  severity: 'note',
  blames: 'nothing',
  ends: 'backup',
  midway: 'give-up',
  marks: ['clean-day'],
  actions: ['settings-notifications'],
  notify: 'quiet',
  details: {},
} as const;

export const tellingProblems = {
  'telling.no-mobile-app': problem({ ...aside, retry: 'next-run', terminal: null }),
  'telling.alarm-refused': problem({ ...aside, retry: 'next-run', terminal: null, details: { says: 'text' } }),
  'telling.alarm-to-nobody': problem({ ...aside, retry: 'next-run', terminal: 'alarm --notify SERVICE' }),
  'telling.notify-failed': problem({
    ...aside,
    retry: 'user',
    terminal: null,
    details: { service: 'text', says: 'text' },
  }),
  'telling.left-behind': problem({ ...aside, retry: 'user', terminal: null, details: { url: 'text' } }),
  'telling.alarm-removed': problem({ ...aside, retry: 'user', terminal: 'alarm --after 3d --notify SERVICE' }),
  'telling.device-removed': problem({ ...aside, retry: 'user', terminal: 'settings sensors on' }),
};
