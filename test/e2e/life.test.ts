import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect } from 'vitest';
import { electronProgram, startArguments } from './support/desktop-app.ts';
import { it, run, storedArchives, storedManifests, type World } from './support/world.ts';

/** A slow line, and the app in the middle of an upload. */
const inAnUpload = async (world: World): Promise<void> => {
  await world.makeReady();
  world.apple.throttle({ upBps: 150_000 });
  await world.start();
  await world.app.until(({ running }) => running?.activity?.phase === 'transferring', 'a transfer');
  await world.apple.waitFor(({ kind }) => kind === 'upload');
};

/** Everything Home Assistant has is there exactly once, each with its manifest. */
const expectEachOnce = async ({ apple, home }: World): Promise<void> => {
  const hashes = await Promise.all(home.backups().map(async ({ id }) => (await home.archive(id)).sha256));
  expect(
    storedArchives(apple)
      .map(({ sha256 }) => sha256)
      .sort(),
  ).toEqual(hashes.sort());
  expect(storedManifests(apple)).toHaveLength(hashes.length);
};

const isSafe = ({ status, running }: Awaited<ReturnType<World['app']['state']>>): boolean =>
  status.safety === 'safe' && running === null;

describe('the menu', () => {
  it('backs up now: Home Assistant makes one, and it is in iCloud', async ({ world }) => {
    await world.makeReady();
    await world.start();
    await world.app.until(isSafe, 'the backup of yesterday in iCloud');
    const before = world.home.backups().length;
    await world.desktop.labels((labels) => labels.includes('Back up now'));
    await world.desktop.click('Back up now');
    await world.app.until(({ running }) => running !== null, 'a run');
    await world.app.until(isSafe, 'the end of the run');
    expect(world.home.backups()).toHaveLength(before + 1);
    await expectEachOnce(world);
  });

  it('pauses and goes on', async ({ world }) => {
    await world.makeReady();
    await world.start();
    await world.app.until(isSafe, 'the first backup');
    await world.desktop.click('Until tomorrow');
    const labels = await world.desktop.labels((now) => now.includes('Resume'));
    expect(labels[0]).toMatch(/^Paused until/);
    await world.desktop.click('Resume');
    expect(await world.desktop.labels((now) => now.includes('Pause'))).not.toContain('Resume');
  });

  it('quits', async ({ world }) => {
    await world.makeReady();
    // With something to back up it would ask.
    expect(await world.cli(['backup'])).toMatchObject({ exitCode: 0 });
    await world.start('--hidden');
    await world.desktop.event('tray-added');
    const closed = world.app.electron.waitForEvent('close');
    await world.desktop.click('Quit');
    await closed;
    expect(world.app.process.exitCode).toBe(0);
  });
});

describe('a second launch', () => {
  it('shows the window of the first, and ends', async ({ world }) => {
    await world.start('--hidden');
    await world.desktop.event('tray-added');
    const shown = world.app.electron.waitForEvent('window');
    const { exitCode } = await run(
      [electronProgram(), ...startArguments(world.computer.dataDir)],
      '',
      world.computer.environment,
    );
    expect(exitCode).toBe(0);
    await shown;
  });
});

describe('in the middle of an upload', () => {
  it('quitting asks; staying goes on, quitting leaves nothing half, and the next start brings it in', async ({
    world,
  }) => {
    await inAnUpload(world);
    const { electron } = world.app;
    await electron.evaluate(({ dialog }) => {
      const asked: string[] = [];
      Object.assign(globalThis, { asked });
      dialog.showMessageBox = (...given: unknown[]) => {
        const box = given.at(-1) as { message: string };
        asked.push(box.message);
        return Promise.resolve({ response: asked.length === 1 ? 1 : 0, checkboxChecked: false });
      };
    });
    await electron.evaluate(({ app }) => app.quit());
    expect(await electron.evaluate(() => (globalThis as unknown as { asked: string[] }).asked)).toEqual([
      'Quit and stop backing up?',
    ]);
    expect((await world.app.state()).running).not.toBeNull();

    await world.app.quit();
    world.apple.throttle({});
    await world.start();
    await world.app.until(isSafe, 'the backup');
    await expectEachOnce(world);
  });

  it('kill -9, then a start: exactly one confirmed copy, nothing left over', async ({ world }) => {
    await inAnUpload(world);
    const closed = world.app.electron.waitForEvent('close');
    process.kill(world.app.process.pid ?? 0, 'SIGKILL');
    await closed;
    world.apple.throttle({});
    await world.start();
    await world.app.until(isSafe, 'the backup');
    await expectEachOnce(world);
  });

  it('sleep breaks it off, and waking up plans it anew', async ({ world }) => {
    await inAnUpload(world);
    const { electron } = world.app;
    await electron.evaluate(({ powerMonitor }) => powerMonitor.emit('suspend'));
    await world.app.until(({ running }) => running === null, 'the end of the transfer');
    expect(storedManifests(world.apple)).toEqual([]);
    world.apple.throttle({});
    await electron.evaluate(({ powerMonitor }) => powerMonitor.emit('resume'));
    await world.app.until(isSafe, 'the backup after the sleep', 150_000);
    await expectEachOnce(world);
  });

  it('the command line keeps out', async ({ world }) => {
    await inAnUpload(world);
    const { exitCode, stdout } = await world.cli(['--json', 'backup']);
    expect(exitCode).not.toBe(0);
    expect(stdout).toContain('sync.running');
    const status = await world.cli(['status', '--json']);
    expect((JSON.parse(status.stdout) as { running: object | null }).running).not.toBeNull();
  });
});

