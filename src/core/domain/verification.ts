import { aProblem } from '../../shared/problems/a-problem.ts';
import { isMild } from '../../shared/problems/rules.ts';
import type { LevelResult } from '../../shared/proof.ts';
import type { Problem } from '../../shared/run-report.ts';
import { countsForFloor } from './backup.ts';
import type { Manifest, StoredBackup } from './manifest.ts';

/**
 * What is known of a copy's content: `verified` = its structure was proven and nothing speaks against it; `doubtful` = something
 * in it makes one doubt that it can be restored; `unproven` = nobody looked.
 */
export type Verification = 'verified' | 'doubtful' | 'unproven';

/** The one place that decides whether a copy can be counted on. */
const verificationOf = ({ level, defects, proof }: Pick<Manifest, 'level' | 'defects' | 'proof'>): Verification => {
  if (level < 1) return 'unproven';
  return countsForFloor(defects) && failureOf(proof?.levels ?? []) === undefined ? 'verified' : 'doubtful';
};

/** One that did not come back as it should is not counted on, whatever was proven before it went up. */
export const isVerified = ({ manifest, test }: StoredBackup): boolean =>
  test?.verdict !== 'failed' && verificationOf(manifest) === 'verified';

/** Why a copy that is stored could not be restored from, as far as it was looked at. */
export const copyFailure = ({ manifest, test }: StoredBackup): Problem | undefined =>
  test?.verdict === 'failed'
    ? aProblem('proof.test-failed', { name: manifest.name, at: test.at })
    : failureOf(manifest.proof?.levels ?? []);

/** The highest level that holds with all below it; 0 if none does. */
export const highestLevel = (levels: readonly LevelResult[]): number => {
  let level = 0;
  for (const result of levels) {
    if (result.holds !== true || result.level !== level + 1) break;
    level = result.level;
  }
  return level;
};

/** Another program's manifest may leave out why. */
const unsaid: Problem = { code: 'internal', facts: {} };

/** Why the lowest level that does not hold does not, where Home Assistant could not be restored from it. What could not be told is no failure. */
export const failureOf = (levels: readonly LevelResult[]): Problem | undefined => {
  const failed = levels.flatMap(({ holds, problem }) => (holds === false ? (problem ?? unsaid) : []));
  return failed.find((problem) => !isMild(problem));
};
