import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { WatchTrigger } from '../../../src/core/commands/watch.ts';
import type { Activity, RunReport } from '../../../src/shared/run-report.ts';
import type { Status } from '../../../src/shared/status.ts';
import { WakingClock } from '../../support/app-harness.ts';
import { day, hour, useSyncWorld } from '../../support/sync-world.ts';
import { eventually } from '../../support/eventually.ts';

let clock: WakingClock;
const world = useSyncWorld({ clock: () => (clock = new WakingClock()) });
let looks: { trigger: WatchTrigger; report: RunReport }[];
let statuses: Status[];
/** Ends the look of the moment. */
let look: AbortController;
let atActivity: (activity: Activity) => void;
let stop: AbortController;
let watching: Promise<void>;

/** So many looks are over, and the program sleeps. */
const asleep = async (count: number): Promise<void> => {
  await eventually(() => expect(statuses.length).toBeGreaterThanOrEqual(count));
  await eventually(() => expect(clock.isNapping).toBe(true));
  expect(looks).toHaveLength(count);
};
const last = () => looks.at(-1);

beforeEach(async () => {
  await world.home.addBackup({ date: world.ago(0.2) });
  looks = [];
  statuses = [];
  stop = new AbortController();
  atActivity = () => undefined;
  const listener = {
    beginLook: () => (look = new AbortController()).signal,
    onReport: (report: RunReport, trigger: WatchTrigger) => void looks.push({ report, trigger }),
    onActivity: (activity: Activity) => atActivity(activity),
    onStatus: (status: Status) => void statuses.push(status),
  };
  watching = world.app.watch(listener, stop.signal);
  await asleep(1);
  expect(last()).toMatchObject({ trigger: 'start', report: { outcome: 'done', backups: [{ outcome: 'stored' }] } });
});
afterEach(async () => {
  stop.abort();
  await watching;
});

/** Home Assistant made a backup by itself, and says that it is free again. */
const makeBackup = async (): Promise<string> => {
  const id = await world.home.addBackup({ date: world.ago(0.01) });
  world.home.setState('blocked');
  world.home.setState('running');
  return id;
};

describe('watch', () => {
  test('looks when Home Assistant is free again', async () => {
    const id = await makeBackup();
    await asleep(2);
    expect(last()).toMatchObject({ trigger: 'home-assistant', report: { backups: [{ id, outcome: 'stored' }] } });
    expect(world.drive().confirmed).toContain(id);
  });

  test('goes on hearing Home Assistant after the user gave up on a run', async () => {
    atActivity = ({ phase }) => {
      if (phase === 'transferring') look.abort();
    };
    await makeBackup();
    await asleep(2);
    expect(last()).toMatchObject({ report: { outcome: 'cancelled' } });
    atActivity = () => undefined;
    const id = await makeBackup();
    await asleep(3);
    expect(last()).toMatchObject({ trigger: 'home-assistant', report: { outcome: 'done' } });
    expect(world.drive().confirmed).toContain(id);
  });

  test('catches up exactly once after three days of sleep', async () => {
    const id = await world.home.addBackup({ date: world.ago(0.1) });
    world.clock.forward(3 * day);
    await asleep(2);
    expect(last()).toMatchObject({ trigger: 'schedule', report: { backups: [{ id, outcome: 'stored' }] } });
    world.clock.forward(50 * 60_000);
    await asleep(2);
    world.clock.forward(11 * 60_000);
    await asleep(3);
    expect(last()).toMatchObject({ trigger: 'schedule', report: { backups: [] } });
  });

  test('does nothing while paused, then once what was missed', async () => {
    const pausedUntil = new Date(world.clock.now().getTime() + 5 * hour).toISOString();
    await world.app.settings.update((current) => ({ ...current, pausedUntil }));
    world.home.clearLog();
    const id = await makeBackup();
    world.clock.forward(4 * hour);
    await asleep(1);
    expect(world.downloads()).toBe(0);
    world.clock.forward(2 * hour);
    await asleep(2);
    expect(last()).toMatchObject({ report: { backups: [{ id, outcome: 'stored' }] } });
  });

  test('waits while Home Assistant is away, without asking Apple, and goes on when it is back', async () => {
    world.apple.clearLog();
    world.home.setState('stopping');
    await eventually(() => expect(world.home.openSockets()).toBe(0));
    world.clock.forward(2 * hour);
    await asleep(2);
    expect(last()).toMatchObject({
      trigger: 'schedule',
      report: { outcome: 'failed', problem: { code: 'ha.unreachable' } },
    });
    expect(statuses.at(-1)?.safety).not.toBe('danger');
    const id = await world.home.addBackup({ date: world.ago(0.05) });
    await world.home.restart();
    world.clock.forward(6 * 60_000);
    await eventually(() => expect(world.drive().confirmed).toContain(id));
    expect(world.home.openSockets()).toBe(1);
  });

  test('leaves the lock to others between two looks', async () => {
    const id = await world.home.addBackup({ date: world.ago(0.1) });
    expect(await world.run()).toMatchObject({ outcome: 'done', backups: [{ id, outcome: 'stored' }] });
  });

  test('ends at once, with nothing left open', async () => {
    expect(world.home.openSockets()).toBe(1);
    stop.abort();
    await watching;
    await eventually(() => expect(world.home.openSockets()).toBe(0));
    expect(await world.app.status()).toMatchObject({ running: null });
    const before = looks.length;
    world.clock.forward(2 * day);
    await new Promise(setImmediate);
    expect(looks).toHaveLength(before);
  });

  test('can be cancelled in the middle of an upload; nothing stays behind', async () => {
    world.apple.throttle({ upBps: 20_000 });
    await world.home.addBackup({ date: world.ago(0.1), sizeBytes: 409_600 });
    world.clock.forward(2 * hour);
    await world.apple.waitFor((entry) => entry.kind === 'upload' && !entry.done && entry.bytesIn > 20_000);
    stop.abort();
    await watching;
    expect(world.drive().others).toEqual([]);
    expect(await world.app.status()).toMatchObject({ running: null });
  });
});
