import { describe, expect, it } from 'vitest';
import { checkVerdict, isSalvageable, type CheckVerdict } from '../../../src/shared/check-verdict.ts';
import type { ErrorCode } from '../../../src/shared/error-codes.ts';

type Found = Parameters<typeof checkVerdict>[0];

const reached = (level: number, rest: Partial<Found> = {}): Found => ({
  verdict: 'good',
  defects: [],
  problem: null,
  level,
  levels: [1, 2, 3, 4].map((one) => ({ level: one, holds: one <= level ? true : null })),
  ...rest,
});
const refused = (level: number, code: ErrorCode): Found => reached(level, { verdict: 'refused', problem: { code } });
const defects = (kind: string): Found => reached(4, { verdict: 'defects', defects: [{ kind, part: 'core_ssh' }] });

describe('what a check came to', () => {
  it.each<[CheckVerdict, boolean, Found]>([
    ['intact', false, reached(1)],
    ['opens', false, reached(2)],
    ['readable', false, reached(3)],
    ['sensible', false, reached(4)],
    ['probably', false, reached(2, { verdict: 'defects' })],
    ['unusual', false, defects('app-missing')],
    ['doubtful', false, defects('empty-part')],
    ['notABackup', false, refused(0, 'archive.not-archive')],
    ['notUnderstood', false, refused(0, 'archive.not-understood')],
    ['notUnderstood', true, refused(0, 'archive.no-backup-json')],
    ['notRestorable', true, refused(0, 'archive.torn')],
    ['notRestorable', true, refused(0, 'archive.torso')],
    ['badInside', true, refused(2, 'proof.part-damaged')],
    ['otherKey', false, refused(1, 'proof.wrong-key')],
  ])('%s, to be rescued from: %s', (verdict, salvageable, found) => {
    expect([checkVerdict(found), isSalvageable(found)]).toEqual([verdict, salvageable]);
  });
});
