import { afterEach, describe, expect, it, vi } from 'vitest';
import { connect } from '../../../src/core/home-assistant/connect.ts';
import type { ConnectOptions } from '../../../src/core/home-assistant/options.ts';
import type { BackupSource } from '../../../src/core/ports/backup-source.ts';
import { FakeClock } from '../../core/home-assistant/fake-clock.ts';
import { ask as askHttp, TestSocket } from '../../simulators/home-assistant/client.ts';
import {
  startHomeAssistantSimulator,
  type HomeAssistantSimulator,
  type SimulatorOptions,
} from '../../simulators/home-assistant/index.ts';
import { CollectingLogger, never, optionsFor } from './support.ts';

const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

interface World {
  readonly home: HomeAssistantSimulator;
  readonly source: BackupSource;
  readonly logger: CollectingLogger;
  readonly calls: () => number;
  readonly stop: () => void;
}

const start = async (options: SimulatorOptions, more: Partial<ConnectOptions> = {}): Promise<World> => {
  const home = await startHomeAssistantSimulator(options);
  cleanUps.push(() => home.stop());
  const logger = new CollectingLogger();
  const source = await connect(optionsFor(home, { logger, ...more }), never);
  cleanUps.push(() => source.close());
  let calls = 0;
  const stop = source.onChange(() => (calls += 1));
  const subscription = options.version === '2024.12.5' ? 'supervisor/subscribe' : 'backup/subscribe_events';
  await subscribed(home, subscription, 1);
  return { home, source, logger, calls: () => calls, stop };
};

const subscribed = (home: HomeAssistantSimulator, command: string, times: number): Promise<void> =>
  vi.waitFor(() => expect(home.log().filter(({ what }) => what === command)).toHaveLength(times), {
    interval: 5,
    timeout: 10_000,
  });

/** Somebody else has Home Assistant make a backup. */
const backUp = async (home: HomeAssistantSimulator, command: object): Promise<void> => {
  const other = await TestSocket.login(home.url, home.token);
  other.send({ id: 1, ...command });
  await other.waitFor((message) => message['id'] === 1);
  other.close();
};

const generate = (agent: string): object => ({ type: 'backup/generate', agent_ids: [agent] });
const pastCore = { type: 'supervisor/api', endpoint: '/backups/new/full', method: 'post', data: { background: true } };

const called = (world: World, times: number): Promise<void> =>
  vi.waitFor(() => expect(world.calls()).toBe(times), { interval: 5, timeout: 10_000 });

describe('a change', () => {
  it('is told once, when Home Assistant returns to idle', async () => {
    const world = await start({ version: '2026.11.0' });
    expect(world.calls()).toBe(0);
    await backUp(world.home, generate('backup.local'));
    await called(world, 1);
    await backUp(world.home, generate('backup.local'));
    await called(world, 2);
  });

  it('is told once too where the Supervisor has a say', async () => {
    const world = await start({ version: '2026.11.0', install: 'os' });
    await subscribed(world.home, 'supervisor/subscribe', 1);
    await backUp(world.home, generate('hassio.local'));
    await called(world, 1);
    // A backup that Core's manager never hears of.
    await backUp(world.home, pastCore);
    await called(world, 2);
  });

  it('is told without a Backup API', async () => {
    const world = await start({ version: '2024.12.5', install: 'os' });
    await backUp(world.home, pastCore);
    await called(world, 1);
  });

  it('is not told to who does not listen any more', async () => {
    const world = await start({ version: '2026.11.0' });
    let others = 0;
    const stopOther = world.source.onChange(() => (others += 1));
    world.stop();
    await backUp(world.home, generate('backup.local'));
    await vi.waitFor(() => expect(others).toBe(1), { interval: 5 });
    expect(world.calls()).toBe(0);
    stopOther();
  });
});

describe('after a restart', () => {
  it('it is back by itself and tells, and then hears changes again', async () => {
    const world = await start({ version: '2026.11.0' });
    await world.home.restart();
    await vi.waitFor(() => expect(world.calls()).toBeGreaterThan(0), { interval: 10, timeout: 20_000 });
    const before = world.calls();
    await backUp(world.home, generate('backup.local'));
    await called(world, before + 1);
  });

  it('it waits until the backups are loaded', async () => {
    const clock = new FakeClock();
    const world = await start({ version: '2026.11.0' }, { clock });
    world.home.fault({ kind: 'command-error', command: 'backup/subscribe_events', code: 'unknown_command', times: 2 });
    await world.home.restart({ killed: true });
    await vi.waitFor(
      async () => {
        await clock.advance(1_000);
        expect(world.calls()).toBe(1);
      },
      { interval: 10, timeout: 20_000 },
    );
    expect(world.home.log().filter(({ what }) => what === 'backup/subscribe_events')).toHaveLength(4);
    expect(world.home.openSockets()).toBe(1);
  });

  it('nobody comes back when nobody listens', async () => {
    const clock = new FakeClock();
    const world = await start({ version: '2026.11.0' }, { clock });
    world.stop();
    await world.home.restart();
    world.home.clearLog();
    await clock.advance(24 * 3_600_000);
    expect(world.home.log()).toEqual([]);
    // The next question opens a new socket all the same.
    expect(await world.source.list(never)).toMatchObject({ complete: true });
  });

  it('tries come seldom while Home Assistant is away', async () => {
    const clock = new FakeClock();
    const world = await start({ version: '2026.11.0' }, { clock });
    await world.home.stop();
    const tries = (): number => world.logger.lines.filter(({ event }) => event === 'ha.reconnecting').length;
    await vi.waitFor(() => expect(tries()).toBeGreaterThan(0), { interval: 5 });
    for (let minute = 0; minute < 60; minute += 1) {
      await clock.advance(60_000);
      await askHttp(world.home.url, 'GET', '/', {}).catch(() => undefined);
    }
    expect(tries()).toBeGreaterThan(5);
    expect(tries()).toBeLessThan(25);
  });
});

it('asks nothing while nothing happens', async () => {
  const world = await start({ version: '2026.11.0', heartbeatMs: 20 });
  await subscribed(world.home, 'backup/subscribe_events', 1);
  world.home.clearLog();
  await new Promise((resolve) => setImmediate(resolve));
  await vi.waitFor(() => expect(world.home.openSockets()).toBe(1));
  expect(world.home.log()).toEqual([]);
});

it('leaves nothing open when closed', async () => {
  const world = await start({ version: '2026.11.0', install: 'os' });
  await world.source.close();
  await vi.waitFor(() => expect(world.home.openSockets()).toBe(0), { interval: 5 });
  await world.source.close();
});
