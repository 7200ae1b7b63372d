import type { Candidate, Policy, RetentionSettings } from './policy.ts';

/** The newest verified backups stay whatever their age, with all their copies. Each counts once. */
export const amongNewest: Policy<'floor'> = {
  reason: 'floor',
  over: (settings, _now, newestFirst) => {
    const ranks = ranksIn(newestFirst);
    return (candidate) => {
      const ahead = ranks().of(candidate.id) ?? (candidate.verified ? ranks().asNewAs(candidate.at) : Infinity);
      return ahead < atLeast(settings);
    };
  },
};

/** Nobody counts on it, but without enough verified ones that are at least as new it would be pulled again. */
export const notReplaced: Policy<'unverified'> = {
  reason: 'unverified',
  over: (settings, _now, newestFirst) => {
    const ranks = ranksIn(newestFirst);
    return (candidate) => !candidate.verified && ranks().asNewAs(candidate.at) < atLeast(settings);
  },
};

const atLeast = ({ floor }: RetentionSettings): number => Math.max(floor, 1);

interface Ranks {
  /** How many verified backups stand before this one; undefined = it is not among them. */
  of(id: string): number | undefined;
  /** How many verified backups are at least as new. */
  asNewAs(at: number): number;
}

/** Worked out when the first is asked for: mostly nobody asks. */
const ranksIn = (newestFirst: readonly Candidate[]): (() => Ranks) => {
  let known: Ranks | undefined;
  return () => (known ??= rank(newestFirst));
};

const rank = (newestFirst: readonly Candidate[]): Ranks => {
  const ranks = new Map<string, number>();
  const moments: number[] = [];
  for (const { id, at, verified } of newestFirst) {
    if (!verified || ranks.has(id)) continue;
    ranks.set(id, ranks.size);
    // A date that cannot be read is newer than nothing.
    if (!Number.isNaN(at)) moments.push(at);
  }
  const dates = Float64Array.from(moments).sort();
  return { of: (id) => ranks.get(id), asNewAs: (at) => countFrom(dates, at) };
};

/** Of dates in ascending order, those that are not before. */
const countFrom = (dates: Float64Array, at: number): number => {
  let low = 0;
  let high = dates.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((dates[middle] ?? -Infinity) < at) low = middle + 1;
    else high = middle;
  }
  return dates.length - low;
};
