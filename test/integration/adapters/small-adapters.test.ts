import { mkdtemp, readdir, readFile, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { dataFolders, makeDataFolders, type FolderFacts } from '../../../src/adapters/data-folders.ts';
import { freeBytes } from '../../../src/adapters/disk-space.ts';
import { FileLogger } from '../../../src/adapters/file-logger.ts';
import { SystemClock } from '../../../src/adapters/system-clock.ts';
import { Redactor } from '../../../src/core/state/redact.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'adapters-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const posixOnly = process.platform === 'win32' ? it.skip : it;
const modeOf = async (path: string): Promise<number> => (await stat(path)).mode & 0o777;

describe('the clock', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const day = 86_400_000;
  const never = new AbortController().signal;

  it('waits as long as it was told, also longer than one timer can', async () => {
    const clock = new SystemClock();
    let over = false;
    const begun = clock.now().getTime();
    const wait = clock.wait(60 * day, never).then(() => (over = true));
    await vi.advanceTimersByTimeAsync(60 * day - 1);
    expect(over).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    await wait;
    expect(clock.now().getTime() - begun).toBe(60 * day);
  });

  it('ends at once when it is cancelled, and leaves no timer', async () => {
    const cancel = new AbortController();
    const wait = expect(new SystemClock().wait(day, cancel.signal)).rejects.toMatchObject({ code: 'sync.cancelled' });
    cancel.abort();
    await wait;
    expect(vi.getTimerCount()).toBe(0);
    for (const ms of [0, day]) {
      await expect(new SystemClock().wait(ms, cancel.signal)).rejects.toMatchObject({ code: 'sync.cancelled' });
    }
  });

  it('does not keep the process alive', async () => {
    vi.useRealTimers();
    const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
    const before = timers();
    const cancel = new AbortController();
    const wait = new SystemClock().wait(day, cancel.signal).catch(() => undefined);
    expect(timers()).toBe(before);
    cancel.abort();
    await wait;
  });
});

describe('free space', () => {
  it('is what the system says, also for a folder that is not there yet', async () => {
    const { bsize, blocks } = await statfs(folder);
    const free = await freeBytes(join(folder, 'not', 'yet'));
    expect(free).toBeGreaterThan(0);
    expect(free).toBeLessThanOrEqual(bsize * blocks);
  });

  it('is no number where the way is blocked', async () => {
    await writeFile(join(folder, 'file'), '');
    await expect(freeBytes(join(folder, 'file', 'x'))).rejects.toMatchObject({ code: 'disk.failed' });
  });
});

