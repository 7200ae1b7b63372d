import type { Described, DescribedBackup } from '../../../src/shared/contract/described.ts';
import { ladder, type Level } from '../../../src/shared/ladder.ts';
import type { CheckResult } from '../../../src/shared/status.ts';

/** What became of one level of proof of a backup. */
export interface Rung {
  readonly level: Level;
  readonly state: 'holds' | 'fails' | 'open';
  readonly at: string | null;
  /** Why it does not hold, or was not tried. */
  readonly why: string | null;
}

/**
 * All levels, from the lowest. A copy is stored if iCloud lists it; an older program told nothing of a level by itself: what is at
 * or below the highest one that it proved holds.
 */
export const rungsOf = ({ verification, why }: DescribedBackup): readonly Rung[] =>
  ladder.map(({ level }) => {
    if (verification === null) return { level, state: 'open', at: null, why: null };
    if (level === 0) return { level, state: 'holds', at: verification.confirmedAt, why: null };
    const result = verification.levels.find((one) => one.level === level);
    if (result) {
      const state = result.holds === null ? 'open' : result.holds ? 'holds' : 'fails';
      return { level, state, at: result.at, why: state === 'holds' ? null : (why[level] ?? null) };
    }
    const isBelow = level <= verification.level;
    return { level, state: isBelow ? 'holds' : 'open', at: isBelow ? verification.provedAt : null, why: null };
  });

/** The same of a file that was checked. */
export const rungsOfFile = ({ levels }: Described<CheckResult>): readonly Rung[] =>
  levels.map(({ level, holds, at, problem }) => ({
    level: level as Level,
    state: holds === null ? 'open' : holds ? 'holds' : 'fails',
    at,
    why: holds === true ? null : (problem?.title ?? null),
  }));

export type KeyState = 'none' | 'opens' | 'wrong' | 'unknown';

/** Whether a key is needed, and whether one that is known opened it. */
export const keyStateOf = (backup: DescribedBackup): KeyState => {
  if (!backup.protected && backup.plainParts === undefined) return 'none';
  const rungs = rungsOf(backup);
  if (rungs.some(({ level, state }) => level >= 2 && state === 'holds')) return 'opens';
  return rungs.some(({ level, state }) => level === 2 && state === 'fails') ? 'wrong' : 'unknown';
};
