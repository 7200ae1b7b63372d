import type { Counts } from '../../shared/proof.ts';

/** Fewer than so many come and go in a healthy home. */
const least: Readonly<Record<keyof Counts, number>> = {
  parts: 3,
  files: 20,
  configEntries: 6,
  devices: 6,
  entities: 10,
  database: 1024 * 1024,
};

/** What the backup has less than half of, in comparison with the last good one. */
export const whatShrank = (counts: Counts, before: Counts): (keyof Counts)[] =>
  (Object.keys(least) as (keyof Counts)[]).filter((what) => {
    const then = before[what] ?? 0;
    return then >= least[what] && (counts[what] ?? 0) < then / 2;
  });