describe('the log', () => {
  const log = (options: { maxBytes?: number; level?: 'debug' } = {}) => {
    const redactor = new Redactor(homedir());
    redactor.register('a-registered-secret');
    const now = () => new Date('2026-11-21T12:00:00Z');
    return new FileLogger({ folder: join(folder, 'logs'), redact: redactor.redact, now, ...options });
  };
  const read = async (name = 'app.log'): Promise<Record<string, unknown>[]> =>
    (await readFile(join(folder, 'logs', name), 'utf8'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);

  it('writes a line of JSON for each event, from its level on', async () => {
    const logger = log();
    logger.debug('left out');
    logger.info('run started', { trigger: 'user', at: 'fact', backups: 3, why: undefined });
    logger.error('plain');
    expect(await read()).toEqual([
      {
        at: '2026-11-21T12:00:00.000Z',
        level: 'info',
        pid: process.pid,
        event: 'run started',
        facts: { trigger: 'user', at: 'fact', backups: 3 },
      },
      { at: '2026-11-21T12:00:00.000Z', level: 'error', pid: process.pid, event: 'plain' },
    ]);
    log({ level: 'debug' }).debug('kept');
    expect(await read()).toHaveLength(3);
  });

  it('cleans events and facts, by the name of the fact too', async () => {
    const password = 'correct';
    log().warn(`saw a-registered-secret of peter@icloud.com`, { password, code: '123456', path: join(homedir(), 'x') });
    const [line] = await read();
    expect(line).toMatchObject({
      event: 'saw ███ of p…@icloud.com',
      facts: { password: '[hidden]', code: '[code]', path: join('~', 'x') },
    });
  });

  posixOnly('is for this user alone', async () => {
    log().info('x');
    expect([await modeOf(join(folder, 'logs')), await modeOf(join(folder, 'logs', 'app.log'))]).toEqual([0o700, 0o600]);
  });

  it('keeps five files and drops the oldest', async () => {
    const logger = log({ maxBytes: 1000 });
    for (let line = 0; line < 100; line += 1) logger.info('event', { line });
    const names = ['app.1.log', 'app.2.log', 'app.3.log', 'app.4.log', 'app.log'];
    expect((await readdir(join(folder, 'logs'))).sort()).toEqual(names);
    for (const name of names) expect((await stat(join(folder, 'logs', name))).size).toBeLessThanOrEqual(1000);
    const all = await Promise.all([...names.slice(0, 4).reverse(), 'app.log'].map(read));
    const lines = all.flat().map((line) => (line['facts'] as { line: number }).line);
    expect(lines).toEqual(Array.from({ length: lines.length }, (_, index) => 100 - lines.length + index));
  });

  it('goes on in the new file when another process has rotated', async () => {
    const [one, other] = [log({ maxBytes: 300 }), log({ maxBytes: 300 })];
    for (let line = 0; line < 4; line += 1) [one, other].forEach((logger) => logger.info('event', { line }));
    expect((await read()).length).toBeGreaterThan(0);
    expect((await stat(join(folder, 'logs', 'app.log'))).size).toBeLessThanOrEqual(300);
  });

  it('brings nothing down when it cannot write, and says later what was lost', async () => {
    await writeFile(join(folder, 'logs'), 'in the way');
    const logger = log();
    logger.info('lost');
    logger.info('lost, too');
    await rm(join(folder, 'logs'));
    logger.info('written');
    expect(await read()).toMatchObject([{ event: 'written', lostLines: 2 }]);
  });
});

describe('data folders', () => {
  const facts: FolderFacts = {
    platform: 'linux',
    environment: {},
    home: '/home/peter',
    workingFolder: '/current folder',
  };

  it('follow each system', () => {
    expect(dataFolders(facts)).toEqual({
      data: '/home/peter/.local/share/ha-icloud-backup',
      staging: '/home/peter/.cache/ha-icloud-backup/staging',
      cache: '/home/peter/.cache/ha-icloud-backup/cache',
      logs: '/home/peter/.local/state/ha-icloud-backup/logs',
      label: 'default',
    });
    const environment = { XDG_CACHE_HOME: '/big/cache', XDG_DATA_HOME: 'relative', LOCALAPPDATA: 'D:\\Local' };
    expect(dataFolders({ ...facts, environment })).toMatchObject({
      data: '/home/peter/.local/share/ha-icloud-backup',
      staging: '/big/cache/ha-icloud-backup/staging',
    });
    expect(dataFolders({ ...facts, platform: 'darwin', home: '/Users/peter' })).toEqual({
      data: '/Users/peter/Library/Application Support/HA iCloud Backup',
      staging: '/Users/peter/Library/Caches/HA iCloud Backup/staging',
      cache: '/Users/peter/Library/Caches/HA iCloud Backup/cache',
      logs: '/Users/peter/Library/Logs/HA iCloud Backup',
      label: 'default',
    });
    const windows = { ...facts, platform: 'win32', home: 'C:\\Users\\peter' } as const;
    expect(dataFolders({ ...windows, environment }).staging).toBe('D:\\Local\\HA iCloud Backup\\staging');
    expect(dataFolders(windows).data).toBe('C:\\Users\\peter\\AppData\\Local\\HA iCloud Backup');
  });

  it('are all below one folder, if the user names one', () => {
    const environment = { HA_ICLOUD_BACKUP_HOME: '/srv/ha', XDG_CACHE_HOME: '/big/cache' };
    const named = dataFolders({ ...facts, environment });
    expect(named).toMatchObject({
      data: '/srv/ha',
      staging: '/srv/ha/staging',
      cache: '/srv/ha/cache',
      logs: '/srv/ha/logs',
    });
    const option = dataFolders({ ...facts, environment, override: 'other' });
    expect(option.data).toBe('/current folder/other');
    expect(dataFolders({ ...facts, environment: { HA_ICLOUD_BACKUP_HOME: '' } }).label).toBe('default');
    // Each has its own item in the keychain, whichever way it was named.
    expect(new Set(['default', named.label, option.label]).size).toBe(3);
    expect(dataFolders({ ...facts, override: '/srv/ha/' }).label).toBe(named.label);
  });

  posixOnly('are made for this user alone, also where they were open before', async () => {
    const folders = dataFolders({ ...facts, platform: process.platform, override: folder });
    await makeDataFolders(folders);
    await makeDataFolders(folders);
    const modes = await Promise.all([folders.data, folders.staging, folders.cache, folders.logs].map(modeOf));
    expect(modes).toEqual([0o700, 0o700, 0o700, 0o700]);
    expect(await readFile(join(folders.staging, 'CACHEDIR.TAG'), 'utf8')).toMatch(
      /^Signature: 8a477f597d28d172789f06886806bc55/,
    );
  });

  it('that cannot be made end in a code', async () => {
    await writeFile(join(folder, 'file'), '');
    const folders = dataFolders({ ...facts, platform: process.platform, override: join(folder, 'file') });
    await expect(makeDataFolders(folders)).rejects.toMatchObject({ code: 'disk.failed' });
  });
});
