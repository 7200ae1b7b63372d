import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect } from 'vitest';
import { endWithin } from './support/within.ts';
import { it } from './support/world.ts';

let server: Server;
let hits = 0;

beforeEach(async () => {
  hits = 0;
  server = createServer((_request, response) => {
    hits += 1;
    response.end('caught');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterEach(async () => {
  await new Promise((resolve) => server.close(resolve));
});

const address = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;

describe('a hostile page in the window', () => {
  it('finds nothing of Node or Electron', async ({ world }) => {
    const page = await (await world.start()).window('index');
    const found = await page.evaluate(() =>
      ['require', 'process', 'module', 'electron', 'ipcRenderer', 'Buffer'].filter((name) => name in globalThis),
    );
    expect(found).toEqual([]);
    expect(await page.evaluate(() => Object.keys(globalThis.haBackup).sort())).toEqual([
      'command',
      'offer',
      'onState',
      'snapshot',
    ]);
    expect(await page.evaluate(() => Object.isFrozen(globalThis.haBackup))).toBe(true);
  });

  it('reaches no network', async ({ world }) => {
    const page = await (await world.start()).window('index');
    const answer = await page.evaluate(async (url) => {
      const tries: Record<string, string> = {};
      const attempt = async (name: string, work: () => Promise<unknown>): Promise<void> => {
        tries[name] = await work().then(
          () => 'reached',
          () => 'refused',
        );
      };
      await attempt('fetch', () => fetch(url));
      await attempt('beacon', () =>
        navigator.sendBeacon(url, 'x') ? Promise.reject(new Error('queued')) : Promise.reject(new Error('no')),
      );
      await attempt(
        'image',
        () =>
          new Promise((resolve, reject) => {
            const image = new Image();
            image.onload = resolve;
            image.onerror = reject;
            image.src = `${url}x.png`;
          }),
      );
      await attempt(
        'socket',
        () =>
          new Promise((resolve, reject) => {
            const socket = new WebSocket(url.replace('http', 'ws'));
            socket.onopen = resolve;
            socket.onerror = reject;
          }),
      );
      await attempt(
        'script',
        () =>
          new Promise((resolve, reject) => {
            const script = document.createElement('script');
            script.onload = resolve;
            script.onerror = reject;
            script.src = `${url}x.js`;
            document.head.append(script);
          }),
      );
      return tries;
    }, address());
    expect(answer).toEqual({
      fetch: 'refused',
      beacon: 'refused',
      image: 'refused',
      socket: 'refused',
      script: 'refused',
    });
    expect(hits).toBe(0);
  });

  it('goes nowhere and opens nothing', async ({ world }) => {
    const app = await world.start();
    const page = await app.window('index');
    await page.getByText('Set up backups').first().waitFor();
    const before = page.url();
    expect(await page.evaluate((url) => window.open(url) === null, address())).toBe(true);
    await page.evaluate((url) => {
      const link = document.createElement('a');
      link.href = url;
      link.target = '_blank';
      document.body.append(link);
      link.click();
      location.href = url;
    }, address());
    // Playwright waits for a navigation that never comes, so Electron is asked.
    const after = await app.electron.evaluate(async ({ BrowserWindow }) => {
      const windows = BrowserWindow.getAllWindows();
      const text: unknown = await windows[0]?.webContents.executeJavaScript('document.body.innerText');
      return { urls: windows.map((window) => window.webContents.getURL()), text };
    });
    expect(after.urls).toEqual([before]);
    expect(after.text).toContain('Set up backups');
    expect(hits).toBe(0);
  });

  it('gets nothing out of commands that there are not, or with input that is not meant', async ({ world }) => {
    const page = await (await world.start()).window('index');
    const answers = await page.evaluate(async () => {
      const bridge = globalThis.haBackup as unknown as {
        command(name: unknown, input: unknown): Promise<{ ok: boolean }>;
      };
      const tries: [unknown, unknown][] = [
        ['__proto__', {}],
        ['constructor', {}],
        ['toString', {}],
        ['setup.connect ', {}],
        [{ name: 'pause' }, {}],
        [null, null],
        ['open', { place: 'file:///etc/passwd' }],
        ['open', { place: 'https://evil.example' }],
        ['backups.restore', { id: '../../etc', to: '/etc' }],
        ['setup.connect', { url: 'x'.repeat(100_000) }],
        ['settings.change', { secretStore: 'environment' }],
        ['settings.change', { __proto__: { retentionDays: 0 }, appleId: 'me' }],
        ['backup.start', { create: 'yes' }],
      ];
      const results = await Promise.all(
        tries.map(([name, input]) =>
          bridge.command(name, input).then(
            (answer) => answer.ok,
            () => false,
          ),
        ),
      );
      return results;
    });
    expect(answers.every((ok) => !ok)).toBe(true);
  });
});

describe('a keychain that never answers', () => {
  it('does not keep the app from ending', async ({ world }) => {
    await world.makeReady();
    const { address, stop } = await silentKeychain(world.computer.folder);
    try {
      Object.assign(world.computer.environment, { DBUS_SESSION_BUS_ADDRESS: address });
      await (await world.start()).window('index');
      const { process: app } = world.app;
      const exit = once(app, 'exit');
      app.kill('SIGTERM');
      // By itself: had it to be killed from here, this would throw.
      await endWithin('the app', exit, () => app.kill('SIGKILL'));
      // The usual way out would wait for the answer.
      expect(app.signalCode).toBe('SIGKILL');
    } finally {
      await stop();
    }
  });
});

/** A session bus whose Secret Service is started when somebody asks, and then says nothing: as while its prompt is shown. */
const silentKeychain = async (folder: string): Promise<{ address: string; stop: () => Promise<void> }> => {
  const services = join(folder, 'share', 'dbus-1', 'services');
  await mkdir(services, { recursive: true });
  const service = ['[D-BUS Service]', 'Name=org.freedesktop.secrets', 'Exec=/bin/sleep 120', ''].join('\n');
  await writeFile(join(services, 'org.freedesktop.secrets.service'), service);
  const bus = spawn('dbus-daemon', ['--session', '--nofork', '--print-address'], {
    env: { ...process.env, XDG_DATA_HOME: join(folder, 'share') },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = new Promise((resolve) => bus.once('exit', resolve));
  const [line] = (await once(createInterface({ input: bus.stdout }), 'line')) as [string];
  return {
    address: line,
    stop: async () => {
      bus.kill();
      await ended;
    },
  };
};

describe('without a keychain', () => {
  it('says so before anything is kept, and keeps nothing in clear', async ({ world }) => {
    const { computer } = world;
    // A session without a Secret Service; the tray goes with it.
    Object.assign(computer.environment, { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent' });
    const page = await (await world.start()).window('index');
    // Before anybody types a secret, or an address.
    await page.getByRole('button', { name: 'Set up backups' }).click();
    await page
      .getByText(/keychain/i)
      .first()
      .waitFor({ timeout: 60_000 });
    await page.getByRole('alert').first().waitFor({ timeout: 60_000 });
    expect((await world.app.state()).status.secretStore).toBeNull();
  });
});
