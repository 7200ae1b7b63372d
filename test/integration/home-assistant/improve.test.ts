import { expect, test } from 'vitest';
import type { App } from '../../../src/core/app.ts';
import type { HomeOffer } from '../../../src/shared/home-offers.ts';
import type { HomeAssistantSimulator, SimulatorOptions } from '../../simulators/home-assistant/index.ts';
import type { JsonObject } from '../../simulators/home-assistant/json.ts';
import { command } from '../../simulators/home-assistant/test-support.ts';
import { codeOf, never, TestComputer } from '../../support/app-harness.ts';
import { later, startHome } from './support.ts';

interface Scene {
  readonly home: HomeAssistantSimulator;
  readonly computer: TestComputer;
  readonly app: App;
  readonly offers: HomeOffer[];
}

const begin = async (options: SimulatorOptions): Promise<Scene> => {
  const home = await startHome(options);
  const computer = await TestComputer.create({ env: () => ({}) });
  later(() => computer.remove());
  const app = await computer.start();
  const { offers } = await app.setUp({ url: home.url, token: home.token }, never);
  return { home, computer, app, offers };
};

const configOf = async (home: HomeAssistantSimulator): Promise<JsonObject> => {
  const { result } = await command(home, { type: 'backup/config/info' });
  return (result as { config: JsonObject }).config;
};
const change = (home: HomeAssistantSimulator, what: JsonObject): Promise<JsonObject> =>
  command(home, { type: 'backup/config/update', ...what });
const key = expect.stringMatching(/^[A-Z0-9]{4}(-[A-Z0-9]{4}){6}$/u) as unknown;

test.each<[SimulatorOptions, what: string[], after: object]>([
  [
    { version: '2026.11.0', install: 'os' },
    ['schedule', 'encryption'],
    {
      automatic_backups_configured: true,
      create_backup: { agent_ids: ['hassio.local'], include_all_addons: true, password: key },
      retention: { copies: 7, days: null },
      schedule: { recurrence: 'daily', days: [], time: null },
    },
  ],
  [
    { version: '2025.2.5' },
    ['schedule', 'encryption'],
    { create_backup: { agent_ids: ['backup.local'], password: key }, schedule: { recurrence: 'daily' } },
  ],
  [
    { version: '2025.1.4' },
    ['schedule', 'encryption'],
    { create_backup: { agent_ids: ['backup.local'], password: key }, schedule: { state: 'daily' } },
  ],
  [
    { version: '2026.8.3', encryptionKeySet: true, automatic: { copies: 3, time: '03:30:00' } },
    ['retention'],
    { retention: { copies: 7, days: null }, schedule: { recurrence: 'daily', time: '03:30:00' } },
  ],
])('sets what is missing in %j, and then nothing is', async (options, what, after) => {
  const { home, computer, app, offers } = await begin(options);
  expect(offers.map((offer) => offer.what)).toEqual(what);
  const improved = await app.improveHome(offers, never);
  expect(await configOf(home)).toMatchObject(after);
  expect(improved).toMatchObject({
    offers: [],
    warnings: [],
    schedule: { automatic: true, recurrence: 'daily', protected: true },
  });
  // The key is Home Assistant's alone.
  const { create_backup: created } = await configOf(home);
  const secret = (created as { password: string }).password;
  expect(JSON.stringify([improved, computer.logger.lines, app.settings.current])).not.toContain(secret);
});

test('sets one thing, and leaves the others', async () => {
  const { home, app } = await begin({});
  const before = await configOf(home);
  await app.improveHome([{ what: 'encryption' }], never);
  const after = await configOf(home);
  expect(after).toMatchObject({
    schedule: before['schedule'],
    retention: before['retention'],
    automatic_backups_configured: false,
  });
});

test.each<[what: string, SimulatorOptions, change: JsonObject]>([
  ['a key that was made meanwhile', {}, { create_backup: { password: 'MINE' } }],
  ['other limits', { encryptionKeySet: true, automatic: { copies: 3 } }, { retention: { copies: 4, days: null } }],
  ['a schedule', { encryptionKeySet: true }, { schedule: { recurrence: 'custom_days', days: ['mon'], time: null } }],
])('never touches %s', async (_what, options, meanwhile) => {
  const { home, app, offers } = await begin(options);
  await change(home, meanwhile);
  const before = await configOf(home);
  expect(await codeOf(app.improveHome(offers, never))).toBe('ha.offer-outdated');
  expect(await configOf(home)).toEqual(before);
});

test('has nothing to offer for a Home Assistant that has no such settings', async () => {
  const { app, offers } = await begin({ version: '2024.12.5', install: 'os' });
  expect(offers).toEqual([]);
  expect(await codeOf(app.improveHome([{ what: 'encryption' }], never))).toBe('ha.offer-outdated');
});

test('says so where Home Assistant refuses or does not keep it', async () => {
  const { home, computer, app, offers } = await begin({});
  const message =
    "extra keys not allowed @ data['create_backup']['password']. Got 'ABCD-1234-ABCD-1234-ABCD-1234-ABCD'";
  home.fault({ kind: 'command-error', command: 'backup/config/update', code: 'invalid_format', message, times: 1 });
  expect(await codeOf(app.improveHome(offers, never))).toBe('ha.settings-refused');
  home.fault({ kind: 'settings-lost', times: 1 });
  expect(await codeOf(app.improveHome(offers, never))).toBe('ha.settings-not-kept');
  expect(JSON.stringify(computer.logger.lines)).not.toMatch(/[A-Z0-9]{4}(-[A-Z0-9]{4}){6}/u);
});
