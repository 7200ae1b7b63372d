import { planSync } from '../../../src/core/sync/plan-sync.ts';
import type { SyncFacts } from '../../../src/core/sync/sync-facts.ts';
import { aBackup, ago, aStored, factsOf, folderOf, hourMs } from '../../support/domain-builders.ts';
import { atMost, median, type Measurement } from '../measurement.ts';

const name = 'planning';
const count = 10_000;
const target = 50;
const times = 9;

/** One backup an hour for more than a year, of which so many (the oldest) are stored already. */
const factsWith = (storedCount: number): SyncFacts => {
  const dates = Array.from({ length: count }, (_, index) => ago(index * hourMs));
  const backups = dates.map((date, index) => aBackup({ id: idOf(index), date }));
  const stored = dates.map((date, index) => aStored({ backupId: idOf(index), date })).slice(count - storedCount);
  const home = { items: backups, complete: true } as const;
  return factsOf({ home, cloud: folderOf(...stored).view() });
};

const idOf = (index: number): string => index.toString(16).padStart(8, '0');

const timeOf = (facts: SyncFacts): number => {
  const began = performance.now();
  planSync(facts);
  return performance.now() - began;
};

export const planning: Measurement = {
  names: [name],
  what: `one plan for ${count} backups: none, half or all of them stored, whichever takes longest`,
  run: async ({ say }) => {
    const medians = [0, count / 2, count].map((stored) => {
      const facts = factsWith(stored);
      const each = Array.from({ length: times }, () => timeOf(facts));
      say(`  ${stored} stored: median ${median(each).toFixed(1)} ms, first ${(each[0] ?? 0).toFixed(1)} ms`);
      return median(each);
    });
    return await Promise.resolve([atMost(name, Math.max(...medians), 'ms', target)]);
  },
};
