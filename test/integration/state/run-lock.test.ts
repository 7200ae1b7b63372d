import { execa } from 'execa';
import { lutimes, mkdir, mkdtemp, readdir, readFile, rm, symlink, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openProcessTable } from '../../../src/adapters/process-table.ts';
import { AppError } from '../../../src/core/errors/app-error.ts';
import type { ProcessTable } from '../../../src/core/ports/network.ts';
import { guardOf, guardOfGuard } from '../../../src/core/state/pid-lock-file.ts';
import { acquireRunLock, runningOwner, type Patience, type RunLockPlace } from '../../../src/core/state/run-lock.ts';
import { temporaryName, writerOf } from '../../../src/core/state/small-file.ts';
import { bundleProgram, type BundledProgram } from '../../support/bundle-program.ts';
import { startLockProcess, type LockProcess } from './lock-process.ts';

const now = new Date('2026-11-21T12:00:00Z');
let program: BundledProgram;
let processes: ProcessTable;
let folder: string;
let place: RunLockPlace;

beforeAll(async () => {
  program = await bundleProgram(new URL('lock-program.ts', import.meta.url));
  processes = await openProcessTable();
}, 60_000);
afterAll(() => program.remove());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lock-'));
  place = { path: join(folder, 'run.lock'), processes };
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const posixOnly = it.skipIf(process.platform === 'win32');

/** Another process of this program. */
const start = async (): Promise<LockProcess> => await startLockProcess(program, place.path);

/** The lock of a process that is gone. */
const deadLock = (id: string): string => JSON.stringify({ id, pid: process.pid, started: 'earlier', since: now });

describe('the run lock in one process', () => {
  it('is taken, refused, given back and taken again', async () => {
    const lock = await acquireRunLock(place, now);
    await expect(acquireRunLock(place, now)).rejects.toMatchObject({
      code: 'sync.running',
      facts: { pid: process.pid, since: now.toISOString() },
    });
    expect(await runningOwner(place)).toEqual({ pid: process.pid, since: now.toISOString(), isRun: false });
    await lock.release();
    expect(await runningOwner(place)).toBeUndefined();
    await (await acquireRunLock(place, now)).release();
    expect(await readdir(folder)).toEqual([]);
  });

  it('does not give back what is no longer its own', async () => {
    const lock = await acquireRunLock(place, now);
    const other = JSON.stringify({ id: 'other', pid: process.pid, started: processes.self.started, since: '' });
    await writeFile(place.path, other);
    await lock.release();
    expect(await readFile(place.path, 'utf8')).toBe(other);
  });

  it('takes over from a process whose number now belongs to another', async () => {
    await writeFile(place.path, deadLock('x'));
    expect(await runningOwner(place)).toBeUndefined();
    await (await acquireRunLock(place, now)).release();
  });

  it.each(['', '{"pid":', '[]'])(
    'takes over a file torn by a crash (%j), once it is too old to be in the making',
    async (text) => {
      await writeFile(place.path, text);
      await expect(acquireRunLock(place, now)).rejects.toMatchObject({ code: 'sync.running', facts: {} });
      const longAgo = new Date(Date.now() - 60_000);
      await utimes(place.path, longAgo, longAgo);
      await (await acquireRunLock(place, now)).release();
    },
  );

  it.each([0, 1, 2])('is taken over when its unreadable guard is just as empty, %i deep', async (depth) => {
    const longAgo = new Date(Date.now() - 60_000);
    const leave = async (path: string): Promise<void> => {
      await writeFile(path, '');
      await utimes(path, longAgo, longAgo);
    };
    // What two runs on a full disk left: `depth` guards of earlier versions, all empty like the lock.
    await leave(place.path);
    let guard = guardOf(place.path, '');
    for (let left = depth; left > 0; left -= 1, guard = guardOfGuard(place.path, guard, '')) await leave(guard);
    await (await acquireRunLock(place, now)).release();
    expect(await readdir(folder)).toEqual([]);
  });

  it('is not kept from anybody by what a kill in the middle of taking it leaves', async () => {
    await writeFile(temporaryName(place.path), '{"id":');
    await (await acquireRunLock(place, now)).release();
    expect((await readdir(folder)).map(writerOf)).toEqual([process.pid]);
  });

  it('says which file is in the way where nothing can be done about it', async () => {
    await mkdir(place.path);
    await expect(acquireRunLock(place, now)).rejects.toMatchObject({
      code: 'disk.failed',
      facts: { system: 'EISDIR', path: place.path },
    });
    await rm(place.path, { recursive: true });
    await writeFile(place.path, deadLock('x'));
    const guard = guardOf(place.path, deadLock('x'));
    await mkdir(guard);
    await expect(acquireRunLock(place, now)).rejects.toMatchObject({ code: 'disk.failed', facts: { path: guard } });
  });

  posixOnly('takes over what is no file of ours: a link, a pipe, a gigabyte', async () => {
    const victim = join(folder, 'victim');
    await writeFile(victim, 'theirs');
    const longAgo = new Date(Date.now() - 60_000);
    const makes = [
      () => symlink(victim, place.path),
      () => symlink('/dev/zero', place.path),
      () => execa('mkfifo', [place.path]),
      async () => {
        await writeFile(place.path, '');
        await truncate(place.path, 1024 ** 3);
      },
    ];
    for (const make of makes) {
      await make();
      await lutimes(place.path, longAgo, longAgo);
      await (await acquireRunLock(place, now)).release();
      expect(await readdir(folder)).toEqual(['victim']);
    }
    expect(await readFile(victim, 'utf8')).toBe('theirs');
  });

  it('waits where the system does not tell whether the owner lives', async () => {
    const silent: ProcessTable = { self: processes.self, startOf: () => Promise.reject(new Error('no answer')) };
    await (await acquireRunLock(place, now)).release();
    await writeFile(place.path, JSON.stringify({ id: 'x', pid: 1, started: 'a', since: now.toISOString() }));
    await expect(acquireRunLock({ ...place, processes: silent }, now)).rejects.toMatchObject({ code: 'sync.running' });
  });

  it('says why when the folder cannot be used', async () => {
    await writeFile(join(folder, 'file'), '');
    const inside = { ...place, path: join(folder, 'file', 'run.lock') };
    await expect(acquireRunLock(inside, now)).rejects.toMatchObject({ code: 'disk.failed' });
  });
});

