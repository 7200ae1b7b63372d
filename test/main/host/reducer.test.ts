import { describe, expect, test } from 'vitest';
import { reduce, viewOf, type HostEvent, type HostState } from '../../../src/main/host/reducer.ts';
import type { ViewState } from '../../../src/shared/contract/views.ts';
import type { Status } from '../../../src/shared/status.ts';
import { desktop, first, loginItem, status } from '../../support/host-state.ts';

const since = '2026-11-21T12:00:00.000Z';
const aHome = { name: 'Home', url: 'http://home.test', encrypted: true, version: '1', seenAt: null, backups: 0 };
const dates = { until: since, daysLeft: 9, due: false };
const after = (...events: HostEvent[]): HostState => events.reduce(reduce, first);
const started: HostEvent = { type: 'started', what: 'backup', since };
const listing: HostEvent = { type: 'activity', activity: { phase: 'listing' }, secondsLeft: 7 };
const notice = { id: 'stale', title: 't', body: 'b', page: 'home' } as const;

describe('the reducer', () => {
  test.each<[what: string, change: Partial<Status>, stays: boolean]>([
    ['nothing of it changes', { waiting: 3 }, true],
    ['the user signs out', { signIn: null }, false],
    ['another home is set up', { home: { ...aHome, url: 'http://other.test' } }, false],
  ])('the list of the doctor, when %s', (_, change, stays) => {
    const before = { ...status, home: aHome, signIn: { account: 'j…@example.com', ...dates } };
    const { days, desktop: choices, remindsOfSheet } = first;
    const rest = { days, loginItem, desktop: choices, remindsOfSheet, hasTray: true };
    const facts = (now: Status): HostEvent => ({ type: 'facts', facts: { status: now, ...rest } });
    const made = { lines: [], firstBroken: null, endedAt: since };
    const state = after(facts(before), { type: 'doctor', doctor: made }, facts({ ...before, ...change }));
    expect(state.doctor).toEqual(stays ? made : null);
  });

  test('follows one piece of work from its start to its end', () => {
    expect(after(started).running).toEqual({
      what: 'backup',
      activity: null,
      cancelling: false,
      since,
      secondsLeft: null,
    });
    expect(after(started, listing).running).toMatchObject({ activity: { phase: 'listing' }, secondsLeft: 7 });
    expect(after(started, listing, { type: 'cancelling' }).running).toMatchObject({
      cancelling: true,
      secondsLeft: null,
    });
    expect(after(started, listing, { type: 'ended' }).running).toBeNull();
  });

  test('a late message of work that is over starts nothing', () => {
    expect(after(started, { type: 'ended' }, listing, { type: 'cancelling' }).running).toBeNull();
  });

  test('a page asked for twice is asked for twice', () => {
    const twice = after({ type: 'route', page: 'settings' }, { type: 'route', page: 'settings' });
    expect(twice.route).toEqual({ page: 'settings', asked: 2 });
  });

  test('a newer version is shown as long as its user wants to know', () => {
    const update = { version: '2.0.0', page: 'https://example.org/2' };
    const found = after({ type: 'update', update });
    expect(viewOf(found, 1).update).toEqual(update);
    const shownWith = (checkUpdates: boolean | null): unknown =>
      viewOf({ ...found, desktop: { ...desktop, checkUpdates } }, 1).update;
    expect([true, false, null].map(shownWith)).toEqual([update, null, null]);
    expect(after({ type: 'update', update }, { type: 'update', update: null }).update).toBeNull();
  });

  test('notices go one by one', () => {
    const other = { ...notice, id: 'sign-in' };
    const state = after({ type: 'notices', notices: [notice, other] }, { type: 'notice-dismissed', id: 'stale' });
    expect(state.notices).toEqual([other]);
  });

  test('what changes nothing gives the same object', () => {
    const facts = {
      status: { ...status },
      days: [],
      desktop: { ...desktop },
      loginItem,
      remindsOfSheet: false,
      hasTray: true,
    };
    for (const event of [
      { type: 'facts', facts },
      { type: 'ended' },
      { type: 'notices', notices: [] },
      { type: 'battery', isHolding: false },
      { type: 'locked', problem: null },
    ] satisfies HostEvent[])
      expect(reduce(first, event)).toBe(first);
    expect(reduce(first, { type: 'facts', facts: { ...facts, hasTray: false } }).app.hasTray).toBe(false);
  });
});

