import type { ErrorCode } from '../../shared/error-codes.ts';
import type { AppError } from '../errors/app-error.ts';
import { gatesOfApple, type Gates } from '../state/gates.ts';
import type { Pull } from './plan-sync.ts';

/** Pauses after the 1st, 2nd and 3rd failure in a row; after the 4th the user is asked. Hours. */
const pausesHours = [1, 6, 24] as const;

/** The archive itself was found wanting: trying the same bytes again changes nothing. */
const isRefusal = (code: ErrorCode): boolean => code.startsWith('archive.');

/** Trouble that is not this backup's: it leaves no mark on it. */
const notItsFault = new Set<ErrorCode>([
  'sync.cancelled',
  'ha.away',
  'ha.unreachable',
  'ha.starting',
  'ha.token-invalid',
  'ha.banned',
  'ha.not-admin',
  'ha.tls-untrusted',
  ...gatesOfApple,
  'icloud.throttled',
  'icloud.full',
  'rclone.missing',
  'rclone.untrusted',
  'rclone.too-old',
  'rclone.config-unreadable',
  'secrets.locked',
  'secrets.denied',
  'secrets.missing',
  'secrets.token-missing',
  'secrets.unavailable',
  'disk.full',
]);

/** What a failed attempt leaves behind. */
export const rememberFailure = (gates: Gates, { backup, copy }: Pull, error: AppError, now: Date): Gates => {
  if (notItsFault.has(error.code)) return gates;
  const before = gates.backups[backup.id];
  const failures = (before?.failures ?? 0) + 1;
  const hours = pausesHours[failures - 1];
  const entry = isRefusal(error.code)
    ? { failures: 0, refused: { code: error.code, size: copy.size ?? null } }
    : {
        failures,
        ...(hours === undefined ? {} : { notBefore: new Date(now.getTime() + hours * 3_600_000).toISOString() }),
      };
  return { ...gates, backups: { ...gates.backups, [backup.id]: entry } };
};

/** What Home Assistant no longer lists needs no memory. */
export const keepBackups = (gates: Gates, ids: ReadonlySet<string>): Gates => {
  const gone = Object.keys(gates.backups).filter((id) => !ids.has(id));
  return gone.length === 0 ? gates : forgetBackups(gates, new Set(gone));
};

/** Stored, or gone from Home Assistant: nothing to remember. */
export const forgetBackups = (gates: Gates, ids: ReadonlySet<string>): Gates => ({
  ...gates,
  backups: Object.fromEntries(Object.entries(gates.backups).filter(([id]) => !ids.has(id))),
});

/** Failures that the next backup of the same run would meet as well. */
export const endsRun = (error: AppError): boolean =>
  error.code === 'icloud.offline' || (notItsFault.has(error.code) && error.code !== 'disk.full');
