import { countsForFloor } from './backup.ts';
import type { Manifest, StoredBackup } from './manifest.ts';

/**
 * What is known of a copy's content: `verified` = its structure was proven and nothing speaks against it; `doubtful` = it was
 * proven, and something in it makes one doubt that it can be restored; `unproven` = nobody looked.
 */
export type Verification = 'verified' | 'doubtful' | 'unproven';

/** The one place that decides whether a copy can be counted on. */
const verificationOf = ({ level, defects }: Pick<Manifest, 'level' | 'defects'>): Verification => {
  if (level < 1) return 'unproven';
  return countsForFloor(defects) ? 'verified' : 'doubtful';
};

export const isVerified = ({ manifest }: StoredBackup): boolean => verificationOf(manifest) === 'verified';
