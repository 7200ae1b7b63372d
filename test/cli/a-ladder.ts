import { fileLevels, levelName } from '../../src/shared/ladder.ts';
import type { LevelResult } from '../../src/shared/proof.ts';

/** What became of the levels 1 to 4. */
export const aLadder = (...held: (boolean | null)[]): LevelResult[] =>
  fileLevels.map((level, index) => ({
    level,
    name: levelName(level),
    holds: held[index] ?? null,
    at: held[index] == null ? null : '2026-11-21T12:00:00.000Z',
    ms: held[index] == null ? null : 20,
    problem: held[index] === true ? null : { code: 'proof.not-tried', facts: { why: 'not-asked' } },
  }));
