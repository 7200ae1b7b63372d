import type { PruneResult } from './status.ts';

/** One backup in the cloud, as far as storage goes. */
interface Stored {
  readonly id: string;
  /** ISO 8601. */
  readonly date: string;
  /** Bytes; null where nobody knows. */
  readonly size: number | null;
}

export interface MonthOfBackups {
  /** ISO 8601, its first moment in this computer's own time zone. */
  readonly month: string;
  readonly bytes: number;
  readonly count: number;
}

const shownMonths = 12;
const dayMs = 86_400_000;
/** By what was made in this time it is said what will be. */
const rhythmDays = 30;

const sum = (sizes: readonly (number | null)[]): number => sizes.reduce<number>((all, size) => all + (size ?? 0), 0);

/** The last twelve months, oldest first; what is older counts in none. Pure. */
export const monthsOf = (backups: readonly Stored[], now: Date): readonly MonthOfBackups[] =>
  Array.from({ length: shownMonths }, (_none, index) => {
    const back = shownMonths - 1 - index;
    const from = new Date(now.getFullYear(), now.getMonth() - back, 1);
    const to = new Date(now.getFullYear(), now.getMonth() - back + 1, 1);
    const made = backups.filter(({ date }) => Date.parse(date) >= from.getTime() && Date.parse(date) < to.getTime());
    return { month: from.toISOString(), bytes: sum(made.map(({ size }) => size)), count: made.length };
  });

export interface Forecast {
  /** Backups that will be there once the rule has had its time, and what they take. Rough numbers. */
  readonly count: number;
  readonly bytes: number;
}

/**
 * What a rule will come to, if backups are made as often and are as big as in the last thirty days. Null: there were none, or
 * nothing is ever deleted, so it grows for ever. Pure.
 *
 * @param days - how long they are kept; 0 = always
 */
export const forecastOf = (
  backups: readonly Stored[],
  { days, keep }: { readonly days: number; readonly keep: number },
  now: Date,
): Forecast | null => {
  const since = now.getTime() - rhythmDays * dayMs;
  const recent = backups.filter(({ date, size }) => Date.parse(date) >= since && size !== null);
  if (recent.length === 0 || days === 0) return null;
  const oldest = Math.min(...recent.map(({ date }) => Date.parse(date)));
  // The first day counts whole: fourteen backups, one a day, lie thirteen days apart.
  const perDay = recent.length / Math.min(rhythmDays, Math.floor((now.getTime() - oldest) / dayMs) + 1);
  const count = Math.max(Math.round(perDay * days), keep);
  return { count, bytes: Math.round((sum(recent.map(({ size }) => size)) / recent.length) * count) };
};

/** Bytes of those that a rule deletes, now or over the next days. Pure. */
export const freedBy = (
  backups: readonly Stored[],
  plan: readonly Pick<PruneResult['backups'][number], 'id' | 'next'>[],
): number => {
  const going = new Set(plan.filter(({ next }) => next !== 'keep').map(({ id }) => id));
  return sum(backups.filter(({ id }) => going.has(id)).map(({ size }) => size));
};