describe('a window that crashes', () => {
  it('comes back, and backups are not touched', async ({ world }) => {
    await world.makeReady();
    await world.start();
    await world.app.until(isSafe, 'the first backup');
    const { electron } = world.app;
    await electron.evaluate(({ BrowserWindow, dialog }) => {
      dialog.showMessageBox = () => Promise.resolve({ response: 0, checkboxChecked: false });
      const [window] = BrowserWindow.getAllWindows();
      return new Promise<void>((resolve) => {
        window?.webContents.once('did-finish-load', () => resolve());
        window?.webContents.forcefullyCrashRenderer();
      });
    });
    const text: unknown = await electron.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(
        `new Promise((done) => { const look = () => { const text = document.body.innerText; text.includes('backed up') ? done(text) : setTimeout(look, 50); }; look(); })`,
      ),
    );
    expect(text).toContain('Everything is backed up');
  });
});

describe('the program as command line', () => {
  it('answers without a window', async ({ world }) => {
    await world.makeReady();
    const [, ...args] = startArguments(world.computer.dataDir);
    const { exitCode, stdout } = await run(
      [
        electronProgram(),
        ...startArguments(world.computer.dataDir).slice(0, args.length - 1),
        'cli',
        '--data-dir',
        world.computer.dataDir,
        'status',
        '--json',
      ],
      '',
      world.computer.environment,
    );
    expect(JSON.parse(stdout)).toMatchObject({ home: { name: 'Beach House' } });
    expect(exitCode).toBe(0);
  });
});

/** At those of this computer. */
const openSettings = async (world: World): Promise<Page> => {
  const page = await world.app.window('index');
  const names = { name: 'Settings' };
  await page.getByRole('button', names).or(page.getByRole('link', names)).first().click();
  await page.getByRole('tab', { name: 'Advanced' }).click();
  return page;
};

describe('the settings', () => {
  it('start with the computer: an entry of the desktop, hidden', async ({ world }) => {
    await world.makeReady();
    await world.start();
    await world.app.until(isSafe, 'the first backup');
    const page = await openSettings(world);
    // Not `check`: what it shows is what the system answers, a moment later.
    await page.getByLabel('Open at login').click();
    await world.app.until(({ loginItem }) => loginItem.enabled, 'the login item');
    const entry = await readFile(
      join(world.computer.folder, 'config', 'autostart', 'ha-icloud-backup.desktop'),
      'utf8',
    );
    expect(entry).toMatch(/^Exec=.* --hidden$/m);
  });

  it('remove from this computer: copies stay, everything else goes', async ({ world }) => {
    await world.makeReady();
    await world.start();
    await world.app.until(isSafe, 'the first backup');
    const page = await openSettings(world);
    await page.getByRole('button', { name: 'Remove from this computer…' }).click();
    await page.getByRole('button', { name: 'Remove', exact: true }).click();
    await world.app.until(({ status }) => status.safety === 'not-set-up', 'an empty computer');
    expect(storedArchives(world.apple)).toHaveLength(1);
    const status = await world.cli(['status', '--json']);
    expect(JSON.parse(status.stdout)).toMatchObject({ safety: 'not-set-up', signIn: null, home: null });
  });
});
