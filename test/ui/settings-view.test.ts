import { describe, expect, it } from 'vitest';
import type { PruneResult } from '../../src/shared/status.ts';
import { speedChoiceOf, wholeNumber, withCurrent } from '../../renderer/settings/choices.ts';
import { newlyGoing, previewOf, seenIn } from '../../renderer/settings/preview.ts';
import { safeStatus } from './support/states.ts';

type Verdict = PruneResult['backups'][number];

const copy = (day: number, next: Verdict['next']): Verdict => ({
  id: `id-${day}`,
  name: `Backup ${day}`,
  archive: `backup-${day}.tar`,
  date: `2026-11-${String(day).padStart(2, '0')}T05:00:00.000Z`,
  next,
  reason: 'expired',
});
const plan = (...backups: Verdict[]): PruneResult => ({ dryRun: true, held: null, backups, removed: [] });

describe('speed limit', () => {
  it.each([
    [null, ''],
    ['2M', '2'],
    ['0.5M', '0.5'],
    ['.5Mi', '0.5'],
    ['2MiB', '2'],
    ['512k', 'own'],
    ['3M', 'own'],
    ['08:00,512k 23:00,off', 'own'],
    ['2M:1M', 'own'],
  ])('%s is shown as "%s"', (bandwidth, choice) => {
    expect(speedChoiceOf(bandwidth)).toBe(choice);
  });
});

describe('a whole number', () => {
  it.each([
    ['14', 14],
    [' 0 ', 0],
    ['3650', 3650],
    ['3651', undefined],
    ['-1', undefined],
    ['1.5', undefined],
    ['1e3', undefined],
    ['', undefined],
  ])('"%s" is %s', (typed, value) => {
    expect(wholeNumber(typed, 0, 3650)).toBe(value);
  });
});

describe('a list of choices', () => {
  it('has what is set, also where somebody else set it', () => {
    expect(withCurrent([15, 30], 30)).toEqual([15, 30]);
    expect(withCurrent([15, 30], 45)).toEqual([15, 30, 45]);
  });
});

describe('preview of retention', () => {
  it('names what goes, the oldest first', () => {
    const preview = previewOf(plan(copy(20, 'keep'), copy(9, 'delete'), copy(3, 'delete'), copy(12, 'later')));
    expect(preview.going.map(({ archive }) => archive)).toEqual(['backup-3.tar', 'backup-9.tar']);
    expect(preview).toMatchObject({ kept: 1, later: 1 });
  });

  it('asks only for what goes because of the change', () => {
    const now = plan(copy(20, 'keep'), copy(9, 'keep'), copy(3, 'delete'));
    expect(newlyGoing(now, now)).toBe(0);
    expect(newlyGoing(now, plan(copy(20, 'keep'), copy(9, 'later'), copy(3, 'delete')))).toBe(1);
    expect(newlyGoing(now, plan(copy(20, 'keep'), copy(9, 'keep'), copy(3, 'keep')))).toBe(0);
  });
});

describe('the list that a preview is of', () => {
  it('is unknown before iCloud was looked at', () => {
    expect(seenIn({ ...safeStatus, icloud: { ...safeStatus.icloud, seenAt: null } })).toBeNull();
  });

  it.each<[string, Partial<typeof safeStatus>, readonly string[]]>([
    ['a look', { icloud: { ...safeStatus.icloud, seenAt: '2026-11-21T11:59:00.000Z' } }, []],
    ['a copy that was removed', { icloud: { ...safeStatus.icloud, backups: 13 } }, []],
    ['a backup in Home Assistant', { home: safeStatus.home && { ...safeStatus.home, backups: 8 } }, []],
    ['a computer in care', {}, ['3333cccc4444dddd']],
  ])('is another one after %s', (_what, change, inCare) => {
    expect(seenIn(safeStatus)).toBe(seenIn({ ...safeStatus }));
    expect(seenIn({ ...safeStatus, ...change }, inCare)).not.toBe(seenIn(safeStatus));
  });
});
