import type { DescribedBackup } from '../../src/shared/contract/described.ts';
import { isDoubtful } from '../../src/shared/defects.ts';
import { isInCloud, stateOf } from './backup-rows.ts';

/**
 * What keeps a backup from being one to count on. `damaged`: it is, or what came back was not it; `other-key`: no key that is
 * known opens it; `unproven`: nobody looked; `check`: something in it is odd. Null: as far as it is known, it is good.
 */
export type Flaw = 'damaged' | 'other-key' | 'unproven' | 'check';

export const flawOf = (backup: DescribedBackup): Flaw | null => {
  const { verification } = backup;
  if (stateOf(backup) === 'damaged') return 'damaged';
  if (verification === null || verification.level < 1) return 'unproven';
  if (verification.problem !== null) return verification.problem.code === 'proof.wrong-key' ? 'other-key' : 'damaged';
  return verification.defects.length > 0 ? 'check' : null;
};

/** Something small may be missing from it, but Home Assistant can be restored. */
const canBeCountedOn = (backup: DescribedBackup): boolean => {
  const flaw = flawOf(backup);
  const isOdd = (defect: string): boolean => isDoubtful(defect.split(' ', 1)[0] ?? '');
  return flaw === null || (flaw === 'check' && backup.verification?.defects.some(isOdd) === false);
};

/** Clocks of two computers differ; by more than this, one of them was wrong. Milliseconds. */
const clocksDiffer = 86_400_000;

/**
 * Milliseconds since 1970. None was made after it was proven: a clock that was ahead must not make one the newest for years. What has
 * no date that can be true is older than all that have one.
 */
const madeAt = ({ date, verification }: DescribedBackup): number => {
  const made = Date.parse(date);
  const proven = verification === null ? Infinity : Date.parse(verification.confirmedAt);
  return Number.isNaN(made) || made > proven + clocksDiffer ? Number.MIN_SAFE_INTEGER : Math.min(made, proven);
};

export interface NewestGood {
  readonly backup: DescribedBackup;
  /** So many were made after it, and cannot be counted on. */
  readonly newer: number;
}

/** The one that most people come for. Null: none can be counted on. */
export const newestGood = (backups: readonly DescribedBackup[]): NewestGood | null => {
  const inCloud = backups.filter(isInCloud);
  const [newest] = inCloud.filter(canBeCountedOn).toSorted((one, other) => madeAt(other) - madeAt(one));
  if (!newest) return null;
  return { backup: newest, newer: inCloud.filter((backup) => madeAt(backup) > madeAt(newest)).length };
};
