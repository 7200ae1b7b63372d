import { afterEach, describe, expect, it } from 'vitest';
import { ask, TestSocket } from './client.ts';
import { startHomeAssistantSimulator, type HaVersion, type HomeAssistantSimulator } from './index.ts';
import { loadRecording, type Entry } from './recording.ts';
import { Replay } from './replay.ts';

const withoutBlocked: HaVersion[] = ['2025.1.4', '2025.2.5'];
const withBlocked: HaVersion[] = ['2025.6.3', '2026.2.3', '2026.8.3', '2026.11.0'];
const running: HomeAssistantSimulator[] = [];

const start = async (options: Parameters<typeof startHomeAssistantSimulator>[0]): Promise<HomeAssistantSimulator> => {
  const simulator = await startHomeAssistantSimulator(options);
  running.push(simulator);
  return simulator;
};

afterEach(() => Promise.all(running.splice(0).map((simulator) => simulator.stop())));

describe.each([...withoutBlocked, ...withBlocked])('Core %s stops and starts', (version) => {
  it('closes sockets with 1000, then refuses connections, then knows no backup command', async () => {
    const simulator = await start({ version });
    const socket = await TestSocket.login(simulator.url, simulator.token);
    simulator.setState('stopping');
    expect(await socket.end()).toEqual({ code: 1000, reason: '' });
    await expect(ask(simulator.url, 'GET', '/api/', {})).rejects.toMatchObject({ code: 'ECONNREFUSED' });

    await simulator.restart({ downMs: 0, until: 'starting' });
    const early = await TestSocket.login(simulator.url, simulator.token);
    early.send({ id: 1, type: 'backup/info' });
    expect(await early.next()).toMatchObject({ success: false, error: { code: 'unknown_command' } });
  });
});

describe.each(withBlocked)('Core %s while it starts', (version) => {
  it('20 blocked: an early client sees nothing, without an error', async () => {
    const simulator = await start({ version, name: 'real-ha' });
    const ids = new Map<string, string>();
    for (const scenario of ['09', '10']) {
      const replay = new Replay(simulator, ids);
      await replay.run(loadRecording('ha-real', version, scenario) ?? [], { skip: ({ ws }) => ws !== 'a' });
    }
    await simulator.restart({ downMs: 0, startingMs: 0, until: 'blocked' });
    const entries = loadRecording('ha-real', version, '20') ?? [];
    const replay = new Replay(simulator, ids);
    await replay.run(earlyPart(entries), {
      before: ({ receive }) => {
        if (isIdle(receive)) simulator.setState('running');
      },
    });
    expect(replay.recorded.length).toBeGreaterThan(8);
    expect(replay.simulated).toEqual(replay.recorded);
  });
});

describe.each(withoutBlocked)('Core %s while it starts', (version) => {
  it('lists and has its agents at once', async () => {
    const simulator = await start({ version });
    const id = await simulator.addBackup();
    await simulator.restart({ downMs: 0, startingMs: 0, until: 'blocked' });
    const socket = await TestSocket.login(simulator.url, simulator.token);
    socket.send({ id: 1, type: 'backup/info' });
    expect(await socket.next()).toMatchObject({ result: { backups: [{ backup_id: id }] } });
  });
});

const isIdle = (message: unknown): boolean =>
  JSON.stringify((message as { event?: unknown } | undefined)?.event) === '{"manager_state":"idle"}';

/** What the early client asked while the state was `blocked`, and the event that ended it. */
function earlyPart(entries: readonly Entry[]): Entry[] {
  const early = entries.filter(({ ws }) => ws === 'early');
  const unknown = early.filter(({ receive }) => JSON.stringify(receive ?? '').includes('unknown_command'));
  const leftOut = unknown.map(({ receive }) => receive?.['id']);
  const configAt = early.findIndex(({ send }) => send?.['type'] === 'get_config');
  const idle = early.filter(({ receive }) => isIdle(receive)).slice(0, 1);
  const asked = early
    .slice(0, configAt + 2)
    .filter(({ send, receive }) => !leftOut.includes((send ?? receive)?.['id'] ?? 0));
  // Its login was not recorded: it is that of the first socket.
  const login = entries.filter(({ ws }) => ws === 'a').slice(0, 4);
  return [...login.map((entry) => ({ ...entry, ws: 'early' })), ...asked, ...idle];
}

describe.each([...withoutBlocked, ...withBlocked])('Core %s with login_attempts_threshold 3', (version) => {
  it('23 ban', async () => {
    const simulator = await start({ version, banThreshold: 3 });
    const replay = new Replay(simulator, new Map());
    const manifest = ({ http }: Entry): boolean => http?.path === '/api/onboarding';
    await replay.run(loadRecording('ha-real', version, '23') ?? [], { skip: manifest });
    expect(replay.recorded.length).toBeGreaterThan(15);
    expect(replay.simulated).toEqual(replay.recorded);
  });
});
