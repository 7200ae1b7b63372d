import { execa } from 'execa';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pauseFor } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openProcessTable } from '../../../src/adapters/process-table.ts';
import { AppError } from '../../../src/core/errors/app-error.ts';
import { acquireRunLock, type Patience, type RunLockPlace } from '../../../src/core/state/run-lock.ts';
import { stopFileOf, watchForStop } from '../../../src/core/state/stop-request.ts';
import { bundleProgram, type BundledProgram } from '../../support/bundle-program.ts';
import { eventually } from '../../support/eventually.ts';
import { startLockProcess } from './lock-process.ts';

const now = new Date('2026-11-21T12:00:00Z');
let program: BundledProgram;
let folder: string;
let place: RunLockPlace;

beforeAll(async () => {
  program = await bundleProgram(new URL('lock-program.ts', import.meta.url));
}, 60_000);
afterAll(() => program.remove());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stop-'));
  place = { path: join(folder, 'run.lock'), processes: await openProcessTable() };
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('a process that wants the owner of the run lock to end', () => {
  const stopFile = (): string => stopFileOf(place.path);
  const asking = (pause: (ms: number) => Promise<void>): Patience => ({ ms: 20_000, pause, asksToStop: true });
  const really: Patience['pause'] = async (ms) => await pauseFor(ms);

  it('gets the lock of another process that heeds it, and nothing is left of the request', async () => {
    const owner = await startLockProcess(program, place.path);
    await owner.ask('get');
    const heeded = owner.ask('heed');
    const lock = await acquireRunLock(place, now, asking(really));
    expect(await heeded).toEqual({ released: true });
    expect(await readdir(folder)).toEqual(['run.lock']);
    await lock.release();
    await owner.kill();
  });

  it('gets it from its own process likewise', async () => {
    const first = await acquireRunLock(place, now);
    first.stopped.addEventListener('abort', () => void first.release(), { once: true });
    const lock = await acquireRunLock(place, new Date(now.getTime() + 1), asking(really));
    expect(lock.stopped.aborted).toBe(false);
    await lock.release();
    expect(await readdir(folder)).toEqual([]);
  });

  it('asks each owner once, by name, and takes the request back when it was not heeded', async () => {
    const requests: string[] = [];
    let lock = await acquireRunLock(place, now);
    const later = new Date(now.getTime() + 60_000);
    let waits = 0;
    const pause = async (): Promise<void> => {
      requests.push(await readFile(stopFile(), 'utf8'));
      waits += 1;
      if (waits !== 2) return;
      await lock.release();
      lock = await acquireRunLock(place, later);
    };
    await expect(acquireRunLock(place, now, asking(pause))).rejects.toMatchObject({
      code: 'sync.running',
      facts: { pid: process.pid, since: later.toISOString() },
    });
    const of = (since: Date): string => JSON.stringify({ pid: process.pid, since: since.toISOString() });
    expect([...new Set(requests)]).toEqual([of(now), of(later)]);
    expect(await readdir(folder)).toEqual(['run.lock']);
    await lock.release();
  });

  it('leaves no request behind when he gave up himself', async () => {
    const lock = await acquireRunLock(place, now);
    const gaveUp = asking(() => Promise.reject(new AppError('sync.cancelled')));
    await expect(acquireRunLock(place, now, gaveUp)).rejects.toMatchObject({ code: 'sync.cancelled' });
    expect(await readdir(folder)).toEqual(['run.lock']);
    await lock.release();
  });

  const me = { pid: 4711, since: now.toISOString() };
  it.each([
    ['another process', JSON.stringify({ ...me, pid: 4712 })],
    ['an earlier hold of the same process', JSON.stringify({ ...me, since: '2026-11-21T11:00:00.000Z' })],
    ['nobody', '{"pid":'],
    ['no object', '[]'],
  ])('is not heard by an owner when the request means %s', async (_what, text) => {
    await writeFile(stopFile(), text);
    const watch = watchForStop(place.path, me, 5);
    await pauseFor(50);
    expect(watch.stopped.aborted).toBe(false);
    expect(await readFile(stopFile(), 'utf8')).toBe(text);
    await writeFile(stopFile(), JSON.stringify(me));
    await eventually(() => expect(watch.stopped.aborted).toBe(true));
    await eventually(async () => expect(await readdir(folder)).toEqual([]));
    watch.end();
  });

  it.skipIf(process.platform === 'win32')('is heard again after what was no request: a folder, a pipe', async () => {
    const watch = watchForStop(place.path, me, 5);
    for (const make of [() => mkdir(stopFile()), () => execa('mkfifo', [stopFile()])]) {
      await make();
      await pauseFor(30);
      expect(watch.stopped.aborted).toBe(false);
      await rm(stopFile(), { recursive: true });
    }
    await writeFile(stopFile(), JSON.stringify(me));
    await eventually(() => expect(watch.stopped.aborted).toBe(true));
    watch.end();
  });
});
