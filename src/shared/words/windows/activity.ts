import type { ActivityEntry, LogLine } from '../../contract/views.ts';
import { plural } from '../format.ts';

type Run = Extract<ActivityEntry, { readonly kind: 'run' }>;
type BackupEntry = Extract<ActivityEntry, { readonly kind: 'backup' }>;
type SignInEntry = Extract<ActivityEntry, { readonly kind: 'sign-in' }>;

/** What set a run off (core/state/history.ts); a newer main may know more. */
const triggers: Readonly<Record<string, string>> = {
  user: 'Started by you',
  schedule: 'By schedule',
  'home-assistant': 'Home Assistant had something new',
  resume: 'After a sleep',
  start: 'At the start',
};

const backupWords = {
  made: 'Home Assistant made a backup',
  pulled: 'Fetched from Home Assistant and checked',
  stored: 'Stored in iCloud and confirmed',
  refused: 'Refused: not stored',
  failed: 'Could not be stored',
  pruned: 'Old copy moved to Recently Deleted',
  restored: 'Restored to this computer',
} as const satisfies Record<BackupEntry['what'], string>;

const signInWords = {
  completed: 'Signed in to iCloud with a code',
  silent: 'Signed in to iCloud again, without a code',
  needed: 'iCloud needs you',
  failed: 'Sign-in to iCloud failed',
  'signed-out': 'Signed out of iCloud',
} as const satisfies Record<SignInEntry['what'], string>;

const runOutcome = ({ outcome, stored, pruned }: Run): string => {
  if (outcome === 'failed') return 'Run failed';
  if (outcome === 'cancelled') return 'Run cancelled';
  const did = [
    ...(stored > 0 ? [`${plural(stored, 'backup')} stored`] : []),
    ...(pruned > 0 ? [`${plural(pruned, 'old copy', 'old copies')} deleted`] : []),
  ];
  return did.length === 0 ? 'Looked: nothing new' : `Run done: ${did.join(', ')}`;
};

/** Headline of one entry. */
export const entryTitle = (entry: ActivityEntry): string => {
  switch (entry.kind) {
    case 'run':
      return runOutcome(entry);
    case 'backup':
      return backupWords[entry.what];
    case 'sign-in':
      return signInWords[entry.what];
  }
};

export const triggerWords = (trigger: string): string => triggers[trigger] ?? trigger;

export const levelWords = {
  debug: 'Detail',
  info: 'Information',
  warn: 'Warning',
  error: 'Error',
} as const satisfies Record<LogLine['level'], string>;

export const activityWords = {
  title: 'Activity',
  view: 'What to show',
  history: 'History',
  log: 'Log',
  filter: 'Filter',
  important: 'Important',
  backups: 'Backups',
  problems: 'Problems',
  everything: 'Everything',
  loading: 'Reading',
  emptyHistory: 'Nothing has happened yet',
  emptyHistoryHint: 'Runs, backups and sign-ins are written down here.',
  noMatch: 'Nothing of this kind',
  noMatchHint: 'Choose another filter to see the rest.',
  levels: 'Lines',
  allLines: 'All',
  warnings: 'Warnings and errors',
  search: 'Search the log',
  lines: (shown: number, all: number): string => `${shown} of ${plural(all, 'line')}`,
  copy: 'Copy diagnostics',
  copied: 'Copied. Secrets, and the names and addresses that this app knows, are left out.',
  copyHint: 'Version, settings and log without secrets, ready to paste into a report.',
  showFiles: 'Show log files',
  refresh: 'Read again',
} as const;
