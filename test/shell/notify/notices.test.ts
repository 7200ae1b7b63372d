import { describe, expect, it } from 'vitest';
import { noticesOf } from '../../../src/main/notify/notices.ts';
import type { ViewState } from '../../../src/shared/contract/views.ts';
import { errorCodes } from '../../../src/shared/error-codes.ts';
import type { Status } from '../../../src/shared/status.ts';
import { notSetUp, now, safeState, safeStatus, withProblem, withStatus } from '../support/view-state.ts';

const ids = (state: ViewState, at = now): readonly string[] => noticesOf(state, at).map(({ id }) => id);
const daysLeft = (days: number): Status['signIn'] => ({
  account: 'm',
  daysLeft: days,
  until: '2026-12-21T12:00:00.000Z',
  due: days <= 9,
});
const desktop = (change: Partial<ViewState['desktop']>): Partial<ViewState> => ({
  desktop: { ...safeState.desktop, ...change },
});

describe('what deserves a notification', () => {
  it.each<[string, ViewState, readonly string[]]>([
    ['all is well', safeState, []],
    ['nothing is set up', notSetUp, []],
    ['the sign-in is over', withProblem('icloud.trust-expired'), ['sign-in']],
    ['a device has to allow access', withProblem('icloud.approval-needed'), ['approval']],
    ['Home Assistant refuses the token', withProblem('ha.token-invalid'), ['ha.token-invalid']],
    ['iCloud is full', withProblem('cloud.full'), ['cloud.full']],
    ['backups came and went unseen', withProblem('ha.unpulled'), ['ha.unpulled']],
    ['a run failed that the next may cure', withProblem('cloud.failed'), []],
    ['Home Assistant is away', withProblem('ha.away'), []],
    ['the network is away', withProblem('cloud.offline'), []],
    ['the newest backup is late', withProblem('sync.stale', { level: 'late', ageHours: 30 }), []],
    ['the newest backup is old', withProblem('sync.stale', { level: 'stale', ageHours: 80 }), ['stale']],
  ])('%s', (_, state, expected) => {
    expect(ids(state)).toEqual(expected);
  });

  it('names the age of the newest copy in days', () => {
    const [notice] = noticesOf(withProblem('sync.stale', { level: 'stale', ageHours: 80 }), now);
    expect(notice?.title).toBe('No new backup in iCloud for 3 days');
  });

  it('opens the prompt for a code, the window for a problem', () => {
    expect(noticesOf(withProblem('icloud.trust-expired'), now)[0]?.page).toBe('prompt');
    expect(noticesOf(withProblem('ha.token-invalid'), now)[0]?.page).toBe('home');
  });

  it('has words for every problem that matters', () => {
    for (const code of errorCodes) {
      for (const { title, body } of noticesOf(withProblem(code), now)) {
        expect(title.length, code).toBeGreaterThan(3);
        expect(body.length, code).toBeGreaterThan(3);
      }
    }
  });
});

describe('the reminder before the sign-in ends', () => {
  it.each<[number, string | undefined]>([
    [30, undefined],
    [10, undefined],
    [9, 'sign-in-due 2026-12-21 9'],
    [5, 'sign-in-due 2026-12-21 9'],
    [4, 'sign-in-due 2026-12-21 4'],
    [2, 'sign-in-due 2026-12-21 4'],
    [1, 'sign-in-due 2026-12-21 1'],
    [0, 'sign-in-due 2026-12-21 1'],
  ])('with %i days left: %s', (days, id) => {
    expect(ids(withStatus({ signIn: daysLeft(days) }))[0]).toBe(id);
  });

  it.each([
    [3, []],
    [8, []],
    [9, ['sign-in-due 2026-12-21 1']],
    [20, ['sign-in-due 2026-12-21 1']],
    [21, []],
  ])('at %i o’clock: %j', (hour, expected) => {
    const at = new Date(2026, 10, 21, hour, 30);
    expect(ids(withStatus({ signIn: daysLeft(1) }), at)).toEqual(expected);
  });

  it('gives way to the code that is needed now', () => {
    const state = withProblem('icloud.trust-expired', {}, { safety: 'danger', signIn: daysLeft(0) });
    expect(ids(state)).toEqual(['sign-in']);
  });
});

describe('what the user does not want to hear', () => {
  it('is not said', () => {
    const both = withStatus(
      { safety: 'danger', signIn: daysLeft(1), problems: [{ code: 'ha.token-invalid', facts: {} }] },
      desktop({ notifyProblems: false, notifySignIn: false }),
    );
    expect(ids(both)).toEqual([]);
  });

  it('success is off by default, and news only for an hour', () => {
    const fresh = { ...safeStatus.newestVerified, confirmedAt: now.toISOString() } as Status['newestVerified'];
    expect(ids(withStatus({ newestVerified: fresh }))).toEqual([]);
    expect(ids(withStatus({ newestVerified: fresh }, desktop({ notifySuccess: true })))).toHaveLength(1);
    expect(ids(withStatus({}, desktop({ notifySuccess: true })))).toEqual([]);
  });
});
