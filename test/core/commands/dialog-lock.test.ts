import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openProcessTable } from '../../../src/adapters/process-table.ts';
import { DialogLock } from '../../../src/core/commands/dialog-lock.ts';
import type { DialogLockNeeds } from '../../../src/core/commands/dialog-lock.ts';
import { AppError } from '../../../src/core/errors/app-error.ts';
import type { Clock } from '../../../src/core/ports/clock.ts';
import { SettingsStore } from '../../../src/core/settings/settings.ts';
import { acquireRunLock } from '../../../src/core/state/run-lock.ts';
import { ArrayLogger } from '../../support/app-harness.ts';
import * as build from '../../support/domain-builders.ts';
import { MemoryFile } from '../settings/memory-file.ts';
import { eventually } from '../../support/eventually.ts';

/** Time passes when the test says so. */
class HandClock implements Clock {
  readonly waits: { readonly ms: number; readonly end: () => void }[] = [];

  now(): Date {
    return build.now;
  }

  wait(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const wait = { ms, end: resolve };
      this.waits.push(wait);
      const cancel = (): void => {
        this.waits.splice(this.waits.indexOf(wait), 1);
        reject(new AppError('sync.cancelled'));
      };
      signal.addEventListener('abort', cancel, { once: true });
    });
  }
}

const never = new AbortController().signal;
let folder: string;
let context: DialogLockNeeds;
let clock: HandClock;
let sweeps = 0;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dialog-'));
  clock = new HandClock();
  sweeps = 0;
  const settings = new SettingsStore({
    file: new MemoryFile(),
    computerName: 'Study',
    now: () => build.now,
    onBroken: () => undefined,
  });
  context = {
    settings,
    lockPlace: { path: join(folder, 'run.lock'), processes: await openProcessTable() },
    ports: { clock, logger: new ArrayLogger() },
    sweepOnce: () => Promise.resolve(void (sweeps += 1)),
  };
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const isHeld = async (): Promise<boolean> => (await readdir(folder)).includes('run.lock');

test('a dialog holds the lock from its first step to its end', async () => {
  const lock = new DialogLock(context);
  expect(await isHeld()).toBe(false);
  await lock.hold(never);
  await lock.hold(never);
  expect(await isHeld()).toBe(true);
  expect(sweeps).toBe(1);
  await lock.release();
  await lock.release();
  expect(await isHeld()).toBe(false);
  expect(clock.waits).toEqual([]);
});

test('a dialog that nobody goes on with gives it back after a quarter of an hour, and takes it again', async () => {
  const lock = new DialogLock(context);
  await lock.hold(never);
  await lock.hold(never);
  expect(clock.waits.map(({ ms }) => ms)).toEqual([15 * 60_000]);
  clock.waits[0]?.end();
  await eventually(async () => expect(await isHeld()).toBe(false));
  await lock.hold(never);
  expect(await isHeld()).toBe(true);
  await lock.release();
});

test('a dialog waits a moment for a short look of another process, and no longer', async () => {
  const other = await acquireRunLock(context.lockPlace, build.now);
  const holding = new DialogLock(context).hold(never);
  const refused = expect(holding).rejects.toMatchObject({ code: 'sync.running' });
  let waited = 0;
  while (waited < 5_000) {
    const wait = await vi.waitUntil(() => clock.waits.shift());
    waited += wait.ms;
    wait.end();
  }
  await refused;
  expect(waited).toBe(5_000);
  await other.release();
});
