import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { beforeAll, describe, expect, it } from 'vitest';
import { openProcessTable, parseProcStat, parsePs, startReader } from '../../../src/adapters/process-table.ts';
import type { ProcessTable } from '../../../src/core/ports/network.ts';

let table: ProcessTable;
beforeAll(async () => {
  table = await openProcessTable();
});

/** A process that does nothing until it is killed. */
const sleeper = async () => {
  const child = spawn(process.execPath, ['-e', 'console.log("up"); setInterval(() => {}, 1e9)'], { stdio: 'pipe' });
  await once(child.stdout, 'data');
  const kill = async (): Promise<void> => {
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  };
  return { pid: child.pid ?? 0, kill };
};

describe('the process table of this system', () => {
  it('knows this process, always by the same start', async () => {
    expect(table.self.pid).toBe(process.pid);
    expect(await table.startOf(process.pid)).toBe(table.self.started);
    expect((await openProcessTable()).self).toEqual(table.self);
  });

  it('knows another process until it ends', async () => {
    const { pid, kill } = await sleeper();
    const started = await table.startOf(pid);
    expect(started).toBeTypeOf('string');
    expect(started).not.toBe(table.self.started);
    expect(await table.startOf(pid)).toBe(started);
    await kill();
    expect(await table.startOf(pid)).toBeUndefined();
  });

  it('knows a process of somebody else', async () => {
    expect(await table.startOf(1)).toBeTypeOf('string');
  });

  // `ps` is what macOS has; that of Linux understands the same question.
  it.skipIf(process.platform === 'win32')('can be read with ps as well', async () => {
    const read = startReader('darwin');
    const own = await read(process.pid);
    expect(own).toMatch(/^\w{3} \w{3} \d{1,2} \d{2}:\d{2}:\d{2} \d{4}$/);
    const { pid, kill } = await sleeper();
    expect(await read(pid)).toBeTypeOf('string');
    await kill();
    expect(await read(pid)).toBeUndefined();
  });

  it.skipIf(process.platform === 'win32')('does not take a missing tool for a missing process', async () => {
    await expect(startReader('win32')(process.pid)).rejects.toMatchObject({ code: 'internal' });
  });
});

describe('lines of process tables', () => {
  const fields = (state: string) => `${state} 1 42 42 0 -1 4194304 1 0 0 0 1 2 0 0 20 0 11 0 987654 0 0`;

  it('counts the fields of /proc behind a name with blanks and brackets', () => {
    expect(parseProcStat(`42 (odd) (name 7) ${fields('S')}`, 'boot-1\n')).toBe('boot-1 987654');
    expect(parseProcStat(`42 (node) ${fields('R')}`, 'boot-2')).not.toBe(
      parseProcStat(`42 (node) ${fields('R')}`, 'boot-1'),
    );
  });

  it('buries a process that only waits for its parent', () => {
    expect(parseProcStat(`42 (node) ${fields('Z')}`, 'boot-1')).toBeUndefined();
    expect(parsePs('Z+   Sat Nov 21 10:56:44 2026\n')).toBeUndefined();
  });

  it('reads the line of ps', () => {
    expect(parsePs('Ss   Sat Nov  1 10:56:44 2026    \n')).toBe('Sat Nov 1 10:56:44 2026');
    expect(parsePs('')).toBeUndefined();
  });
});
