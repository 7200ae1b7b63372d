import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { HostOptions } from '../../src/main/host-contract.ts';
import type * as electronFake from './electron-fake.ts';
import { keepSignals } from './support/keep-signals.ts';
import { settle } from './support/settle.ts';
import { StubHost } from './support/stub-host.ts';
import { safeState } from './support/view-state.ts';
import { eventually } from '../support/eventually.ts';
keepSignals();
let folder = '';
const usual = { argv: process.argv, platform: process.platform };
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'entry-'));
});
afterEach(() => {
  process.argv = usual.argv;
  setPlatform(usual.platform);
  rmSync(folder, { recursive: true, force: true });
  vi.unstubAllEnvs();
  for (const part of ['host/create-host', 'tray/create-tray', 'notify/create-notifier', 'cli-mode'])
    vi.doUnmock(`../../src/main/${part}.ts`);
});

const setPlatform = (platform: NodeJS.Platform): void => {
  Object.defineProperty(process, 'platform', { value: platform });
};

interface Start {
  readonly words?: readonly string[];
  readonly platform?: NodeJS.Platform;
  readonly prepare?: (fake: Fake) => void;
  readonly createHost?: (options: HostOptions) => Promise<StubHost>;
}
type Fake = typeof electronFake;

/** Starts the entry again, as Electron does: a program of its own with a world of its own. */
const start = async ({ words = [], platform = 'linux', prepare, createHost }: Start = {}) => {
  vi.resetModules();
  const fake = await import('./electron-fake.ts');
  fake.app.isPackaged = true;
  Object.assign(process, { resourcesPath: join(folder, 'resources') });
  prepare?.(fake);
  const made = { hosts: [] as StubHost[], trays: 0, traysLeft: 0, notifiers: 0, cli: [] as unknown[][] };
  const count = { isShown: () => true, dispose: () => void (made.traysLeft -= 1) };
  vi.doMock('../../src/main/host/create-host.ts', () => ({
    createHost: async (options: HostOptions) => {
      fake.done.push('host');
      const host = createHost ? await createHost(options) : new StubHost(options);
      made.hosts.push(host);
      return host;
    },
  }));
  vi.doMock('../../src/main/tray/create-tray.ts', () => ({
    createTray: () => {
      fake.done.push('tray');
      made.trays += 1;
      made.traysLeft += 1;
      return count;
    },
  }));
  vi.doMock('../../src/main/notify/create-notifier.ts', () => ({
    createNotifier: () => {
      made.notifiers += 1;
      return { dispose: () => void (made.notifiers -= 1) };
    },
  }));
  vi.doMock('../../src/main/cli-mode.ts', () => ({
    answerCommandLine: (...asked: unknown[]) => Promise.resolve(void made.cli.push(asked)),
  }));
  process.argv = ['program', '--data-dir', join(folder, 'data'), ...words];
  setPlatform(platform);
  await import('../../src/main/index.ts');
  const ready = async (): Promise<void> => {
    fake.app.becomeReady();
    await eventually(() => expect(fake.done.some((line) => /^(tray|error box|exit)/.test(line))).toBe(true));
    await settle();
  };
  return { fake, made, ready };
};