describe('what windows are shown', () => {
  const locked = { code: 'secrets.locked', facts: {} } as const;
  test('a keychain that is waited for is said, and makes nothing safer than it is', () => {
    const shown = (given: Partial<Status>): Status => {
      const state = after({ type: 'locked', problem: locked });
      return viewOf({ ...state, status: { ...status, ...given } }, 1).status;
    };
    expect(shown({})).toMatchObject({ safety: 'warning', problems: [locked] });
    expect(shown({ safety: 'danger' }).safety).toBe('danger');
    expect(shown({ safety: 'not-set-up' }).safety).toBe('not-set-up');
    expect(shown({ problems: [locked] }).problems).toEqual([locked]);
  });

  test('on battery there is no next run', () => {
    expect(viewOf(after({ type: 'battery', isHolding: true }), 1)).toMatchObject({
      held: 'battery',
      status: { nextRun: null, safety: 'safe', problems: [] },
    });
  });

  test('what the keychain and the battery hold comes and goes without the other', () => {
    const both: HostEvent[] = [
      { type: 'battery', isHolding: true },
      { type: 'locked', problem: locked },
    ];
    const shown = (...events: HostEvent[]) => viewOf(after(...events), 1);
    expect(shown().held).toBeNull();
    expect(shown(...both)).toMatchObject({ held: 'keychain', status: { nextRun: null, problems: [locked] } });
    expect(shown(...both, { type: 'locked', problem: null }).held).toBe('battery');
    const plugged = shown(...both, { type: 'battery', isHolding: false });
    expect(plugged).toMatchObject({ held: 'keychain', status: { problems: [locked] } });
  });

  test('today is shown as running while a backup is, and as it was afterwards', () => {
    const days = ['2026-11-20', '2026-11-21'].map((day) => ({ day, state: 'backed-up' as const, stored: 1 }));
    const shown = (what: 'backup' | 'restore') =>
      viewOf(reduce({ ...first, days }, { type: 'started', what, since }), 1).days.map(({ state }) => state);
    expect(shown('backup')).toEqual(['backed-up', 'running']);
    expect(shown('restore')).toEqual(['backed-up', 'backed-up']);
  });

  describe('a Home Assistant that was found elsewhere', () => {
    const failed = 'http://192.168.1.20:8123';
    const home = { name: 'Home', url: failed, encrypted: false, version: null, seenAt: null, backups: 0 };
    const place = {
      ...{ url: 'http://192.168.1.57:8123', name: 'Home', version: '2026.11.2' },
      ...{ isOlder: false, isProven: false, isEncrypted: false },
    };
    const silent = { code: 'ha.unreachable', facts: { url: failed } } as const;
    const stale = { code: 'sync.stale', facts: { level: 'stale', ageHours: 80 } } as const;
    const shown = (given: Partial<Status>, places = [place], of = failed): ViewState => {
      const state = { ...first, status: { ...status, home, problems: [stale, silent], ...given } };
      return viewOf(reduce(state, { type: 'moved', moved: { failed: of, places } }), 1);
    };
    const codes = ({ status: { problems } }: ViewState): readonly string[] => problems.map(({ code }) => code);

    test('is what is said first, instead of its silence', () => {
      const { status: told } = shown({});
      expect(told.safety).toBe('warning');
      expect(told.problems).toEqual([
        { code: 'ha.found-elsewhere', facts: { url: failed, found: '192.168.1.57:8123', places: 1 } },
        stale,
      ]);
      expect(shown({ safety: 'danger' }).status.safety).toBe('danger');
    });

    test('and nothing is said where it was not found, or is looked for at another address by now', () => {
      expect(codes(shown({}, []))).toEqual(['sync.stale', 'ha.unreachable']);
      expect(shown({}, []).moved).toEqual({ failed, places: [] });
      const elsewhere = shown({ home: { ...home, url: place.url } });
      expect(codes(elsewhere)).toEqual(['sync.stale', 'ha.unreachable']);
      expect(elsewhere.moved).toBeNull();
    });
  });

  test('the state has nothing but what the contract names', () => {
    const names: Record<Exclude<keyof ViewState, 'orderFailed'>, true> = {
      revision: true,
      app: true,
      status: true,
      running: true,
      search: true,
      moved: true,
      doctor: true,
      signIn: true,
      days: true,
      loginItem: true,
      desktop: true,
      update: true,
      notices: true,
      remindsOfSheet: true,
      held: true,
      route: true,
    };
    expect(Object.keys(viewOf(after(started), 3)).sort()).toEqual(Object.keys(names).sort());
  });

  test('a run of the user that failed is told until one gets through', () => {
    const at = '2026-11-21T11:00:00.000Z';
    const failed = after({ type: 'order-failed', problem: { code: 'ha.unreachable', facts: {} }, at });
    expect(viewOf(failed, 1).orderFailed).toBe(at);
    expect(viewOf(after(started), 1)).not.toHaveProperty('orderFailed');
  });
});

describe('a run that the user ordered and that failed', () => {
  const at = '2026-11-21T12:00:00.000Z';
  const gone = { code: 'ha.unreachable', facts: { url: 'http://ha.lan:8123' } } as const;
  const failed: HostEvent = { type: 'order-failed', problem: gone, at };
  const safe: Status = { ...status, safety: 'safe' };
  const read = (change: Partial<Status>): HostEvent => ({
    type: 'facts',
    facts: { status: { ...safe, ...change }, days: [], desktop, loginItem, remindsOfSheet: false, hasTray: true },
  });
  const shown = (...events: HostEvent[]): Status => viewOf(after(read({}), ...events), 1).status;

  test('is said, and nothing is green', () => {
    expect(shown(failed)).toMatchObject({ safety: 'warning', problems: [gone] });
    expect(shown(failed, read({ problems: [gone] })).problems).toEqual([gone]);
  });

  test('does not hide what is graver', () => {
    const grave = { code: 'icloud.trust-expired', facts: {} } as const;
    const { safety, problems } = shown(failed, read({ safety: 'danger', problems: [grave] }));
    expect([safety, problems]).toEqual(['danger', [grave, gone]]);
  });

  test('is over as soon as a later run got through, and no sooner', () => {
    const run = (outcome: 'done' | 'warnings' | 'failed' | 'cancelled', finished: string): HostEvent =>
      read({ lastRun: { started: at, finished, outcome } });
    expect(shown(failed, run('done', '2026-11-21T11:59:00.000Z')).safety).toBe('warning');
    expect(shown(failed, run('failed', '2026-11-21T12:01:00.000Z')).safety).toBe('warning');
    expect(shown(failed, run('cancelled', '2026-11-21T12:01:00.000Z')).safety).toBe('warning');
    expect(shown(failed, run('done', '2026-11-21T12:01:00.000Z'))).toMatchObject({ safety: 'safe', problems: [] });
  });
});
