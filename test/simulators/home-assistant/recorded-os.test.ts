import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestSocket } from './client.ts';
import { startHomeAssistantSimulator, type HaVersion, type HomeAssistantSimulator } from './index.ts';
import { loadRecording, type Entry } from './recording.ts';
import { Replay, type ReplayRules } from './replay.ts';
import { eventually } from '../../support/eventually.ts';

const versions: HaVersion[] = ['2024.12.5', '2025.1.4', '2025.6.3', '2026.11.0'];

/** Parts of Home Assistant and of the Supervisor that have nothing to do with this program. */
const unknownCommands = ['config/entity_registry/list', 'repairs/list_issues', 'hassio/update/config/info'];
const unknownEndpoints = /^\/(core|supervisor|os|host|resolution|addons|jobs)\b|\/info$/;

/** Uploads, restores, logs and pictures; decrypting on the way. */
const unknownPaths = /^\/api\/states|upload|restore|logs|changelog|icon|\/app\/|password=|\/backups\/[0-9a-f]{8}$/;

const notSimulated = (entry: Entry): boolean => {
  const { ws, send, http } = entry;
  if (ws === 'states' || ws === 'supervisor') return true;
  if (unknownCommands.includes(String(send?.['type']))) return true;
  if (send?.['type'] === 'supervisor/api' && unknownEndpoints.test(String(send['endpoint']))) return true;
  return http !== undefined && (unknownPaths.test(http.path) || 'way' in http);
};

describe.each(versions)('recorded exchanges of HA OS with Core %s', (version) => {
  let simulator: HomeAssistantSimulator;
  const ids = new Map<string, string>();

  beforeAll(async () => {
    simulator = await startHomeAssistantSimulator({ version, install: 'os', name: 'real-ha' });
  });
  afterAll(() => simulator.stop());

  /** The recorded instance of 2024.12.5 began with these. */
  const makeFirstBackups = async (): Promise<void> => {
    const socket = await TestSocket.login(simulator.url, simulator.token);
    const key = 'TEST-KEY1-TEST-KEY2-TEST-KEY3-TEST';
    for (const [index, data] of [{ name: 'Fixture plain' }, { name: 'Fixture protected', password: key }].entries()) {
      const id = index + 1;
      socket.send({ id, type: 'supervisor/api', endpoint: '/backups/new/full', method: 'post', data });
      await socket.waitFor((message) => message['id'] === id);
    }
    socket.close();
  };

  const compare = async (scenario: string, rules: ReplayRules = {}): Promise<void> => {
    const entries = loadRecording('ha-os', version, scenario) ?? [];
    const replay = new Replay(simulator, ids);
    await replay.run(entries, { skip: notSimulated, ...rules });
    expect(replay.recorded.length).toBeGreaterThan(3);
    expect(replay.simulated).toEqual(replay.recorded);
  };

  it('01 what is this', async () => {
    if (version === '2024.12.5') await makeFirstBackups();
    await compare('01');
  });
  const withBackupApi = (title: string, tests: () => void): void => {
    if (version !== '2024.12.5') describe(title, tests);
  };
  withBackupApi('made by Core', () => {
    it('02 manual backup', () => compare('02'));
    it('03 add-ons, folders, two locations, refusals', () => compare('03'));
    it('04 download', () => compare('04'));
  });
  it('05 proxy', () => compare('05'));
  it('06 past Core', async () => {
    // Progress of a job and what takes more than ten seconds; the last words about an unknown path differ.
    const leftOut = [3, 4, 5, 12, 13, 14, 15, 22, 24];
    const skip = ({ ws, send, receive }: Entry): boolean =>
      ws === 'supervisor' ||
      (ws === 'a' && leftOut.includes(Number((send ?? receive)?.['id']))) ||
      String(send?.['endpoint']).startsWith('/addons');
    const before = async ({ ws, send }: Entry): Promise<void> => {
      const isThere = (): boolean => simulator.backups().some(({ name }) => name === 'Past Core');
      if (ws === 'a' && send?.['id'] === 6) await eventually(() => expect(isThere()).toBe(true));
    };
    await compare('06', { skip, before, token: ({ ws }) => (ws === 'plain' ? simulator.userToken : undefined) });
  });
  withBackupApi('made by Core, with a key', () => {
    it('07 not an admin', () =>
      compare('07', { token: ({ ws }) => (ws === 'admin' ? simulator.token : simulator.userToken) }));
    it('08 automatic backup', () => compare('08'));
    it('09 protected archive as is', () => compare('09'));
    it('10 protection differs between locations', () => compare('10'));
  });
});