describe('the start', () => {
  it('sets what counts before Electron is ready, takes the lock, and only then goes on', async () => {
    const { fake, ready } = await start();
    const before = [
      'name HA iCloud Backup',
      'sandbox',
      'switch host-resolver-rules=MAP * ~NOTFOUND',
      'switch force-webrtc-ip-handling-policy=disable_non_proxied_udp',
      'schemes [{"scheme":"app","privileges":{"standard":true,"secure":true}}]',
      'model id io.github.ha-icloud-backup',
      `path userData=${join(folder, 'data', 'window')}`,
      'lock {"hidden":false}',
    ];
    await settle();
    expect(fake.done).toEqual(before);
    await ready();
    expect(fake.done.slice(before.length)).toEqual([
      'ready',
      'no menu',
      'host',
      'tray',
      'webrtc disable_non_proxied_udp',
    ]);
  });

  it('gives the host what it needs, no variable that replaces a part of it, and shows its window last', async () => {
    vi.stubEnv('HA_ICLOUD_BACKUP_RCLONE', '/another');
    const { fake, made, ready } = await start();
    await ready();
    const [host] = made.hosts;
    // The list of hashes is in the archive, not in the resources beside it.
    const rcloneLock = join(import.meta.dirname, '..', '..', 'src', 'rclone.lock.json');
    expect(host?.options).toMatchObject({ dataDir: join(folder, 'data'), rcloneLock });
    expect(host?.options?.environment).not.toHaveProperty('HA_ICLOUD_BACKUP_RCLONE');
    expect(host?.options?.resourcesDir).toBe(join(folder, 'resources'));
    expect(host?.asked).toEqual(['on battery: false', 'start', 'window.show {"page":"setup"}']);
    expect(fake.BrowserWindow.all).toHaveLength(1);
    // No session was made ahead of its window, and whichever is made is guarded at once.
    expect([...fake.session.made.keys()]).toEqual([]);
    const session = new fake.FakeSession();
    fake.app.emit('session-created', session);
    expect([...session.schemes.keys()]).toEqual(['app']);
    expect(session.decide).toBeDefined();
  });

  it('at login on a desktop without a place for its icon it shows its window: nobody would know of it', async () => {
    const room = '../../src/main/tray/tray-host.ts';
    const none = { isThere: () => false, dispose: () => undefined };
    vi.doMock(room, () => ({ openTrayHost: () => Promise.resolve(none) }));
    const { fake, ready } = await start({ words: ['--hidden'] });
    await ready();
    vi.doUnmock(room);
    expect(fake.BrowserWindow.all).toHaveLength(1);
  });

  it('a set-up app opens on its home page', async () => {
    const createHost = (options: HostOptions) => Promise.resolve(new StubHost(options, safeState));
    const { made, ready } = await start({ createHost });
    await ready();
    expect(made.hosts[0]?.asked.at(-1)).toBe('window.show {"page":"home"}');
  });

  it.each<[string, Start]>([
    ['at login', { words: ['--hidden'] }],
    [
      'at login on macOS, where nobody says so',
      { platform: 'darwin', prepare: ({ world }) => (world.openedAtLogin = true) },
    ],
  ])('%s it shows nothing but its icon', async (_, options) => {
    const { fake, made, ready } = await start(options);
    await ready();
    expect([made.trays, fake.BrowserWindow.all.length, made.hosts[0]?.asked.at(-1)]).toEqual([1, 0, 'start']);
  });

  it('macOS: a menu bar for the keys, and no icon in the Dock without a window', async () => {
    const { fake, ready } = await start({ platform: 'darwin', words: ['--hidden'] });
    await ready();
    expect(fake.done).toContain('menu');
    expect(fake.done.filter((line) => line.startsWith('dock'))).toEqual(['dock hide']);
  });

  it('does not insist on a sandbox that the person who starts it switched off', async () => {
    const { fake } = await start({ words: ['--no-sandbox'], prepare: ({ app }) => app.switches.add('no-sandbox') });
    expect(fake.done).not.toContain('sandbox');
  });

  it('keeps running when the last window is closed', async () => {
    const { fake } = await start();
    expect(fake.app.listenerCount('window-all-closed')).toBe(1);
  });
});

describe('a second launch', () => {
  it('hands over and leaves, and touches nothing', async () => {
    const { fake, made } = await start({ words: ['--hidden'], prepare: ({ world }) => (world.hasLock = false) });
    fake.app.becomeReady();
    await settle();
    expect(fake.done.slice(-3)).toEqual(['lock {"hidden":true}', 'exit 0', 'ready']);
    expect(made.hosts).toEqual([]);
  });

  it('shows the window of the first, even while that one is starting', async () => {
    const { fake, made, ready } = await start({ words: ['--hidden'] });
    fake.app.emit('second-instance', {}, [], '', { hidden: false });
    await ready();
    expect(made.hosts[0]?.asked.at(-1)).toBe('window.show {"page":"setup"}');
    fake.BrowserWindow.all[0]?.close();
    fake.app.emit('second-instance', {}, [], '', undefined);
    await settle();
    expect(fake.BrowserWindow.all).toHaveLength(1);
  });

  it('by the system at login it shows nothing', async () => {
    const { fake, ready } = await start({ words: ['--hidden'] });
    await ready();
    fake.app.emit('second-instance', {}, [], '', { hidden: true });
    await settle();
    expect(fake.BrowserWindow.all).toEqual([]);
  });

  it('macOS: a click on the app opens the window', async () => {
    const { fake, ready } = await start({ words: ['--hidden'], platform: 'darwin' });
    await ready();
    fake.app.emit('activate', {}, false);
    await settle();
    expect([fake.BrowserWindow.all.length, fake.done.at(-1)]).toEqual([1, 'dock show']);
  });
});

