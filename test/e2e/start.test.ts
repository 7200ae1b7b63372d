import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DesktopApp, emptyComputer, type EmptyComputer } from './support/desktop-app.ts';
import { DesktopHost, labelsOf } from './support/desktop-host.ts';

let computer: EmptyComputer;
let host: DesktopHost;
let app: DesktopApp | undefined;

beforeEach(async () => {
  host = await DesktopHost.start();
  computer = await emptyComputer(undefined);
});

afterEach(async () => {
  try {
    await app?.end();
  } finally {
    // Else the next case would see the desktop of this one.
    app = undefined;
    await host.stop();
    await computer.remove();
  }
});

describe('the first start', () => {
  it('shows the set-up, and an icon that says so', async () => {
    app = await DesktopApp.start(computer);
    const window = await app.window('index');
    await host.event('tray-added');
    expect(labelsOf(await host.menu())).toEqual([
      'Not set up yet',
      'Set up…',
      'Open HA iCloud Backup…',
      'Restore…',
      'Help',
      'Copy diagnostics',
      'Show logs',
      'Quit',
    ]);
    expect(await host.tooltip()).toContain('Not set up yet');
    await window.getByRole('heading', { level: 1 }).waitFor();
    expect(app.complaints).toEqual([]);
  });

  it('asks for nothing', async () => {
    app = await DesktopApp.start(computer);
    await app.window('index');
    await host.event('tray-added');
    expect(await host.notifications()).toEqual([]);
  });

  it('started at login shows no window, and the menu opens one', async () => {
    app = await DesktopApp.start(computer, '--hidden');
    await host.event('tray-added');
    expect(app.electron.windows()).toHaveLength(0);
    await host.click('Open HA iCloud Backup…');
    await app.window('index');
  });
});
