import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { selectDays, shownDays, type DayFacts } from '../../../src/core/commands/recent-days.ts';
import type { HistoryEntry } from '../../../src/core/state/history.ts';
import type { DayView } from '../../../src/shared/contract/views.ts';
import type { ErrorCode } from '../../../src/shared/error-codes.ts';
import { aStored } from '../../support/domain-builders.ts';
import { cloudSide } from '../../support/status-facts.ts';

const zone = 'Europe/Berlin';
const now = new Date('2026-11-21T12:00:00.000Z');
/** Noon of a day of November 2026 unless told otherwise, Berlin time. */
const noon = (day: number, hour = 12): string => new Date(Date.UTC(2026, 10, day, hour - 1)).toISOString();

const ended = (at: string, outcome: 'done' | 'failed' | 'cancelled' | 'warnings', code?: ErrorCode): HistoryEntry => ({
  kind: 'run-end',
  at,
  run: at,
  outcome,
  stored: 0,
  pruned: 0,
  ...(code ? { code } : {}),
});
const alsoUnpulled = (entry: HistoryEntry): HistoryEntry =>
  entry.kind === 'run-end' ? { ...entry, unpulled: true } : entry;
const noted = (at: string, what: 'stored' | 'failed' | 'refused', backupId: string): HistoryEntry => ({
  kind: 'backup',
  at,
  what,
  instance: 'k',
  backupId,
  name: backupId,
});
/** Looked after since the first of the month. */
const begun = ended(noon(1), 'done');
const copies = (...given: [id: string, date: string][]) => ({
  look: { cloud: cloudSide(given.map(([backupId, date]) => aStored({ backupId, date }))) },
});
const factsOf = (given: Partial<DayFacts> = {}): DayFacts => ({ history: [begun], look: {}, daily: true, ...given });
const daysOf = (given: Partial<DayFacts>, at = now): DayView[] => selectDays(factsOf(given), at, zone);
const stateOn = (day: string, given: Partial<DayFacts>, at = now): DayView['state'] | undefined =>
  daysOf(given, at).find((one) => one.day === day)?.state;

describe('a day', () => {
  test.each<[what: string, day: string, given: Partial<DayFacts>, state: DayView['state']]>([
    ['a backup was made and is stored', '2026-11-20', copies(['a', noon(20)]), 'backed-up'],
    [
      'it was stored days later',
      '2026-11-20',
      { ...copies(['a', noon(20)]), history: [begun, noted(noon(21), 'stored', 'a')] },
      'backed-up',
    ],
    [
      'the day of storing an older one',
      '2026-11-19',
      { ...copies(['a', noon(18)]), history: [begun, noted(noon(19), 'stored', 'a')] },
      'missed',
    ],
    [
      'its copy went by retention since',
      '2026-11-05',
      { history: [begun, noted(noon(5), 'stored', 'gone')] },
      'backed-up',
    ],
    ['nothing', '2026-11-20', {}, 'missed'],
    ['nothing, and no rhythm to hold anybody to', '2026-11-20', { daily: false }, 'none'],
    ['nothing yet today', '2026-11-21', {}, 'none'],
    ['nothing, before this program looked after it', '2026-10-31', {}, 'none'],
    [
      'a copy from before this program looked after it',
      '2026-10-30',
      copies(['a', '2026-10-30T10:00:00Z']),
      'backed-up',
    ],
    ['a run failed', '2026-11-20', { history: [begun, ended(noon(20), 'failed', 'cloud.full')] }, 'missed'],
    ['a run failed today', '2026-11-21', { history: [begun, ended(noon(21), 'failed', 'disk.full')] }, 'missed'],
    [
      'a run failed, and no rhythm to hold anybody to',
      '2026-11-20',
      { history: [begun, ended(noon(20), 'failed', 'ha.token-invalid')], daily: false },
      'missed',
    ],
    [
      'a run failed, a later one went well',
      '2026-11-20',
      { history: [begun, ended(noon(20, 8), 'failed', 'cloud.full'), ended(noon(20), 'done')] },
      'missed',
    ],
    [
      'a run failed, and later nobody was at home',
      '2026-11-20',
      {
        ...copies(['a', noon(20)]),
        history: [begun, ended(noon(20, 8), 'failed', 'cloud.full'), ended(noon(20), 'failed', 'ha.unreachable')],
      },
      'issue',
    ],
    [
      'a run failed after the copy was stored',
      '2026-11-20',
      { ...copies(['a', noon(20)]), history: [begun, ended(noon(20), 'failed', 'icloud.trust-expired')] },
      'issue',
    ],
    ['nobody was at home', '2026-11-20', { history: [begun, ended(noon(20), 'failed', 'ha.unreachable')] }, 'missed'],
    ['the user gave up', '2026-11-20', { history: [begun, ended(noon(20), 'cancelled', 'sync.cancelled')] }, 'missed'],
    [
      'a backup was refused',
      '2026-11-20',
      { history: [begun, noted(noon(20), 'refused', 'a'), ended(noon(20), 'warnings')] },
      'missed',
    ],
    [
      'a backup was refused, another one is stored',
      '2026-11-20',
      { ...copies(['b', noon(20)]), history: [begun, noted(noon(20), 'refused', 'a'), ended(noon(20), 'warnings')] },
      'issue',
    ],
    [
      'a backup failed and was stored the day after',
      '2026-11-20',
      { ...copies(['a', noon(20)]), history: [begun, noted(noon(20), 'failed', 'a'), noted(noon(21), 'stored', 'a')] },
      'backed-up',
    ],
  ])('%s', (_, day, given, state) => {
    expect(stateOn(day, given)).toBe(state);
  });

  test('counts each backup once, on the day it was made', () => {
    const given = {
      ...copies(['a', noon(20, 5)], ['b', noon(20)], ['a', noon(20, 5)]),
      history: [begun, noted(noon(21), 'stored', 'a'), noted(noon(21), 'stored', 'c'), noted(noon(21), 'stored', 'c')],
    };
    expect(
      daysOf(given)
        .slice(-2)
        .map(({ stored }) => stored),
    ).toEqual([2, 1]);
  });

  test.each<[how: string, HistoryEntry]>([
    ['', ended(noon(15), 'warnings', 'ha.unpulled')],
    [', by a run that ended with another code', alsoUnpulled(ended(noon(15), 'failed', 'cloud.full'))],
  ])('made and gone again: the gap before the day on which that was noticed%s', (_, noticed) => {
    const given = {
      ...copies(['a', noon(10)], ['b', noon(14)], ['c', noon(15)]),
      history: [begun, noticed, ended(noon(15, 13), 'done')],
    };
    const states = daysOf(given)
      .slice(-13)
      .map(({ day, state }) => `${day.slice(8)} ${state}`);
    expect(states).toEqual([
      ...['09 missed', '10 backed-up', '11 unpulled', '12 unpulled', '13 unpulled', '14 backed-up', '15 backed-up'],
      ...['16 missed', '17 missed', '18 missed', '19 missed', '20 missed', '21 none'],
    ]);
  });
});

