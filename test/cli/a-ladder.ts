import type { PinResult, TestResult } from '../../src/shared/status.ts';
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

export const aTest = (given: Partial<TestResult> = {}): TestResult => ({
  id: '1a2b3c4d',
  name: 'Automatic backup 2026.11.0',
  date: '2026-11-21T05:12:33.123456+01:00',
  archive: 'Home_2026-11-21_0512_automatic_2026.11.0_1a2b3c4d_1111a1b2c3d4.tar',
  bytes: 1_200_000_000,
  verdict: 'came-back',
  at: '2026-11-21T11:00:00.000Z',
  level: 5,
  levels: [
    ...aLadder(true, true, true, true),
    { level: 5, name: 'Came back', holds: true, at: '2026-11-21T10:58:00.000Z', ms: 120_000, problem: null },
  ],
  problem: null,
  ...given,
});

export const aPinned = (pinned: boolean): PinResult => ({
  id: '1a2b3c4d',
  name: 'Automatic backup 2026.11.0',
  archive: 'Home_2026-11-21_0512_automatic_2026.11.0_1a2b3c4d_1111a1b2c3d4.tar',
  pinnedAt: pinned ? '2026-11-21T10:00:00.000Z' : null,
});
