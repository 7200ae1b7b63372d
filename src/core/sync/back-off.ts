import { blameOf, isVerdict } from '../../shared/problems/rules.ts';
import type { AppError } from '../errors/app-error.ts';
import type { Gates } from '../state/gates.ts';
import type { Pull } from './sync-facts.ts';

/** Pauses after the 1st, 2nd and 3rd failure in a row; after the 4th the user is asked. Hours. */
const pausesHours = [1, 6, 24] as const;

/**
 * What a failed attempt leaves behind. One refusal may be the download's fault, or of whatever answered in Home Assistant's
 * place: only the same verdict on a second download, in a later run, from the first byte on, is the archive's.
 */
export const rememberFailure = (gates: Gates, { backup, copy }: Pull, error: AppError, now: Date): Gates => {
  if (blameOf(error.code) === 'nothing') return gates;
  const before = gates.backups[backup.id] ?? { failures: 0 };
  const verdict = isVerdict(error.code) ? { code: error.code, size: copy.size ?? null } : undefined;
  const entry =
    verdict && isAlike(verdict, before.refused ?? before.doubt)
      ? { failures: 0, refused: verdict }
      : doubted(before.failures + 1, verdict ?? before.doubt, now);
  return { ...gates, backups: { ...gates.backups, [backup.id]: entry } };
};

type Entry = Gates['backups'][string];
type Verdict = NonNullable<Entry['doubt']>;

const isAlike = (one: Verdict, other: Verdict | undefined): boolean =>
  one.code === other?.code && one.size === other.size;

const doubted = (failures: number, doubt: Verdict | undefined, now: Date): Entry => ({
  failures,
  ...pauseAfter(failures, now),
  ...(doubt && { doubt }),
});

const pauseAfter = (failures: number, now: Date): { notBefore?: string } => {
  const hours = pausesHours[failures - 1];
  return hours === undefined ? {} : { notBefore: new Date(now.getTime() + hours * 3_600_000).toISOString() };
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
