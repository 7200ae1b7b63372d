import type { ActivityEntry, LogLine } from '../../../shared/contract/views.ts';
import { plural } from '../../format.ts';

type Run = Extract<ActivityEntry, { readonly kind: 'run' }>;
type BackupEntry = Extract<ActivityEntry, { readonly kind: 'backup' }>;
type SignInEntry = Extract<ActivityEntry, { readonly kind: 'sign-in' }>;

/** What started a run (core/state/history.ts); a newer main may know more. */
const triggers: Readonly<Record<string, string>> = {
  user: 'Started by you',
  schedule: 'Scheduled',
  'home-assistant': 'New backup in Home Assistant',
  resume: 'After waking up',
  start: 'When the app started',
};

const backupWords = {
  made: 'Home Assistant made a backup',
  stored: 'Uploaded to iCloud and confirmed',
  refused: 'Rejected, not uploaded',
  failed: "Couldn't be uploaded",
  pruned: 'Old backup moved to Recently Deleted',
  restored: 'Restored to this computer',
  tested: 'Downloaded from iCloud as a test, and fine',
  'test-failed': 'Failed its restore test',
} satisfies Record<BackupEntry['what'], string>;

const signInWords = {
  completed: 'Signed in to iCloud with a code',
  silent: 'Signed in to iCloud again, without a code',
  needed: 'iCloud sign-in needed',
  failed: 'Sign-in to iCloud failed',
  'signed-out': 'Signed out of iCloud',
} satisfies Record<SignInEntry['what'], string>;

const runOutcome = ({ outcome, stored, pruned }: Run): string => {
  if (outcome === 'failed') return 'Backup failed';
  if (outcome === 'cancelled') return 'Backup cancelled';
  const did = [
    ...(stored > 0 ? [`${plural(stored, { one: 'backup', other: 'backups' })} uploaded`] : []),
    ...(pruned > 0 ? [`${plural(pruned, { one: 'old backup', other: 'old backups' })} deleted`] : []),
  ];
  return did.length === 0 ? 'Checked, nothing new' : `Done: ${did.join(', ')}`;
};

/** Headline of one entry. */
const title = (entry: ActivityEntry): string => {
  switch (entry.kind) {
    case 'run':
      return runOutcome(entry);
    case 'backup':
      return backupWords[entry.what];
    case 'sign-in':
      return signInWords[entry.what];
  }
};

const triggeredBy = (trigger: string): string => triggers[trigger] ?? trigger;

const logLevels = {
  debug: 'Detail',
  info: 'Information',
  warn: 'Warning',
  error: 'Error',
} satisfies Record<LogLine['level'], string>;

export const activity = {
  /** Headline of one entry. */
  entryTitle: title,
  triggeredBy,
  logLevels,
  title: 'Activity',
  view: 'View',
  history: 'History',
  log: 'Log',
  filter: 'Filter',
  important: 'Important',
  backups: 'Backups',
  problems: 'Problems',
  everything: 'Everything',
  loading: 'Loading…',
  emptyHistory: 'No activity yet',
  emptyHistoryHint: 'Backups and sign-ins appear here.',
  noMatch: 'No matches',
  noMatchHint: 'Choose another filter to see the rest.',
  levels: 'Show',
  allLines: 'All',
  warnings: 'Warnings and errors',
  search: 'Search the log',
  lines: (shown: number, all: number): string => `${shown} of ${plural(all, { one: 'line', other: 'lines' })}`,
  copy: 'Copy diagnostics',
  copied: 'Copied. Secrets, and the names and addresses that this app knows, are left out.',
  copyHint: 'Version, settings and log without secrets, ready to paste into a report.',
  showFiles: 'Show log files',
  refresh: 'Refresh',
};
