import type { ErrorCode } from '../../../src/shared/error-codes.ts';
import type { LevelResult } from '../../../src/shared/proof.ts';
import type { CheckResult } from '../../../src/shared/status.ts';
import { detailsAnswers } from './details.ts';
import { ok, type Answer, type Answers } from './answers.ts';
import { restoreState } from './restore.ts';
import { hoursFromNow, problem } from './view-state.ts';

export const fileState = restoreState;
const at = hoursFromNow(0);
const names = ['Intact', 'Opens', 'Readable', 'Makes sense'] as const;

/** Up to a level everything holds; the next one ends with the problem. */
const levels = (upTo: number, code: ErrorCode | null, holds: boolean | null): LevelResult[] =>
  names.map((name, index): LevelResult => {
    const level = index + 1;
    if (level <= upTo) return { level, name, holds: true, at, ms: 900, problem: null };
    if (level === upTo + 1 && code !== null) return { level, name, holds, at, ms: 40, problem: problem(code) };
    return {
      level,
      name,
      holds: null,
      at: null,
      ms: null,
      problem: problem('proof.not-tried', { why: 'level-below' }),
    };
  });

const checked: CheckResult = {
  verdict: 'good',
  bytes: 1_240_000_000,
  sha256: 'd'.repeat(64),
  slug: 'a1b2c3d4',
  protected: true,
  secureTar: 3,
  parts: [
    { name: 'homeassistant', size: 980_000_000 },
    { name: 'core_mosquitto', size: 4_200_000 },
    { name: 'share', size: 190_000_000 },
  ],
  defects: [],
  problem: null,
  level: 4,
  levels: levels(4, null, true),
  counts: null,
};

/** What checks of a file come to. */
export const checks = {
  good: checked,
  otherKey: {
    ...checked,
    verdict: 'refused',
    level: 1,
    problem: problem('proof.wrong-key', { parts: 'homeassistant' }),
    levels: levels(1, 'proof.wrong-key', false),
  },
  torn: {
    ...checked,
    verdict: 'refused',
    sha256: null,
    slug: null,
    protected: null,
    secureTar: null,
    parts: [],
    level: 0,
    problem: problem('archive.torn', { after: 'core_mosquitto', file: 'Home 2026-11-20.tar' }),
    levels: levels(0, 'archive.torn', false),
  },
  notABackup: {
    ...checked,
    bytes: 48_213,
    verdict: 'refused',
    sha256: null,
    slug: null,
    protected: null,
    secureTar: null,
    parts: [],
    level: 0,
    problem: problem('archive.not-archive', { is: 'web-page' }),
    levels: levels(0, 'archive.not-archive', false),
  },
} as const satisfies Record<string, CheckResult>;

export const fileName = 'Home 2026-11-20 09.00 a1b2c3d4.tar';

const inHand: Answers = {
  ...detailsAnswers,
  'file.choose': () => ok({ name: fileName, bytes: 1_240_000_000 }),
  'file.contents': async (input) => await contentsOf(input),
  'file.extract': async ({ path }) => (await detailsAnswers['backups.extract']?.({ id: 'x', path })) ?? ok(null),
};

const contentsOf = async ({ part }: { readonly part?: string }): Promise<Answer<never>> =>
  ((await detailsAnswers['backups.contents']?.({ id: 'x', ...(part === undefined ? {} : { part }) })) ??
    ok(null)) as Answer<never>;

export const fileAnswers = (found: CheckResult = checks.good): Answers => ({
  ...inHand,
  'file.check': () => ok(found),
});

/** The button on the page, for those who do not drag. */
export const fileButton = '.file-card .button';
