import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openProcessTable } from '../../../src/adapters/process-table.ts';
import { RunningMarks } from '../../../src/core/icloud/running-marks.ts';
import type { ProcessMark, ProcessTable } from '../../../src/core/ports/network.ts';

const node = basename(process.execPath);

describe('RunningMarks', () => {
  let dir: string;
  let table: ProcessTable;
  let child: ChildProcess;
  let mark: ProcessMark;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'marks-test-'));
    table = await openProcessTable();
    child = spawn(process.execPath, ['-e', 'process.stdin.resume()'], { stdio: ['pipe', 'ignore', 'ignore'] });
    const pid = child.pid ?? 0;
    mark = { pid, started: (await table.startOf(pid)) ?? '' };
  });
  afterEach(async () => {
    child.kill('SIGKILL');
    await rm(dir, { recursive: true, force: true });
  });

  const note = async (more: object): Promise<void> => {
    const gone = { pid: 4_194_999, started: 'long ago' };
    await mkdir(join(dir, 'running'), { recursive: true });
    await writeFile(
      join(dir, 'running', `${mark.pid}.json`),
      JSON.stringify({ rclone: mark, owner: gone, executable: node, ...more }),
    );
  };
  const sweep = (): Promise<number> => new RunningMarks(join(dir, 'running'), table).sweepOrphans();
  const notes = (): Promise<string[]> => readdir(join(dir, 'running'));

  it('ends a process whose owner is gone', async () => {
    await note({});
    const ended = once(child, 'exit');
    expect(await sweep()).toBe(1);
    expect(await ended).toEqual([null, 'SIGKILL']);
    expect(await notes()).toEqual([]);
  });

  it('leaves a process alone whose owner lives, and the note with it', async () => {
    await note({ owner: table.self });
    expect(await sweep()).toBe(0);
    expect(await notes()).toHaveLength(1);
    expect(await table.startOf(mark.pid)).toBe(mark.started);
  });

  it.each<[string, () => object]>([
    ['has only the same number', () => ({ rclone: { pid: mark.pid, started: 'earlier' } })],
    ...(process.platform === 'linux'
      ? [['runs something else', () => ({ executable: 'rclone' })] as [string, () => object]]
      : []),
  ])('does not touch a process that %s', async (_what, more) => {
    await note(more());
    expect(await sweep()).toBe(0);
    expect(await notes()).toEqual([]);
    expect(await table.startOf(mark.pid)).toBe(mark.started);
  });

  it('lets a note about which the system does not answer cost itself alone', async () => {
    await note({});
    const silent = { pid: 7, started: 'x' };
    await writeFile(
      join(dir, 'running', '0.json'),
      JSON.stringify({ rclone: silent, owner: silent, executable: node }),
    );
    const answering: ProcessTable = {
      self: table.self,
      startOf: async (pid) => {
        if (pid === silent.pid) throw new Error('EIO');
        return await table.startOf(pid);
      },
    };
    expect(await new RunningMarks(join(dir, 'running'), answering).sweepOrphans()).toBe(1);
    expect(await notes()).toEqual(['0.json']);
  });

  it('throws away half a note', async () => {
    await note({});
    await writeFile(join(dir, 'running', '1.json'), '{"rclone":{"pid"');
    expect(await sweep()).toBe(1);
    expect(await notes()).toEqual([]);
  });

  it('has nothing to do in a new folder', async () => {
    expect(await sweep()).toBe(0);
  });

  it('asks Windows nothing, where the system itself ends the children of a crashed program', async () => {
    const mute: ProcessTable = { self: table.self, startOf: () => Promise.reject(new Error('asked')) };
    const unmark = await new RunningMarks(join(dir, 'running'), mute, 'win32').add(mark.pid, process.execPath);
    await expect(notes()).rejects.toMatchObject({ code: 'ENOENT' });
    await unmark();
  });

  it.skipIf(process.platform === 'win32')('notes a process while it runs', async () => {
    const marks = new RunningMarks(join(dir, 'running'), table);
    const unmark = await marks.add(mark.pid, process.execPath);
    expect(await notes()).toEqual([`${mark.pid}.json`]);
    expect(await marks.sweepOrphans()).toBe(0);
    await unmark();
    expect(await notes()).toEqual([]);
  });
});
