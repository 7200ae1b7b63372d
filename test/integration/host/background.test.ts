import { fixedNetwork } from '../../support/fixed-network.ts';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AppError } from '../../../src/core/errors/app-error.ts';
import type { SecretStore } from '../../../src/core/ports/secret-store.ts';
import { WakingClock } from '../../support/app-harness.ts';
import { TestHost, type HostSetting } from '../../support/host-world.ts';
import { useSyncWorld } from '../../support/sync-world.ts';

let clock: WakingClock;
const world = useSyncWorld({ clock: () => (clock = new WakingClock()) });
let program: TestHost;
const size = 409_600;

const open = async (setting?: HostSetting): Promise<void> => {
  program = await TestHost.open(world.computer, setting);
};
beforeEach(() => open());
afterEach(async () => {
  await program.host.dispose();
  expect(world.home.openSockets()).toBe(0);
});

const add = (days = 0.1): Promise<string> => world.home.addBackup({ sizeBytes: size, date: world.ago(days) });
/** To know whose backups they are, and to see which there are. */
const listsOfALook = 2;
const connections = (): number => world.home.log().filter(({ what }) => what === 'auth').length;
const lists = (): number => world.home.log().filter(({ what }) => what === 'backup/info').length;

/** An upload of the background is half-way. */
const inUpload = async (): Promise<void> => {
  world.apple.throttle({ upBps: 40_000 });
  program.host.start();
  await world.apple.waitFor((entry) => entry.kind === 'upload' && !entry.done && entry.bytesIn > 40_000);
  await program.until(({ running }) => expect(running?.activity?.phase).toBe('transferring'));
};
/** Nothing is under way, and the next look is waited for, with or without a connection. */
const asleep = (sockets = 0): Promise<void> =>
  program.until(({ running, status }) => {
    expect([world.home.openSockets(), clock.isNapping, running, status.running]).toEqual([sockets, true, null, null]);
  });
const fast = (): void => world.apple.throttle({});
const allSafe = async (): Promise<void> => {
  await program.until(({ status, running }) => {
    expect(running).toBeNull();
    expect(status).toMatchObject({ safety: 'safe', waiting: 0, problems: [], running: null });
  });
};

describe('by itself', () => {
  test('looks at the start and stores what is there; windows hear of it', async () => {
    const id = await add();
    program.host.start();
    await allSafe();
    expect(world.drive().confirmed).toEqual([id]);
    expect(program.states.some(({ running }) => running?.what === 'backup')).toBe(true);
    expect(program.host.transfer()).toBeUndefined();
  });

  test('a second start is answered calmly, and the first goes on', async () => {
    const id = await add();
    await inUpload();
    expect(program.host.transfer()).toBe('backup');
    const facts = { since: program.state.running?.since };
    await expect(program.ask('backup.start', { create: false })).rejects.toMatchObject({ code: 'sync.running', facts });
    fast();
    await allSafe();
    expect(world.drive().confirmed).toEqual([id]);
  });

  test('a run that the user gives up begins again when the next look is due, and not before', async () => {
    const id = await add();
    await inUpload();
    await program.ask('backup.cancel', {});
    // The run alone was given up: what Home Assistant says next is heard.
    await asleep(1);
    expect(program.state).toMatchObject({
      running: null,
      status: { running: null, lastRun: { outcome: 'cancelled' } },
    });
    expect(program.states.some(({ running }) => running?.cancelling)).toBe(true);
    expect(world.drive().confirmed).toEqual([]);
    fast();
    world.clock.forward(61 * 60_000);
    await allSafe();
    expect(world.drive().confirmed).toEqual([id]);
  });

  test('paused, nothing begins; after the pause at once', async () => {
    const id = await add();
    await program.ask('pause', { for: 'tomorrow' });
    expect(new Date(program.state.status.pausedUntil ?? 0).getTime()).toBeGreaterThan(world.clock.now().getTime());
    world.home.clearLog();
    program.host.start();
    await asleep();
    expect(lists()).toBe(0);
    await program.ask('resume', {});
    await allSafe();
    expect(world.drive().confirmed).toEqual([id]);
    expect(program.state.status.pausedUntil).toBeNull();
  });
});

describe('what the user orders', () => {
  test('a look that has only begun gives way, and nobody is told of our own process', async () => {
    const id = await add();
    world.apple.fault({ path: '/', stall: true, times: Infinity });
    program.host.start();
    await world.apple.waitFor((entry) => !entry.done);
    expect(program.state.running).toBeNull();
    world.apple.clearFaults();
    await program.ask('backup.start', { create: false });
    expect(world.drive().confirmed).toEqual([id]);
    await allSafe();
  });
});

