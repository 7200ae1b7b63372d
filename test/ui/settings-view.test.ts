import { describe, expect, it } from 'vitest';
import type { PruneResult } from '../../src/shared/status.ts';
import type { OtherComputer } from '../../src/shared/user-settings.ts';
import { speedChoiceOf, wholeNumber, withCurrent } from '../../renderer/choices/offered.ts';
import { addedBy, copiesOf, keepsAsMuch, newlyGoing, seenIn } from '../../renderer/choices/preview.ts';
import { holdsWords } from '../../renderer/settings/find-cards.ts';
import { nameAmong } from '../../renderer/settings/other-names.ts';
import { safeStatus } from './states/view-state.ts';

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

/** What keeps all deletions back (core/sync/plan-prune.ts). */
const heldBack = [
  'ha.list-incomplete',
  'cloud.failed',
  'ha.instance-ambiguous',
  'sync.clock-skew',
  'sync.prune-limit',
  'archive.shrunk',
] as const;

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
    const preview = copiesOf(plan(copy(20, 'keep'), copy(9, 'delete'), copy(3, 'delete'), copy(12, 'later')));
    expect(preview.going.map(({ archive }) => archive)).toEqual(['backup-3.tar', 'backup-9.tar']);
    expect(preview).toMatchObject({ kept: 1, later: 1 });
  });

  it('asks only for what goes because of the change', () => {
    const now = plan(copy(20, 'keep'), copy(9, 'keep'), copy(3, 'delete'));
    expect(newlyGoing(now, now)).toBe(0);
    expect(newlyGoing(now, plan(copy(20, 'keep'), copy(9, 'later'), copy(3, 'delete')))).toBe(1);
    expect(newlyGoing(now, plan(copy(20, 'keep'), copy(9, 'keep'), copy(3, 'keep')))).toBe(0);
  });

  it.each(heldBack)('counts what goes as soon as deletions go on, held by %s', (code) => {
    const held = (...backups: Verdict[]): PruneResult => ({ ...plan(...backups), held: { code, facts: {} } });
    const now = held(copy(20, 'keep'), copy(9, 'keep'), copy(3, 'later'));
    expect(newlyGoing(now, held(copy(20, 'keep'), copy(9, 'later'), copy(3, 'later')))).toBe(1);
  });

  it('of a change alone leaves out what goes without it', () => {
    const now = plan(copy(20, 'keep'), copy(9, 'keep'), copy(3, 'delete'));
    const then = plan(copy(20, 'keep'), copy(9, 'delete'), copy(3, 'delete'));
    expect(copiesOf(addedBy(now, then))).toMatchObject({ kept: 1, going: [{ archive: 'backup-9.tar' }], later: 0 });
  });

  it.each([
    [{ days: 14, keep: 3 }, true],
    [{ days: 30, keep: 3 }, true],
    [{ days: 0, keep: 4 }, true],
    [{ days: 7, keep: 3 }, false],
    [{ days: 0, keep: 2 }, false],
    [{ days: 7, keep: 9 }, false],
  ])('%j instead of 14 and 3 keeps as much: %s', (then, expected) => {
    expect(keepsAsMuch({ days: 14, keep: 3 }, then)).toBe(expected);
  });

  it('knows that all copies are more than those of any number of days', () => {
    expect(keepsAsMuch({ days: 0, keep: 3 }, { days: 3650, keep: 3 })).toBe(false);
  });
});

describe('other computers', () => {
  const of = (id: string, name: string | null): OtherComputer => ({
    id,
    name,
    copies: name === null ? 0 : 1,
    newestAt: name === null ? null : '2026-11-21T05:00:00.000Z',
    adopted: name === null,
  });
  const all = [of('1111aaaa', 'Mac'), of('2222bbbb', 'Mac'), of('3333cccc', 'Desk'), of('4444dddd', null)];

  it.each([
    ['1111aaaa', 'Study', 'Mac (1111aa)'],
    ['3333cccc', 'Study', 'Desk'],
    ['3333cccc', 'Desk', 'Desk (before it was set up again)'],
    ['2222bbbb', 'Mac', 'Mac (2222bb) (before it was set up again)'],
    ['4444dddd', 'Desk', 'Computer 4444dd'],
  ])('%s beside %s is called "%s"', (id, own, name) => {
    const computer = all.find((one) => one.id === id);
    expect(computer && nameAmong(computer, all, own)).toBe(name);
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

describe('what is wanted', () => {
  it.each([
    ['Speed limit for transfers', 'speed', true],
    ['Speed limit for transfers', '  TRANSFERS   lim ', true],
    ['Speed limit for transfers', 'speed proxy', false],
    ['Speed limit for transfers', '', true],
  ])('in "%s" "%s" is found: %s', (text, wanted, expected) => {
    expect(holdsWords(text, wanted)).toBe(expected);
  });
});
