import { levelName, type FileLevel } from '../../shared/ladder.ts';
import { aProblem } from '../../shared/problems/a-problem.ts';
import type { LevelResult } from '../../shared/proof.ts';
import type { Problem } from '../../shared/run-report.ts';

/** What trying a level came to. */
export type Verdict =
  | { readonly holds: true }
  | { readonly holds: false; readonly problem: Problem }
  /** It could not be told. */
  | { readonly holds: null; readonly problem: Problem };

export const holds: Verdict = { holds: true };

export interface Tried {
  readonly began: Date;
  readonly ended: Date;
}

export const tried = (level: FileLevel, verdict: Verdict, { began, ended }: Tried): LevelResult => ({
  level,
  name: levelName(level),
  holds: verdict.holds,
  at: began.toISOString(),
  ms: Math.max(0, ended.getTime() - began.getTime()),
  problem: verdict.holds === true ? null : verdict.problem,
});

/** @param why - nobody asked for it, or one below it does not hold */
const notTried = (level: FileLevel, why: 'not-asked' | 'below' | Problem): LevelResult => ({
  level,
  name: levelName(level),
  holds: null,
  at: null,
  ms: null,
  problem: typeof why === 'string' ? aProblem('proof.not-tried', { why }) : why,
});

/** The levels above that one, or from level 2 on. */
export const untold = (why: Parameters<typeof notTried>[1], from: FileLevel = 2): LevelResult[] =>
  ([2, 3, 4] as const).filter((level) => level >= from).map((level) => notTried(level, why));