describe('sleep', () => {
  test('in mid-upload breaks it off; awake again there is exactly one catch-up, once the network is back', async () => {
    const id = await add();
    let hasNetwork = true;
    await program.host.dispose();
    await open({
      ports: (ports) => ({
        ...ports,
        network: { ...fixedNetwork('loopback'), current: () => Promise.resolve(hasNetwork ? 'loopback' : undefined) },
      }),
    });
    await inUpload();
    program.host.suspend();
    hasNetwork = false;
    await program.until(({ running, status }) => {
      expect(running).toBeNull();
      expect(status.running).toBeNull();
    });
    expect(world.drive().confirmed).toEqual([]);
    fast();
    world.home.clearLog();
    program.host.resume();
    program.host.resume();
    await program.ask('settings.desktop', {});
    expect(lists()).toBe(0);
    hasNetwork = true;
    await allSafe();
    expect(world.drive()).toMatchObject({ confirmed: [id], others: [] });
    expect([connections(), lists()]).toEqual([1, listsOfALook]);
  });

  test('breaks a restore off, and says so; one that the user gave up is no error', async () => {
    const id = await add();
    await program.ask('backup.start', { create: false });
    world.apple.throttle({ downBps: 40_000 });
    program.shell.folder = join(world.computer.folder, 'restored');
    const inDownload = async (): Promise<void> => {
      await program.until(({ running }) => expect(running).toMatchObject({ what: 'restore', cancelling: false }));
      await program.until(({ running }) => expect(running?.activity?.phase).toBe('transferring'));
    };
    const asleep = expect(program.ask('backups.restore', { id })).rejects.toMatchObject({
      code: 'sync.cancelled',
      facts: { by: 'sleep' },
    });
    await inDownload();
    program.host.suspend();
    await asleep;
    const givenUp = program.ask('backups.restore', { id });
    await inDownload();
    await program.ask('backups.restore-cancel', {});
    expect(await givenUp).toBeNull();
  });

  test('goes to sleep again before the network came: still one catch-up', async () => {
    await add();
    await program.host.dispose();
    await open({ timings: { settle: 60_000 } });
    program.host.suspend();
    program.host.start();
    program.host.resume();
    program.host.suspend();
    await program.ask('settings.desktop', {});
    expect(world.drive().confirmed).toEqual([]);
  });
});

describe('on battery', () => {
  test('with the setting on nothing new begins; back on power it does', async () => {
    const id = await add();
    await program.ask('settings.desktop', { pauseOnBattery: true });
    program.host.setOnBattery(true);
    world.home.clearLog();
    program.host.start();
    await program.ask('settings.desktop', {});
    expect(program.state.status.nextRun).toBeNull();
    expect(lists()).toBe(0);
    program.host.setOnBattery(false);
    await allSafe();
    expect(world.drive().confirmed).toEqual([id]);
    expect(program.state.status.nextRun).not.toBeNull();
  });
});

describe('a keychain that is locked at login', () => {
  test('is waited for, said, and neither taken for "not set up" nor written down as a failed run', async () => {
    const id = await add();
    const { secrets } = world.computer;
    let locked = true;
    const store: SecretStore = {
      kind: 'keychain',
      read: () => (locked ? Promise.reject(new AppError('secrets.locked')) : secrets.read()),
      write: (held) => secrets.write(held),
      remove: () => secrets.remove(),
    };
    await program.host.dispose();
    await open({ ports: (ports) => ({ ...ports, secretStore: () => Promise.resolve(store) }) });
    program.host.start();
    await program.until(({ status }) => expect(status.problems[0]?.code).toBe('secrets.locked'));
    expect(program.state.status).toMatchObject({ safety: 'warning', lastRun: null });
    locked = false;
    await allSafe();
    expect(world.drive().confirmed).toEqual([id]);
  });
});

describe('the end', () => {
  test('in mid-upload: everything is let go of, and nothing torn stays', async () => {
    await program.host.dispose();
    // The deadline is for what hangs: here the end itself has to come.
    await open({ timings: { dispose: 24 * 3_600_000 } });
    await add();
    await inUpload();
    await program.host.dispose();
    expect(world.computer.logger.lines.map(({ event }) => event)).not.toContain('ended without waiting any longer');
    expect(await world.app.status()).toMatchObject({ running: null });
    expect(world.drive().others).toEqual([]);
    await expect(program.ask('backup.start', { create: false })).rejects.toMatchObject({ code: 'sync.cancelled' });
  });
});
