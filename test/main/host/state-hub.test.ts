import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { reduce, viewOf, type HostEvent } from '../../../src/main/host/reducer.ts';
import { pushMs, ReducedState } from '../../../src/main/host/state-hub.ts';
import { first } from '../../support/host-state.ts';

const started: HostEvent = { type: 'started', what: 'backup', since: '2026-11-21T12:00:00.000Z' };
const listing: HostEvent = { type: 'activity', activity: { phase: 'listing' }, secondsLeft: 7 };
const notice = { id: 'stale', title: 't', body: 'b', page: 'home' } as const;

describe('the hub', () => {
  const anEvent = fc.constantFrom<HostEvent[]>(
    started,
    listing,
    { type: 'cancelling' },
    { type: 'ended' },
    { type: 'route', page: 'home' },
    { type: 'notices', notices: [notice] },
    { type: 'notice-dismissed', id: 'stale' },
    { type: 'sign-in', view: { step: 'idle' } },
  );

  test('the revision goes up by one at each change and only then', () => {
    fc.assert(
      fc.property(fc.array(anEvent), (events) => {
        const hub = new ReducedState(first);
        let state = first;
        let revision = hub.current().revision;
        for (const event of events) {
          const next = reduce(state, event);
          if (next !== state) revision += 1;
          state = next;
          hub.dispatch(event);
          expect(hub.current()).toEqual(viewOf(state, revision));
        }
        hub.close();
      }),
    );
  });

  test('tells of many changes at once, always the newest, and not faster than it promises', async () => {
    const hub = new ReducedState(first);
    const told: { revision: number; at: number }[] = [];
    const enough = new Promise<void>((resolve) => {
      hub.subscribe(({ revision }) => {
        told.push({ revision, at: performance.now() });
        // The next change comes from within, as a window's answer would.
        if (told.length < 3) hub.dispatch({ type: 'route', page: 'home' });
        else resolve();
      });
    });
    for (let step = 0; step < 50; step += 1) hub.dispatch({ type: 'route', page: 'activity' });
    await enough;
    expect(told.map(({ revision }) => revision)).toEqual([51, 52, 53]);
    const gaps = told.slice(1).map(({ at }, index) => at - (told[index]?.at ?? 0));
    // A timer may fire a millisecond early.
    for (const gap of gaps) expect(gap).toBeGreaterThanOrEqual(pushMs - 2);
    hub.close();
  });

  test('who stopped listening hears nothing', async () => {
    const hub = new ReducedState(first);
    const stopped: number[] = [];
    hub.subscribe(({ revision }) => stopped.push(revision))();
    const heard = new Promise<number>((resolve) => {
      hub.subscribe(({ revision }) => resolve(revision));
    });
    hub.dispatch(started);
    expect([await heard, stopped]).toEqual([2, []]);
    hub.close();
  });
});
