import type { ErrorCode } from '../error-codes.ts';
import type { Place } from './commands.ts';

/** What a person can do about a problem from where it is shown; null = nothing but wait or read. */
export type Cure = 'reconnect' | 'approve' | 'set-up' | 'settings' | 'back-up' | null;

/** What a button beside a problem does: a cure inside the app, or a place outside of it. */
export type ProblemAction = NonNullable<Cure> | 'try-again' | Place;

const byCode: Partial<Record<ErrorCode, Cure>> = {
  'icloud.trust-expired': 'reconnect',
  'icloud.session-refused': 'reconnect',
  'icloud.terms-pending': 'reconnect',
  'icloud.password-wrong': 'reconnect',
  'icloud.account-locked': 'reconnect',
  'icloud.sign-in-stale': 'reconnect',
  'icloud.sign-in-due': 'reconnect',
  'icloud.code-wrong': 'reconnect',
  'icloud.code-missing': 'reconnect',
  'icloud.code-conflict': 'reconnect',
  'icloud.not-signed-in': 'reconnect',
  'secrets.missing': 'reconnect',
  'rclone.config-unreadable': 'reconnect',
  'icloud.approval-needed': 'approve',
  'icloud.approval-timeout': 'approve',
  'settings.not-set-up': 'set-up',
  'ha.token-invalid': 'settings',
  'secrets.token-missing': 'settings',
  'ha.banned': 'settings',
  'ha.not-admin': 'settings',
  'ha.not-home-assistant': 'settings',
  'ha.redirected': 'settings',
  'ha.tls-untrusted': 'settings',
  'ha.instance-ambiguous': 'back-up',
  'ha.instance-changed': 'settings',
  'icloud.full': 'back-up',
  'sync.gave-up': 'back-up',
  'sync.stale': 'back-up',
};

export const cureOf = (code: ErrorCode): Cure => byCode[code] ?? null;

/** Nothing can go to iCloud before the user has done something about it. */
export const blocksICloud = (code: ErrorCode): boolean =>
  code !== 'icloud.sign-in-due' && (cureOf(code) === 'reconnect' || cureOf(code) === 'approve');