describe('a process that waits for the run lock', () => {
  const waits: number[] = [];
  const patience = (pause: () => Promise<void>, told: string[]): Patience => ({
    ms: 10_000,
    pause: async (ms) => {
      waits.push(ms);
      await pause();
    },
    onWaiting: () => told.push('waiting'),
  });
  beforeEach(() => void waits.splice(0));

  it('gets it when it is given back, and says once that he waits', async () => {
    const lock = await acquireRunLock(place, now);
    const told: string[] = [];
    const giveBack = async (): Promise<void> => {
      if (waits.length === 3) await lock.release();
    };
    await (await acquireRunLock(place, now, patience(giveBack, told))).release();
    expect(waits).toHaveLength(3);
    expect(told).toEqual(['waiting']);
  });

  it('says nothing and waits for nothing when it is free', async () => {
    const told: string[] = [];
    await (
      await acquireRunLock(
        place,
        now,
        patience(() => Promise.resolve(), told),
      )
    ).release();
    expect([waits, told]).toEqual([[], []]);
  });

  it('waits no longer than he wanted', async () => {
    const lock = await acquireRunLock(place, now);
    await expect(
      acquireRunLock(
        place,
        now,
        patience(() => Promise.resolve(), []),
      ),
    ).rejects.toMatchObject({
      code: 'sync.running',
      facts: { pid: process.pid },
    });
    expect(waits.reduce((sum, ms) => sum + ms, 0)).toBe(10_000);
    await lock.release();
  });

  it('may give up while he waits', async () => {
    const lock = await acquireRunLock(place, now);
    const gaveUp = patience(() => Promise.reject(new AppError('sync.cancelled')), []);
    await expect(acquireRunLock(place, now, gaveUp)).rejects.toMatchObject({ code: 'sync.cancelled' });
    await lock.release();
    expect(await readdir(folder)).toEqual([]);
  });
});

describe('the run lock among processes', () => {
  it('is refused while its owner lives, and taken over when it was killed', async () => {
    const owner = await start();
    expect(await owner.ask('get')).toEqual({ got: true });
    await expect(acquireRunLock(place, now)).rejects.toMatchObject({ code: 'sync.running', facts: { pid: owner.pid } });
    await owner.kill();
    await (await acquireRunLock(place, now)).release();
  });

  it('goes to exactly one of several that find a dead owner at once', async () => {
    const rivals = await Promise.all(Array.from({ length: 4 }, start));
    for (let round = 0; round < 150; round += 1) {
      const left = deadLock(String(round));
      await writeFile(place.path, left);
      // In every third round an earlier takeover was cut off as well.
      if (round % 3 === 0) await writeFile(guardOf(place.path, left), deadLock('guard'));
      const answers = await Promise.all(rivals.map((rival) => rival.ask('get')));
      const winners = rivals.filter((_, index) => (answers[index] as { got: boolean }).got);
      expect(winners, JSON.stringify(answers)).toHaveLength(1);
      const refusals = answers.filter((answer) => !(answer as { got: boolean }).got);
      for (const refusal of refusals) expect(refusal).toMatchObject({ error: { code: 'sync.running' } });
      await winners[0]?.ask('release');
    }
    expect(await readdir(folder)).toEqual([]);
    await Promise.all(rivals.map((rival) => rival.kill()));
  });
});