describe('the calendar', () => {
  test('belongs to the reader: the same moment is another day elsewhere', () => {
    const given = factsOf(copies(['a', '2026-11-20T23:30:00Z']));
    const on = (timeZone: string) => selectDays(given, now, timeZone).find(({ state }) => state === 'backed-up')?.day;
    expect([on('Europe/Berlin'), on('America/New_York'), on('UTC')]).toEqual([
      '2026-11-21',
      '2026-11-20',
      '2026-11-20',
    ]);
  });

  // Berlin: 25 hours on 25 October 2026, 23 hours on 29 March 2026. New York: 8 March and 1 November.
  test.each([
    ['the hour that comes twice', 'Europe/Berlin', '2026-10-26T23:30:00Z', '2026-10-25T22:30:00Z', '2026-10-25'],
    ['just after midnight behind it', 'Europe/Berlin', '2026-10-26T23:30:00Z', '2026-10-25T23:30:00Z', '2026-10-26'],
    ['the hour that is missing', 'Europe/Berlin', '2026-03-30T22:30:00Z', '2026-03-28T23:30:00Z', '2026-03-29'],
    ['the evening of the short day', 'America/New_York', '2026-03-09T12:00:00Z', '2026-03-09T03:30:00Z', '2026-03-08'],
    ['the long day across the ocean', 'America/New_York', '2026-11-03T04:30:00Z', '2026-11-02T04:30:00Z', '2026-11-01'],
  ])('%s', (_, timeZone, at, made, day) => {
    const days = selectDays(factsOf(copies(['a', made])), new Date(at), timeZone);
    expect(days.filter(({ state }) => state === 'backed-up').map((one) => one.day)).toEqual([day]);
    expect(new Set(days.map((one) => one.day)).size).toBe(shownDays);
  });

  test('always thirty days without a gap, ending today, in every zone at every moment', () => {
    const aZone = fc.constantFrom('Europe/Berlin', 'America/St_Johns', 'Pacific/Apia', 'Asia/Kathmandu', 'UTC');
    const aMoment = fc.date({ min: new Date('2020-01-01'), max: new Date('2035-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(aMoment, aZone, (at, timeZone) => {
        const days = selectDays(factsOf(), at, timeZone).map(({ day }) => Date.parse(day) / 86_400_000);
        const last = days.at(-1) ?? 0;
        expect(days).toEqual(Array.from({ length: shownDays }, (_, index) => last - shownDays + 1 + index));
        const local = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(at);
        expect(new Date(last * 86_400_000).toISOString().slice(0, 10)).toBe(local);
      }),
    );
  });

  test('a date that is none is no day', () => {
    expect(daysOf(copies(['a', 'not a date'])).every(({ stored }) => stored === 0)).toBe(true);
  });
});
