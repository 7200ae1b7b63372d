import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { ProcessTable } from '../../../src/core/ports/network.ts';
import { newScratch, sweepScratch } from '../../../src/core/proof/scratch.ts';

const root = mkdtempSync(join(tmpdir(), 'scratch-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Number 4712 was given again; in a container every start of the program is number 7. */
const startOf = (pid: number): Promise<string | undefined> => {
  if (pid === 4713) return Promise.reject(new Error('the system does not tell'));
  return Promise.resolve({ 7: 'today', 4712: 'today', 4714: 'today' }[pid]);
};
const seenBy = (pid: number, started: string): ProcessTable => ({ self: { pid, started }, startOf });

test('what a killed check left is removed by the next start, what a living one uses is not', async () => {
  const scratchOf = async (pid: number, started: string): Promise<string> => {
    const path = newScratch(root, seenBy(pid, started));
    await mkdir(path, { recursive: true });
    return basename(path);
  };
  const stay = [await scratchOf(7, 'today'), await scratchOf(4713, 'today'), await scratchOf(4714, 'today')];
  await scratchOf(4711, 'yesterday');
  await scratchOf(4712, 'yesterday');
  await scratchOf(7, 'yesterday');
  await mkdir(join(root, 'something else'));
  expect(await sweepScratch(root, seenBy(7, 'today'))).toBe(4);
  expect(readdirSync(root).sort()).toEqual(stay.sort());
});