describe('the end', () => {
  it('lets go of everything, and the host before the icon', async () => {
    const { fake, made, ready } = await start();
    await ready();
    const [host] = made.hosts;
    let letGo: () => void = () => undefined;
    if (host) host.disposing = new Promise((resolve) => (letGo = resolve));
    fake.app.quit();
    await eventually(() => expect(host?.asked).toContain('dispose'));
    expect([fake.BrowserWindow.all.length, made.notifiers, made.traysLeft, fake.ipcMain.handlers.size]).toEqual([
      0, 0, 1, 0,
    ]);
    letGo();
    await settle();
    expect([made.traysLeft, host?.listeners, fake.done.at(-1)]).toEqual([0, 0, 'exit 0']);
    expect(readFileSync(join(folder, 'data', 'logs', 'app.log'), 'utf8')).toContain('app-ended');
  });

  it('asks while the host transfers', async () => {
    const { fake, made, ready } = await start();
    await ready();
    fake.world.boxAnswer = Promise.resolve({ response: 1 });
    Object.assign(made.hosts[0] ?? {}, { transferring: 'backup' });
    fake.app.quit();
    await settle();
    expect(fake.dialog.boxes).toMatchObject([[fake.BrowserWindow.all[0], { message: 'Quit and stop backing up?' }]]);
    expect(made.hosts[0]?.asked).not.toContain('dispose');
  });
});

describe('a failure', () => {
  it('of the start is told in words, with the place of the log', async () => {
    const { AppError } = await import('../../src/core/errors/app-error.ts');
    const createHost = () => Promise.reject(new AppError('settings.newer', {}, new Error('secret')));
    const { fake, ready } = await start({ createHost });
    await ready();
    const [box = '', exit] = fake.done.slice(-2);
    expect([box, exit]).toEqual([expect.stringMatching(/^error box: HA iCloud Backup can't start \/ /), 'exit 1']);
    expect(box).toContain(join(folder, 'data', 'logs'));
    expect(box).not.toMatch(/secret|settings\.newer/);
  });

  it('to make the data folder is one, too, and waits for Electron to say so', async () => {
    writeFileSync(join(folder, 'data'), 'a file');
    const { fake, ready } = await start();
    await settle();
    expect(fake.done.join()).not.toContain('error box');
    expect(fake.done.join()).not.toContain('lock');
    await ready();
    expect(fake.done.slice(-2)).toEqual([expect.stringContaining("can't start"), 'exit 1']);
  });

  it('that nobody caught ends the host, is told once, and ends the app', async () => {
    const { fake, made, ready } = await start({ words: ['--hidden'] });
    await ready();
    process.listeners('uncaughtException').at(-1)?.(new TypeError('secret'), 'uncaughtException');
    process.listeners('unhandledRejection').at(-1)?.(new TypeError('secret'), Promise.resolve());
    await eventually(() => expect(fake.done.at(-1)).toBe('exit 1'));
    expect(made.hosts[0]?.asked.at(-1)).toBe('dispose');
    const boxes = fake.done.filter((line) => line.startsWith('error box'));
    expect(boxes).toEqual([expect.stringContaining('has to close')]);
    expect(boxes.join()).not.toContain('secret');
  });
});

const place = (): unknown => expect.objectContaining({ resourcesDir: join(folder, 'resources') });

describe('the command line', () => {
  const touched = ['name HA iCloud Backup'];

  it('is answered without lock, window or waiting for a screen', async () => {
    const { fake, made } = await start({ words: ['cli', 'status', '--json'] });
    const argv = ['--data-dir', join(folder, 'data'), 'status', '--json'];
    expect(made.cli).toEqual([[argv, place()]]);
    expect([fake.done, made.hosts]).toEqual([touched, []]);
  });

  it("waits for Electron where Electron's keys hold the secrets", async () => {
    const prepare = () => writeFileSync(join(folder, 'secrets.bin'), '');
    const { fake, made } = await start({ words: ['cli', 'status', `--data-dir=${folder}`], prepare });
    expect(made.cli).toEqual([]);
    fake.app.becomeReady();
    await settle();
    const argv = ['status', `--data-dir=${folder}`];
    expect(made.cli).toEqual([[argv, place(), fake.safeStorage]]);
    expect(fake.done).toEqual([...touched, `path userData=${join(folder, 'window')}`, 'ready']);
  });
});
