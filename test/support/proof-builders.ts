import { levelName, type FileLevel } from '../../src/shared/ladder.ts';
import type { LevelResult, Proof } from '../../src/shared/proof.ts';
import type { Problem } from '../../src/shared/run-report.ts';

const at = '2026-11-20T04:00:00.000Z';

const level = (which: FileLevel, holds: boolean | null, problem: Problem | null): LevelResult => ({
  level: which,
  name: levelName(which),
  holds,
  at,
  ms: 5,
  problem,
});

/** Levels 1 up to `last` hold; the one above fails or cannot be told, those behind it were not tried. */
const proofTo = (last: 0 | FileLevel, above: boolean | null, problem: Problem): Proof => ({
  on: 'staged',
  levels: ([1, 2, 3, 4] as const).map((which) => {
    if (which <= last) return level(which, true, null);
    return level(which, which === last + 1 ? above : null, problem);
  }),
  counts: null,
  doubts: [],
});

const why = (code: Problem['code']): Problem => ({ code, facts: {} });

export const aProof = {
  /** All levels hold. */
  whole: proofTo(4, null, why('proof.not-tried')),
  /** Nobody knows the key. */
  keyless: proofTo(1, null, why('proof.key-needed')),
  wrongKey: proofTo(1, false, why('proof.wrong-key')),
  damaged: proofTo(2, false, why('proof.part-damaged')),
  /** The registries cannot be read. */
  cannotStart: proofTo(3, false, why('proof.cannot-start')),
  /** Its history is old: restorable all the same. */
  odd: proofTo(3, false, why('proof.doubtful')),
  /** There was no time for the database. */
  undecided: proofTo(3, null, why('proof.undecided')),
} as const satisfies Record<string, Proof>;
