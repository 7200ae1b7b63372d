import { aProblem } from '../../shared/problems/a-problem.ts';
import { isMild, needsUser } from '../../shared/problems/rules.ts';
import type { LevelResult } from '../../shared/proof.ts';
import type { Problem } from '../../shared/run-report.ts';
import { countsForFloor } from './backup.ts';
import type { StoredBackup } from './manifest.ts';

/**
 * What is known of a copy's content: `verified` = its structure was proven and nothing speaks against it; `doubtful` = something
 * in it makes one doubt that it can be restored; `unproven` = nobody looked.
 */
export type Verification = 'verified' | 'doubtful' | 'unproven';

/** The one place that decides whether a copy can be counted on. */
const verificationOf = (copy: StoredBackup): Verification => {
  if (copy.manifest.level < 1) return 'unproven';
  return countsForFloor(copy.manifest.defects) && copyFailure(copy) === undefined ? 'verified' : 'doubtful';
};

/** One that did not come back as it should is not counted on, whatever was proven before it went up. */
export const isVerified = (copy: StoredBackup): boolean => verificationOf(copy) === 'verified';

/**
 * Why a copy that is stored could not be restored from, as far as it was looked at. That the keys of then did not open it is
 * answered by a test with one that does; what else failed is not.
 */
export const copyFailure = ({ manifest, test }: StoredBackup): Problem | undefined => {
  if (test?.verdict === 'failed') return aProblem('proof.test-failed', { name: manifest.name, at: test.at });
  const failure = failureOf(manifest.proof?.levels ?? []);
  return failure && test?.verdict === 'came-back' && needsUser(failure.code) ? undefined : failure;
};

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
