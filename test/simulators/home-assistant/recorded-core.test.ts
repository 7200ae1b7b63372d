import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask } from './client.ts';
import { startHomeAssistantSimulator, type HaVersion, type HomeAssistantSimulator } from './index.ts';
import { loadRecording, type Entry } from './recording.ts';
import { Replay, type ReplayRules } from './replay.ts';

/** Size of the recorded plain archive, so that recorded ranges fit. */
const versions: [HaVersion, number][] = [
  ['2025.1.4', 30720],
  ['2025.2.5', 30720],
  ['2025.6.3', 40960],
  ['2026.2.3', 40960],
  ['2026.8.3', 51200],
  ['2026.11.0', 61440],
];

/** Parts of Home Assistant that have nothing to do with this program. */
const unknownCommands = ['config/entity_registry/list', 'repairs/list_issues'];
const notSimulated = (entry: Entry): boolean =>
  entry.ws === 'states' ||
  unknownCommands.includes(String(entry.send?.['type'])) ||
  /^GET \/api\/states|password=|^\w+ \/manifest/.test(`${entry.http?.method} ${entry.http?.path}`);

describe.each(versions)('recorded exchanges of Core %s', (version, archiveBytes) => {
  let simulator: HomeAssistantSimulator;
  const ids = new Map<string, string>();

  beforeAll(async () => {
    // Around the noise: the files of a small home, the inner tar and the outer one.
    simulator = await startHomeAssistantSimulator({ version, name: 'real-ha', payloadBytes: archiveBytes - 20480 });
  });
  afterAll(() => simulator.stop());

  const compare = async (scenario: string, rules: ReplayRules = {}): Promise<void> => {
    const entries = loadRecording('ha-real', version, scenario) ?? [];
    const replay = new Replay(simulator, ids);
    await replay.run(entries, { skip: notSimulated, ...rules });
    expect(replay.recorded.length).toBeGreaterThan(3);
    expect(replay.simulated).toEqual(replay.recorded);
  };

  // One instance, one after the other, as they were recorded.
  it('01 HTTP without, with a bad and with a good token', () => compare('01'));
  it('02 handshake, who am I, configuration', () => compare('02'));
  it('03 bad tokens', () => compare('03', { skip: ({ ws }) => ws === 'silent' }));
  it('04 nothing there yet', () => compare('04'));
  it('05 manual backup, all its events', () => compare('05'));
  it('06 download with ranges and conditions', () => compare('06'));
  it('07 refusals', () => compare('07'));
  it('08 not an admin', () => compare('08', { token: () => simulator.userToken }));
  it('09 settings', () => compare('09'));
  it('10 automatic backup', () => compare('10'));
  it('11 protected archive as is', () => compare('11'));
  it('13 busy', async () => {
    let release = (): void => undefined;
    await compare('13', {
      rows: true,
      before: (entry) => {
        if (entry.send?.['name'] === 'Big one') release = simulator.holdBackups();
        if (JSON.stringify(entry.receive ?? '').includes('upload_to_agents')) release();
      },
    });
  });
  it('15 agents that are gone', async () => {
    // Between 13 and 15 the big backup was deleted and something was uploaded.
    const big = simulator.backups().find(({ name }) => name === 'Big one');
    simulator.removeBackup(big?.id ?? '');
    const afterUpload = (entry: Entry): boolean => entry.send?.['id'] === 3;
    await compare('15', { skip: (entry) => notSimulated(entry) || afterUpload(entry) });
  });
  it('16 delete', () => compare('16'));
  it('19 states, events, a device with sensors, a notification', () => compare('19'));
  it('17 tokens', () => compare('17', { token: ({ ws }, minted) => (ws === 'a' ? undefined : minted) }));
});

describe.each(versions)('an upload to Core %s', (version) => {
  it('12 answers and events', async () => {
    const simulator = await startHomeAssistantSimulator({ version, name: 'real-ha' });
    const replay = new Replay(simulator, new Map());
    // Both sides delete what is uploaded then; here it was never there.
    await replay.run(loadRecording('ha-real', version, '12') ?? [], { skip: notSimulated, rows: true });
    await simulator.stop();
    expect(replay.recorded.length).toBeGreaterThan(20);
    expect(replay.simulated.map(withoutList)).toEqual(replay.recorded.map(withoutList));
  });
});

describe.each(versions)('a restore in Core %s', (version) => {
  it('22 events until the socket closes, and what it says afterwards', async () => {
    const simulator = await startHomeAssistantSimulator({ version, name: 'real-ha', encryptionKeySet: true });
    const entries = loadRecording('ha-real', version, '22') ?? [];
    const [order] = entries.filter(({ send }) => send?.['type'] === 'backup/restore');
    const recordedId = String(order?.send?.['backup_id']);
    const id = await simulator.addBackup({ kind: 'automatic', protected: true });
    const replay = new Replay(simulator, new Map([[recordedId, id]]));
    await replay.run(entries, {
      skip: notSimulated,
      // The second socket is opened when it is back.
      before: async ({ ws, open }) => {
        if (ws === 'b' && open) await untilRunning(simulator);
      },
    });
    await simulator.stop();
    expect(replay.recorded.length).toBeGreaterThan(8);
    expect(replay.simulated.map(withoutList)).toEqual(replay.recorded.map(withoutList));
  });
});

/** Which backups there are, and when the last one was made, depends on what was recorded before. */
const ofBefore = /^(?:backups|(?:last_attempted|last_completed|next)_automatic_backup(?:_size)?)$/;
const withoutList = (said: unknown): unknown =>
  JSON.parse(JSON.stringify(said, (key, value: unknown) => (ofBefore.test(key) ? undefined : value)));

const untilRunning = async ({ url, token }: HomeAssistantSimulator): Promise<void> => {
  const config = (): Promise<string> =>
    ask(url, 'GET', '/api/config', { Authorization: `Bearer ${token}` }).then(
      ({ body }) => body.toString('utf8'),
      () => 'away',
    );
  await expect.poll(config).toContain('"RUNNING"');
};
