import { execa } from 'execa';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { openProcessTable } from '../../../src/adapters/process-table.ts';
import type { ProcessTable } from '../../../src/core/ports/network.ts';
import { freshSettings } from '../../../src/core/settings/schema.ts';
import { fileLock } from '../../../src/core/state/file-lock.ts';
import { bundleProgram } from '../../support/bundle-program.ts';

let processes: ProcessTable;
let folder: string;
beforeAll(async () => {
  processes = await openProcessTable();
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'file-lock-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const file = (): string => join(folder, 'state.json');
/** Who has the lock, as another process would have written it. */
const ownedBy = async (pid: number, started: string): Promise<void> => {
  await writeFile(`${file()}.lock`, JSON.stringify({ id: 'other', pid, started, since: new Date().toISOString() }));
};

test('two processes that change the same files at once lose no change', async () => {
  const program = await bundleProgram(new URL('counting-program.ts', import.meta.url));
  const before = freshSettings('Study');
  await writeFile(join(folder, 'settings.json'), JSON.stringify({ ...before, stagingBudgetBytes: 0 }));
  await Promise.all([1, 2].map(() => execa(process.execPath, [program.file, folder])));
  const read = async (name: string): Promise<unknown> => JSON.parse(await readFile(join(folder, name), 'utf8'));
  expect(await read('state.json')).toEqual({ count: 400 });
  expect(await read('settings.json')).toMatchObject({ computerId: before.computerId, stagingBudgetBytes: 400 });
  expect((await readdir(folder)).sort()).toEqual(['settings.json', 'state.json']);
  await program.remove();
});

test('work that fails gives the lock back', async () => {
  const hold = fileLock(file(), processes);
  await expect(hold(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await hold(() => Promise.resolve('next'))).toBe('next');
  expect(await readdir(folder)).toEqual([]);
});

test('a dead owner is no obstacle', async () => {
  await ownedBy(process.pid, 'another start');
  expect(await fileLock(file(), processes)(() => Promise.resolve('mine'))).toBe('mine');
  expect(await readdir(folder)).toEqual([]);
});

test('a living owner who never gives it back is told of, and keeps it', async () => {
  await ownedBy(processes.self.pid, processes.self.started);
  const work = fileLock(file(), processes, 20)(() => Promise.resolve('mine'));
  await expect(work).rejects.toMatchObject({ code: 'disk.failed', facts: { system: 'EBUSY' } });
  expect(await readdir(folder)).toEqual(['state.json.lock']);
});

test('a process that comes while it is held waits for its turn', async () => {
  const hold = fileLock(file(), processes);
  const order: string[] = [];
  let go: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (go = resolve));
  let begun: () => void = () => undefined;
  const hasBegun = new Promise<void>((resolve) => (begun = resolve));
  const first = hold(async () => {
    begun();
    await held;
    order.push('first');
  });
  await hasBegun;
  const second = fileLock(file(), processes)(() => Promise.resolve(order.push('second')));
  go();
  await Promise.all([first, second]);
  expect(order).toEqual(['first', 'second']);
});
