import type { Place } from '../../shared/contract/commands.ts';
import { cureOf, type ProblemAction } from '../../shared/contract/cures.ts';
import type { ErrorCode } from '../../shared/error-codes.ts';

/** Where the cause is to be seen or ended, in the order of the buttons. */
const placesByCode: Partial<Record<ErrorCode, readonly Place[]>> = {
  'ha.token-invalid': ['home-assistant-token'],
  'ha.not-admin': ['home-assistant-token'],
  'ha.too-old': ['home-assistant-backups'],
  'ha.create-failed': ['home-assistant-backups'],
  'ha.create-stuck': ['home-assistant-backups'],
  'ha.automatic-off': ['home-assistant-backups'],
  'ha.partial': ['home-assistant-backups'],
  'ha.location-failed': ['home-assistant-backups'],
  'ha.keeps-too-few': ['home-assistant-backups'],
  'ha.unpulled': ['home-assistant-backups'],
  'ha.unprotected': ['home-assistant-backups'],
  'archive.unprotected': ['home-assistant-backups'],
  'archive.defects': ['home-assistant-backups'],
  'archive.shrunk': ['home-assistant-backups'],
  'icloud.session-refused': ['icloud-web'],
  'icloud.terms-pending': ['icloud-web'],
  'icloud.account-locked': ['apple-account'],
  'icloud.no-two-factor': ['apple-account'],
  'icloud.security-key': ['apple-account'],
  'icloud.app-password': ['apple-account'],
  'icloud.full': ['icloud-web'],
  'icloud.folder-missing': ['icloud-drive'],
  'icloud.copy-damaged': ['icloud-drive'],
  'icloud.copy-mismatch': ['icloud-drive'],
  'icloud.removed-by-user': ['icloud-recently-deleted'],
  'rclone.missing': ['release'],
  'rclone.untrusted': ['release'],
  'rclone.too-old': ['release'],
  'rclone.usage': ['report-problem'],
  'rclone.failed': ['logs'],
  'settings.newer': ['release'],
  'settings.broken': ['logs'],
  internal: ['report-problem', 'logs'],
};

/** For these the settings are the place, and no other front end has a cure. */
const inSettings = new Set<ErrorCode>([
  'icloud.folder-missing',
  'icloud.folder-changed',
  'settings.broken',
  'settings.invalid',
  'sync.prune-limit',
  'disk.full',
]);

/** Where trying again is pointless, or what Apple and others count. */
const neverAgain = new Set<ErrorCode>([
  'ha.backup-gone',
  'icloud.not-found',
  'icloud.last-copy',
  'icloud.code-limit',
  'icloud.throttled',
  'sync.cancelled',
  'sync.running',
  'sync.clock-skew',
  'restore.no-copy',
  'restore.target-exists',
]);

const mainAction = (code: ErrorCode): readonly ProblemAction[] => {
  const cure = cureOf(code);
  if (cure !== null) return [cure];
  if (inSettings.has(code)) return ['settings'];
  if (placesByCode[code] !== undefined || neverAgain.has(code)) return [];
  // A damaged archive stays as it is: another backup is the way out.
  return [code.startsWith('archive.') ? 'back-up' : 'try-again'];
};

/** The buttons beside a problem, the first one the most useful. */
export const problemActions = (code: ErrorCode): readonly ProblemAction[] => [
  ...mainAction(code),
  ...(placesByCode[code] ?? []),
];
