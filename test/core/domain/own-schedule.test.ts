import { describe, expect, test } from 'vitest';
import { ignoresEncryption, leavesOpen, setUpWarnings } from '../../../src/core/domain/own-schedule.ts';
import type { OwnSchedule } from '../../../src/core/ports/backup-source.ts';
import * as build from '../../support/domain-builders.ts';

const scheduleOf = (given: Partial<OwnSchedule> = {}): OwnSchedule => ({
  automatic: true,
  recurrence: 'daily',
  keeps: { copies: null, days: null },
  protected: true,
  next: undefined,
  ...given,
});
const tooFew = (days: number) => ({ code: 'ha.keeps-too-few', facts: { days } });

describe('a Home Assistant that keeps its backups for less than a week', () => {
  test.each<[what: string, given: Partial<OwnSchedule>, warnings: object[]]>([
    ['everything', {}, []],
    ['seven days', { keeps: { copies: null, days: 7 } }, []],
    ['six days', { keeps: { copies: null, days: 6 } }, [tooFew(6)]],
    ['seven copies, one a day', { keeps: { copies: 7, days: null } }, []],
    ['three copies, one a day', { keeps: { copies: 3, days: null } }, [tooFew(3)]],
    ['the shorter of both', { keeps: { copies: 30, days: 2 } }, [tooFew(2)]],
    ['the fewer of both', { keeps: { copies: 4, days: 30 } }, [tooFew(4)]],
    [
      'three copies, made on some days of the week',
      { recurrence: 'custom_days', keeps: { copies: 3, days: null } },
      [],
    ],
    ['three days, made on some of them', { recurrence: 'custom_days', keeps: { copies: 3, days: 3 } }, [tooFew(3)]],
    [
      'no automatic backups at all: that alone',
      { automatic: false, recurrence: 'never', keeps: { copies: 1, days: null } },
      [{ code: 'ha.automatic-off', facts: {} }],
    ],
    [
      'two days, and in the clear',
      { keeps: { copies: null, days: 2 }, protected: false },
      [tooFew(2), { code: 'ha.unprotected', facts: {} }],
    ],
  ])('%s', (_, given, warnings) => {
    expect(setUpWarnings(scheduleOf(given), [])).toEqual(warnings);
  });

  test('says nothing of it where it does not tell its schedule', () => {
    expect(setUpWarnings(undefined, [])).toEqual([]);
    const clear = build.aBackup({ copies: [{ agentId: 'backup.local', size: 1, protected: false }] });
    expect(setUpWarnings(undefined, [clear])).toEqual([{ code: 'ha.unprotected', facts: {} }]);
  });
});

describe('a setting that says encrypted, and backups that are not', () => {
  const copies = (isProtected: boolean) => [{ agentId: 'backup.local', size: 1, protected: isProtected }];
  const made = (day: number, kind: 'automatic' | 'manual', isProtected: boolean) =>
    build.aBackup({ name: `of ${day}`, date: `2026-11-0${day}T05:00:00Z`, kind, copies: copies(isProtected) });
  const ignored = [{ code: 'ha.encryption-ignored', facts: { name: 'of 2', date: '2026-11-02T05:00:00Z' } }];

  test.each<[what: string, backups: ReturnType<typeof made>[], warnings: object[]]>([
    ['none yet', [], []],
    ['the newest is encrypted, older ones are not', [made(1, 'automatic', false), made(2, 'automatic', true)], []],
    ['the newest is not', [made(1, 'automatic', true), made(2, 'automatic', false)], ignored],
    ['one that somebody made by hand says nothing', [made(1, 'automatic', true), made(2, 'manual', false)], []],
  ])('%s', (_, backups, warnings) => {
    expect(leavesOpen(scheduleOf(), backups)).toEqual(warnings);
    expect(setUpWarnings(scheduleOf(), backups)).toEqual(warnings);
  });

  test.each<[what: string, since: string | undefined, warnings: object[]]>([
    ['it was made since', '2026-11-01T12:00:00Z', ignored],
    ['it was made before: the next one may be encrypted', '2026-11-02T12:00:00Z', []],
    ['it does not say so', undefined, []],
  ])('seen from look to look: %s', (_, since, warnings) => {
    expect(ignoresEncryption(since, [made(1, 'automatic', true), made(2, 'automatic', false)])).toEqual(warnings);
  });

  test('a setting that says otherwise is the news', () => {
    expect(leavesOpen(scheduleOf({ protected: false }), [made(1, 'automatic', false)])).toEqual([
      { code: 'ha.unprotected', facts: {} },
    ]);
  });
});
