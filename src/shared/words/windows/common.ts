import { formatDuration } from '../format.ts';

/** What several windows say. */
export const commonWords = {
  product: 'HA iCloud Backup',
  navigation: 'Pages',
  home: 'Home',
  activity: 'Activity',
  settings: 'Settings',
  version: (version: string): string => `Version ${version}`,
  cancel: 'Cancel',
  cancelling: 'Cancelling…',
  close: 'Close',
  quit: 'Quit',
  done: 'Done',
  dismiss: 'Dismiss',
  tryAgain: 'Try again',
  working: 'Working',
  loading: 'One moment',
  looked: 'Looked again',
  showMore: 'Show more',
  show: 'Show',
  more: 'More',
  /** Main is closing, or broken: nobody there who could say it. */
  unreachable: {
    title: 'This window has lost touch with the app',
    cause: 'The app has ended, or it does not answer.',
    next: 'Close this window and open it again.',
  },
  broken: 'This window met a fault of its own. Your backups are not affected.',
  reload: 'Open the page again',
  missing: {
    title: 'This page could not be opened',
    text: 'If trying again does not help, close this window and open it again. Your backups are not affected.',
  },
  toGo: (seconds: number): string => `${formatDuration(seconds * 1000)} left`,
  percent: (share: number): string => `${Math.floor(share * 100)} %`,
} as const;

/** Buttons beside a problem. */
export const cureWords = {
  reconnect: 'Reconnect iCloud…',
  approve: 'Ask my devices…',
  'set-up': 'Set up backups',
  settings: 'Open settings',
  'back-up': 'Back up now',
  'try-again': 'Try again',
  'home-assistant-backups': 'Open backups in Home Assistant',
  'home-assistant-token': 'Open Home Assistant',
  'icloud-drive': 'Show in iCloud Drive',
  'icloud-recently-deleted': 'Open Recently Deleted',
  'icloud-web': 'Open icloud.com',
  'apple-account': 'Open Apple account',
  logs: 'Show log files',
  release: 'Look for a new version',
  'report-problem': 'Report the problem',
  'login-items': 'Open login items',
  'restore-guide': 'Open the guide',
} as const;

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const weekday = new Intl.DateTimeFormat('en-GB', { weekday: 'long' });
const date = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const dateAndYear = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
const longDay = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long' });
const full = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'medium' });

const dayMs = 86_400_000;
/** Days between the two in this computer's own calendar; noon, because days of 23 and 25 hours exist. */
const daysBetween = (from: Date, to: Date): number => {
  const noon = (moment: Date): number =>
    new Date(moment.getFullYear(), moment.getMonth(), moment.getDate(), 12).getTime();
  return Math.round((noon(to) - noon(from)) / dayMs);
};

const dateOf = (moment: Date, now: Date): string => {
  const days = daysBetween(now, moment);
  if (days === 0) return 'today';
  if (days === 1) return 'tomorrow';
  if (days === -1) return 'yesterday';
  if (days > 1 && days < 7) return weekday.format(moment);
  return (moment.getFullYear() === now.getFullYear() ? date : dateAndYear).format(moment);
};

/** `today 14:05`, `tomorrow 05:30`, `Friday 05:30`, `21 Nov, 14:05`; an empty text for what is no date. */
export const formatWhen = (iso: string, now: Date): string => {
  const moment = new Date(iso);
  if (Number.isNaN(moment.getTime())) return '';
  const day = dateOf(moment, now);
  return `${day}${/\d/.test(day) ? ',' : ''} ${clock.format(moment)}`;
};

/** `today`, `yesterday`, `21 Nov`, `21 Nov 2024`. */
export const formatDate = (iso: string, now: Date): string => {
  const moment = new Date(iso);
  return Number.isNaN(moment.getTime()) ? '' : dateOf(moment, now);
};

const stamp = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium' });

/** `2026-11-21 14:05:09` in the reader's time zone, for logs. */
export const formatStamp = (iso: string): string => {
  const moment = new Date(iso);
  return Number.isNaN(moment.getTime()) ? iso : stamp.format(moment);
};

/** `14:05`. */
export const formatClock = (iso: string): string => {
  const moment = new Date(iso);
  return Number.isNaN(moment.getTime()) ? '' : clock.format(moment);
};

/** `Friday, 21 November 2025 at 14:05:09`: what a pointer that rests on a time finds. */
export const formatFull = (iso: string): string => {
  const moment = new Date(iso);
  return Number.isNaN(moment.getTime()) ? '' : full.format(moment);
};

/** `Friday 21 November` of a calendar day `YYYY-MM-DD`, whatever the time zone. */
export const formatLongDay = (day: string): string => {
  const moment = new Date(`${day}T12:00:00`);
  return Number.isNaN(moment.getTime()) ? day : longDay.format(moment);
};

export const capitalized = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
