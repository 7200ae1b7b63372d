import { describe, expect, it } from 'vitest';
import type { ConnectOptions } from '../../../src/core/home-assistant/options.ts';
import type { BackupSource } from '../../../src/core/ports/backup-source.ts';
import { FakeClock } from '../../core/home-assistant/fake-clock.ts';
import { ask as askHttp, TestSocket } from '../../simulators/home-assistant/client.ts';
import { type HomeAssistantSimulator, type SimulatorOptions } from '../../simulators/home-assistant/index.ts';
import { ordinaryAnswers, startScriptedHome } from './scripted-home.ts';
import { later, CollectingLogger, connected, never, optionsFor, startHome } from './support.ts';
import { eventually } from '../../support/eventually.ts';

interface World {
  readonly home: HomeAssistantSimulator;
  readonly source: BackupSource;
  readonly logger: CollectingLogger;
  readonly calls: () => number;
  readonly stop: () => void;
}

const start = async (options: SimulatorOptions, more: Partial<ConnectOptions> = {}): Promise<World> => {
  const home = await startHome(options);
  const logger = new CollectingLogger();
  const source = await connected(optionsFor(home, { logger, ...more }));
  let calls = 0;
  const stop = source.onChange(() => (calls += 1));
  const subscription = options.version === '2024.12.5' ? 'supervisor/subscribe' : 'backup/subscribe_events';
  await subscribed(home, subscription, 1);
  return { home, source, logger, calls: () => calls, stop };
};

const subscribed = (home: HomeAssistantSimulator, command: string, times: number): Promise<void> =>
  eventually(() => expect(home.log().filter(({ what }) => what === command)).toHaveLength(times));

/** Somebody else has Home Assistant make a backup. */
const backUp = async (home: HomeAssistantSimulator, command: object): Promise<void> => {
  const other = await TestSocket.login(home.url, home.token);
  other.send({ id: 1, ...command });
  await other.waitFor((message) => message['id'] === 1);
  other.close();
};

const generate = (agent: string): object => ({ type: 'backup/generate', agent_ids: [agent] });
const pastCore = { type: 'supervisor/api', endpoint: '/backups/new/full', method: 'post', data: { background: true } };

const called = (world: World, times: number): Promise<void> => eventually(() => expect(world.calls()).toBe(times));

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
    await eventually(() => expect(others).toBe(1));
    expect(world.calls()).toBe(0);
    stopOther();
  });
});

describe('after a restart', () => {
  it('it is back by itself and tells, and then hears changes again', async () => {
    const world = await start({ version: '2026.11.0' });
    await world.home.restart();
    await eventually(() => expect(world.calls()).toBeGreaterThan(0));
    const before = world.calls();
    await backUp(world.home, generate('backup.local'));
    await called(world, before + 1);
  });

  it('it waits until the backups are loaded', async () => {
    const clock = new FakeClock();
    const world = await start({ version: '2026.11.0' }, { clock });
    world.home.fault({ kind: 'command-error', command: 'backup/subscribe_events', code: 'unknown_command', times: 2 });
    await world.home.restart({ killed: true });
    await eventually(async () => {
      await clock.advance(1_000);
      expect(world.calls()).toBe(1);
    });
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
    await eventually(() => expect(tries()).toBeGreaterThan(0));
    for (let minute = 0; minute < 60; minute += 1) {
      await clock.advance(60_000);
      await askHttp(world.home.url, 'GET', '/', {}).catch(() => undefined);
    }
    expect(tries()).toBeGreaterThan(5);
    expect(tries()).toBeLessThan(25);
  });
});

it('asks nothing for hours while nothing happens', async () => {
  const clock = new FakeClock();
  const scripted = await startScriptedHome(({ id, type }, socket) => {
    if (type === 'backup/subscribe_events') socket.event(id, { manager_state: 'idle' });
    socket.result(id, ordinaryAnswers[String(type)] ?? null);
  });
  later(() => scripted.stop());
  const source = await connected(optionsFor({ url: scripted.url, token: 't' }, { clock }));
  source.onChange(() => undefined);
  await eventually(() => expect(scripted.messages.at(-1)).toMatchObject({ type: 'supervisor/subscribe' }));
  const before = scripted.messages.length;
  const [ws] = scripted.sockets;
  for (let minute = 0; minute < 300; minute += 1) {
    const answered = new Promise((resolve) => ws?.once('pong', resolve));
    ws?.ping();
    await answered;
    await clock.advance(55_000);
  }
  expect([scripted.messages.length - before, scripted.pings(), scripted.sockets.size]).toEqual([0, 0, 1]);
});

it('leaves nothing open when closed', async () => {
  const world = await start({ version: '2026.11.0', install: 'os' });
  await world.source.close();
  await eventually(() => expect(world.home.openSockets()).toBe(0));
  await world.source.close();
});
