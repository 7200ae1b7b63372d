import { readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { openProcessTable } from '../../../src/adapters/process-table.ts';
import { classify } from '../../../src/core/icloud/classify.ts';
import { obscure } from '../../../src/core/icloud/obscure.ts';
import { RcloneProcesses } from '../../../src/core/icloud/process.ts';
import type { AppleSimulator } from '../../simulators/apple/index.ts';
import { it } from '../../support/apple-fixture.ts';
import { never, type Computer } from '../../support/signed-in.ts';

const home = 'Home (1234abcd)';
const list = ['lsjson', 'icloud:', '--low-level-retries', '1'];
const notes = (computer: Computer): Promise<string[]> => readdir(join(computer.dir, 'running'));

/** Begins an upload that would take minutes; resolves when bytes flow. */
const startUpload = async (apple: AppleSimulator, computer: Computer, signal: AbortSignal) => {
  const file = join(computer.dir, 'big.tar');
  await writeFile(file, '');
  await truncate(file, 200_000_000);
  apple.throttle({ upBps: 1_000_000 });
  const put = computer.drive().put(file, home, 'big.tar', new Date(), () => undefined, signal);
  // The wait below must not make this an unhandled rejection.
  put.catch(() => undefined);
  await apple.waitFor((entry) => entry.kind === 'upload' && entry.bytesIn > 100_000);
  return { put };
};

describe('cancelling', () => {
  it('ends rclone in the middle of an upload and leaves nothing', async ({ apple, computer }) => {
    const controller = new AbortController();
    const { put } = await startUpload(apple, computer, controller.signal);
    const [note = ''] = await notes(computer);
    controller.abort();
    await expect(put).rejects.toMatchObject({ code: 'sync.cancelled' });
    expect(await (await openProcessTable()).startOf(Number.parseInt(note, 10))).toBeUndefined();
    expect(await notes(computer)).toEqual([]);
    expect(apple.files()).toEqual([]);
    expect(await computer.drive().names(home, never)).toEqual([]);
  });

  it('ends a download and its half file', async ({ apple, computer }) => {
    const controller = new AbortController();
    apple.putFile('HomeAssistantBackups/Home/a.tar', Buffer.alloc(50_000_000));
    apple.throttle({ downBps: 1_000_000 });
    const target = join(computer.dir, 'back.tar');
    const fetch = computer.drive().fetch('Home', 'a.tar', 50_000_000, target, () => undefined, controller.signal);
    fetch.catch(() => undefined);
    await apple.waitFor((entry) => entry.kind === 'download' && entry.bytesOut > 100_000);
    controller.abort();
    await expect(fetch).rejects.toMatchObject({ code: 'sync.cancelled' });
    expect((await readdir(computer.dir)).filter((name) => name.startsWith('back.tar'))).toEqual([]);
  });

  it('starts nothing that was cancelled before', async ({ apple, computer }) => {
    apple.clearLog();
    const run = computer.runner.run({ args: list, secrets: computer.secrets }, AbortSignal.abort());
    await expect(run).rejects.toMatchObject({ code: 'sync.cancelled' });
    expect(apple.log()).toEqual([]);
  });
});

describe('one config file', () => {
  it('is never open in two processes of ours', async ({ apple, computer }) => {
    apple.fault({ path: 'retrieveItemDetails', stall: true });
    const controller = new AbortController();
    const stalled = computer.runner.run({ args: list, secrets: computer.secrets }, controller.signal);
    stalled.catch(() => undefined);
    await apple.waitFor((entry) => entry.path.includes('retrieveItemDetails'));
    const second = computer.run(list);
    const third = computer.runner.exclusive(undefined, () => Promise.resolve(apple.requests('drive')), never);
    // The queue is asked in the order of calls: a look through another config goes ahead of both.
    const staged = await computer.runner.run(
      { args: ['version'], secrets: computer.secrets, config: join(computer.dir, 'staged.conf') },
      never,
    );
    expect(staged.exitCode).toBe(0);
    expect(apple.requests('drive')).toBe(1);
    controller.abort();
    await expect(stalled).rejects.toMatchObject({ code: 'sync.cancelled' });
    expect((await second).exitCode).toBe(0);
    expect(await third).toBe(2);
  });
});

describe('a run', () => {
  it('that says nothing is ended', async ({ apple, computer }) => {
    apple.fault({ path: 'retrieveItemDetails', stall: true });
    const result = await computer.runner.run({ args: list, secrets: computer.secrets, idleMs: 500 }, never);
    expect(result.stopped).toBe('idle');
  });

  it('is ended by its reader', async ({ apple, computer }) => {
    apple.fault({ path: 'retrieveItemDetails', stall: true });
    const heartbeats: string[] = [];
    const onLine = (line: string): 'stop' => {
      heartbeats.push(line);
      return 'stop';
    };
    const result = await computer.runner.run({ args: list, secrets: computer.secrets, onLine }, never);
    expect(result.stopped).toBe('line');
    expect(heartbeats[0]).toContain('"stats":{');
  });

  it('keeps messages and drops the heartbeat', async ({ apple, computer }) => {
    apple.fault({ path: 'retrieveItemDetails', status: 500, delayMs: 1_500 });
    const result = await computer.run([...list, '--retries', '1']);
    expect(result.stderrTail).toContain('HTTP error 500');
    expect(result.stderrTail).not.toContain('"stats":{');
  });

  it.skipIf(process.platform === 'win32').for([
    ['is not there', undefined, 'rclone.missing'],
    ['must not be run', 'hello', 'rclone.failed'],
  ] as const)('says that the executable %s', async ([, content, code], { computer }) => {
    const executable = join(computer.dir, 'not-rclone');
    if (content !== undefined) await writeFile(executable, content, { mode: 0o644 });
    const runner = new RcloneProcesses({
      executable: () => Promise.resolve(executable),
      config: computer.config,
      cacheDir: computer.cacheDir,
      stagingDir: join(computer.dir, 'staging'),
      network: () => Promise.resolve({}),
      parentEnvironment: {},
      marks: computer.marks,
    });
    await expect(runner.run({ args: ['version'], secrets: computer.secrets }, never)).rejects.toMatchObject({ code });
  });

  it.skipIf(process.platform === 'win32').for([
    ['endless messages', 'exec yes "ERROR : HTTP error 421" >&2', 'flood'],
    ['an endless line of messages', 'exec cat /dev/zero >&2', 'flood'],
    ['an endless answer', 'exec yes', undefined],
  ] as const)(
    'that writes %s is ended within bounds',
    { timeout: 60_000 },
    async ([, script, stopped], { computer }) => {
      const executable = join(computer.dir, 'flooding');
      await writeFile(executable, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
      const before = process.memoryUsage().rss;
      const run = computer.with({ executable }).runner.run({ args: ['version'], secrets: computer.secrets }, never);
      if (stopped) expect(classify(await run)).toMatchObject({ code: 'rclone.failed' });
      else await expect(run).rejects.toMatchObject({ code: 'rclone.failed', facts: { reason: 'output too long' } });
      expect(process.memoryUsage().rss - before).toBeLessThan(300_000_000);
      expect(await notes(computer)).toEqual([]);
    },
  );

  it('passes a password on in a form that rclone can read', async ({ computer }) => {
    const password = 'pä$$ wörd "quoted" – 密码';
    expect(await computer.mustRun(['reveal', obscure(password, 'key')])).toBe(`${password}\n`);
  });
});

describe('the limit for uploads', () => {
  it.skipIf(process.platform !== 'linux')('reaches rclone', async ({ apple, computer }) => {
    const controller = new AbortController();
    const file = join(computer.dir, 'big.tar');
    await writeFile(file, Buffer.alloc(50_000_000));
    const drive = computer.drive({ bandwidthLimit: () => '123k' });
    const put = drive.put(file, home, 'big.tar', new Date(), () => undefined, controller.signal);
    put.catch(() => undefined);
    await apple.waitFor((entry) => entry.kind === 'upload' && entry.bytesIn > 0);
    const [note = ''] = await notes(computer);
    const args = (await readFile(`/proc/${Number.parseInt(note, 10)}/cmdline`, 'utf8')).split('\0');
    controller.abort();
    await expect(put).rejects.toMatchObject({ code: 'sync.cancelled' });
    expect(args[args.indexOf('--bwlimit') + 1]).toBe('123k');
  });
});
