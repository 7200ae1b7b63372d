import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openProcessTable } from '../../../src/adapters/process-table.ts';
import type { WatchTrigger } from '../../../src/core/commands/watch.ts';
import { acquireRunLock } from '../../../src/core/state/run-lock.ts';
import type { RunReport } from '../../../src/shared/run-report.ts';
import { startMiddleBox } from '../../simulators/middle-box.ts';
import { codeOf, never, WakingClock } from '../../support/app-harness.ts';
import { hour, useSyncWorld } from '../../support/sync-world.ts';
import { eventually } from '../../support/eventually.ts';

let clock: WakingClock;
const world = useSyncWorld({ clock: () => (clock = new WakingClock()) });
let reports: { trigger: WatchTrigger; report: RunReport }[];
let stop: AbortController;
let watching: Promise<void> | undefined;

const watch = (): void => {
  stop = new AbortController();
  const listener = {
    onReport: (report: RunReport, trigger: WatchTrigger) => void reports.push({ report, trigger }),
    onActivity: () => undefined,
    onStatus: () => undefined,
  };
  watching = world.app.watch(listener, stop.signal);
};
const end = async (): Promise<void> => {
  stop.abort();
  await watching;
};
/** So many reports were made, and the program sleeps. */
const asleep = async (count: number): Promise<void> => {
  await eventually(() => expect(reports.length).toBeGreaterThanOrEqual(count));
  await eventually(() => expect(clock.isNapping).toBe(true));
  expect(reports).toHaveLength(count);
};
const last = () => reports.at(-1);
const creates = (): number => world.home.log().filter(({ what }) => what.startsWith('backup/generate')).length;

beforeEach(async () => {
  await world.home.addBackup({ date: world.ago(0.2) });
  reports = [];
});
afterEach(() => end());

describe('watch goes on', () => {
  test('less and less often while somebody in between refuses, and at once when nobody does any more', async () => {
    const box = await startMiddleBox(world.home.url, 'http://127.0.0.1:9');
    try {
      await world.app.setUp({ url: box.url, token: world.home.token }, never);
      box.manner = 'forbidden';
      watch();
      await asleep(1);
      for (const [looks, minutes] of [5, 10, 20, 40].entries()) {
        clock.forward((minutes - 1) * 60_000);
        await asleep(looks + 1);
        clock.forward(2 * 60_000);
        await asleep(looks + 2);
        expect(last()?.report.problem?.code).toBe('ha.in-between');
      }
      box.manner = 'open';
      clock.forward(81 * 60_000);
      await eventually(() => expect(last()?.report.outcome).toBe('done'));
    } finally {
      await end();
      await box.close();
    }
  });

  test('when the settings cannot be used for a while; it says so once', async () => {
    watch();
    await asleep(1);
    const path = join(world.computer.folder, 'data', 'settings.json');
    const text = await readFile(path, 'utf8');
    await writeFile(path, JSON.stringify({ ...(JSON.parse(text) as object), schemaVersion: 99 }));
    clock.forward(60_000);
    await asleep(2);
    expect(last()).toMatchObject({ report: { outcome: 'failed', problem: { code: 'settings.newer' } } });
    for (let slice = 0; slice < 3; slice += 1) {
      clock.forward(60_000);
      await eventually(() => expect(clock.isNapping).toBe(true));
    }
    await asleep(2);
    await writeFile(path, text);
    const id = await world.home.addBackup({ date: world.ago(0.01) });
    clock.forward(2 * hour);
    await asleep(3);
    expect(last()).toMatchObject({ trigger: 'schedule', report: { backups: [{ id, outcome: 'stored' }] } });
  });

  test('after a short wait when another program has the lock just now', async () => {
    watch();
    await asleep(1);
    const place = { path: join(world.computer.folder, 'data', 'run.lock'), processes: await openProcessTable() };
    const other = await acquireRunLock(place, clock.now());
    world.home.clearLog();
    clock.forward(2 * hour);
    await eventually(() => expect(clock.isNapping).toBe(true));
    await other.release();
    await asleep(2);
    expect(last()).toMatchObject({ trigger: 'schedule', report: { outcome: 'done' } });
  });
});

test('a look that a logout ended leaves no connection open, and none follows: there is nothing left to look with', async () => {
  watch();
  await asleep(1);
  world.home.fault({ kind: 'download-stall', afterBytes: 1000 });
  await world.home.addBackup({ date: world.ago(0.1) });
  world.home.clearLog();
  clock.forward(2 * hour);
  await eventually(() =>
    expect(world.home.log().map(({ what }) => what)).toContainEqual(expect.stringContaining('/download/')),
  );
  expect(await world.app.logout('all', never)).toMatchObject({ problems: [] });
  await asleep(2);
  expect(last()).toMatchObject({ report: { outcome: 'cancelled' } });
  await eventually(() => expect(world.home.openSockets()).toBe(0));
  const ended = codeOf(watching ?? Promise.resolve());
  watching = undefined;
  world.home.clearLog();
  clock.forward(2 * hour);
  expect(await ended).toBe('settings.not-set-up');
  expect(world.home.log()).toEqual([]);
});

test('a new start does not ask Home Assistant again for a backup that it could not make', async () => {
  await world.app.settings.update((current) => ({
    ...current,
    schedule: { ...current.schedule, createIfOlderThanHours: 1 },
  }));
  world.home.fault({ kind: 'generate-fails' });
  const started = async (): Promise<void> => {
    await world.restart();
    reports = [];
    watch();
    // Home Assistant's way back to idle may bring a second look.
    await eventually(() => expect(reports.length).toBeGreaterThan(0));
    await end();
  };
  await started();
  expect(creates()).toBe(1);
  await started();
  await started();
  expect(creates()).toBe(1);
  clock.forward(hour + 60_000);
  await started();
  expect(creates()).toBe(2);
});
