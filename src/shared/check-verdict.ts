import { isDoubtful } from './defects.ts';
import type { CheckResult } from './status.ts';

/** What a check of a file came to, in one word for the sentence that is said of it. */
export type CheckVerdict =
  | 'intact'
  | 'opens'
  | 'readable'
  | 'sensible'
  /** Nothing speaks against it, and a level could not be told. */
  | 'probably'
  | 'doubtful'
  | 'unusual'
  | 'notABackup'
  | 'notUnderstood'
  | 'notRestorable'
  | 'badInside'
  /** None of the keys fits: that says nothing against it. */
  | 'otherKey';

type Found = Pick<CheckResult, 'verdict' | 'defects' | 'level'> & {
  readonly problem: Pick<NonNullable<CheckResult['problem']>, 'code'> | null;
  readonly levels: readonly Pick<CheckResult['levels'][number], 'level' | 'holds'>[];
};

export const checkVerdict = (found: Found): CheckVerdict => {
  const { verdict, defects, level, levels, problem } = found;
  if (verdict === 'good') return level > 1 ? goodTo(levels) : 'intact';
  if (problem?.code === 'proof.wrong-key') return 'otherKey';
  if (verdict === 'refused') return level === 0 ? refusal(problem?.code) : 'badInside';
  if (defects.length === 0) return 'probably';
  return defects.some(({ kind }) => isDoubtful(kind)) ? 'doubtful' : 'unusual';
};

/** What this version cannot read may still be restored by those who made it. */
const refusal = (code: string | undefined): CheckVerdict => {
  if (code === 'archive.not-archive') return 'notABackup';
  return code === 'archive.not-understood' || code === 'archive.no-backup-json' ? 'notUnderstood' : 'notRestorable';
};

const goodTo = (levels: Found['levels']): CheckVerdict => {
  const last = levels.findLast(({ holds }) => holds === true)?.level;
  if (last === 4) return 'sensible';
  return last === 3 ? 'readable' : 'opens';
};

/** A backup, and damaged: in what is none, or may be fine, there is nothing to rescue. */
export const isSalvageable = ({ verdict, level, problem }: Found): boolean => {
  if (verdict !== 'refused' || problem === null) return false;
  if (level > 0) return problem.code === 'proof.part-damaged';
  return problem.code !== 'archive.not-archive' && problem.code !== 'archive.not-understood';
};
