import { afterAll, beforeAll, expect, test } from 'vitest';
import type { App } from '../../../src/core/app.ts';
import type { TellOutcome } from '../../../src/core/commands/tell-home.ts';
import { toldWords } from '../../../src/messages/told-home.ts';
import { sensorIds } from '../../../src/shared/told-home.ts';
import { startAppleSimulator, type AppleSimulator } from '../../simulators/apple/index.ts';
import { startHomeAssistantSimulator, type HomeAssistantSimulator } from '../../simulators/home-assistant/index.ts';
import { never, readyApp, TestComputer } from '../../support/app-harness.ts';
import '../../support/in-english.ts';
import { findSecrets, placesBelow } from '../../support/secret-search.ts';
import { asked, deleteDevices, devicesOf, entitiesOf, webhookOf } from './home-side.ts';

let home: HomeAssistantSimulator;
let apple: AppleSimulator;
let computer: TestComputer;
let app: App;

const tell = async (by = app): Promise<TellOutcome> => await by.tellHome(toldWords(), never);
const stateOf = async (sensor: string): Promise<string | undefined> =>
  home.states()[(await entitiesOf(home)).get(sensor)?.entity_id ?? ''];

beforeAll(async () => {
  home = await startHomeAssistantSimulator({ automatic: {} });
  apple = await startAppleSimulator();
  computer = await TestComputer.create(apple);
  app = await readyApp(computer, apple, home);
});
afterAll(async () => {
  await home.stop();
  await apple.stop();
  await computer.remove();
});

test('nothing is told before the user wants it; then there is a device, whose states and events follow a run', async () => {
  expect(await tell()).toBe('off');
  expect(home.states()).toEqual({});
  await app.changeSettings({ sensors: true });
  expect(await tell()).toBe('told');
  expect([...(await entitiesOf(home)).keys()].toSorted()).toEqual([...sensorIds].toSorted());
  expect(await stateOf('newest_backup')).toBe('unknown');

  const date = '2026-11-20T04:45:00.000Z';
  await home.addBackup({ kind: 'automatic', date });
  const { backups } = await app.backUp({ create: false, asked: [], by: 'user' }, () => undefined, never);
  expect(backups.map(({ outcome }) => outcome)).toEqual(['stored']);
  expect(await tell()).toBe('told');
  const said: Record<string, string | undefined> = {};
  for (const id of ['newest_backup', 'state', 'backups', 'waiting']) said[id] = await stateOf(id);
  expect(said).toEqual({ newest_backup: date, state: 'idle', backups: '1', waiting: '0' });
  expect(Date.parse((await stateOf('sign_in_ends')) ?? '')).toBeGreaterThan(Date.now());
  const events = home.events().map(({ event_type, data }) => [event_type, data['event_type'], data['backups']]);
  expect(events).toEqual([['ha_icloud_backup', 'completed', 1]]);
  // A tracker of a computer is nobody's.
  expect(await asked(home, { type: 'person/list' })).toMatchObject({ storage: [{ device_trackers: [] }, {}] });
});

test('what the user renamed or disabled there stays so, over restarts of either side', async () => {
  const { newest_backup, waiting } = Object.fromEntries(await entitiesOf(home));
  const update = { type: 'config/entity_registry/update' };
  const renamed = { entity_id: newest_backup?.entity_id, new_entity_id: 'sensor.mine' };
  await asked(home, { ...update, ...renamed });
  await asked(home, { ...update, entity_id: waiting?.entity_id, disabled_by: 'user' });
  await home.restart();
  app = await computer.start();
  expect(await tell()).toBe('told');
  const after = await entitiesOf(home);
  expect(after.get('newest_backup')?.entity_id).toBe('sensor.mine');
  expect(after.get('waiting')?.disabled_by).toBe('user');
  expect(home.states()['sensor.mine']).toBe('2026-11-20T04:45:00.000Z');
  expect(await devicesOf(home)).toHaveLength(1);
});

test('a Home Assistant that still starts is told later, and keeps its device', async () => {
  await home.restart({ until: 'blocked' });
  app = await computer.start();
  expect(await tell()).toMatchObject({ code: 'ha.starting' });
  home.setState('running');
  expect(await tell()).toBe('told');
  expect(await devicesOf(home)).toHaveLength(1);
});

test('another computer is another device, and a logout takes its own away and no other', async () => {
  const other = await computer.clone({ name: 'Other Mac' });
  try {
    const otherApp = await other.start();
    expect(await tell(otherApp)).toBe('told');
    const [first, ...others] = await devicesOf(home);
    expect(others).toHaveLength(1);
    expect((await otherApp.logout('ha', never)).removed).toContain('sensors');
    expect(await devicesOf(home)).toEqual([first]);
  } finally {
    await other.remove();
  }
});

test('nothing secret is in a state, an event, a log or a file of this computer', async () => {
  const secrets = new Map([
    ['token', home.token],
    ['webhook', await webhookOf(home)],
    ['Apple password', apple.account.password],
  ]);
  const states = await asked(home, { type: 'get_states' });
  const places = await placesBelow(computer.folder);
  const there = [
    ['states', JSON.stringify(states)],
    ['events', JSON.stringify(home.events())],
    ['log', JSON.stringify(computer.logger.lines)],
  ] as const;
  expect(findSecrets(secrets, [...there, ...places])).toEqual([]);
});

test('a device that was deleted there (410) turns the sensors off, and comes back when they are asked for', async () => {
  await deleteDevices(home);
  await home.restart();
  // One look decides nothing.
  expect(await tell()).toBe('waiting');
  expect(await tell()).toBe('waiting');
  computer.clock.forward(61_000);
  expect(await tell()).toBe('removed-there');
  expect((await app.readSettings()).sensors).toBe(false);
  expect((await app.status()).problems.map(({ code }) => code)).toContain('telling.device-removed');
  expect(await tell()).toBe('off');
  expect(await devicesOf(home)).toEqual([]);

  await app.changeSettings({ sensors: true });
  expect(await tell()).toBe('told');
  expect(await devicesOf(home)).toHaveLength(1);
  await app.changeSettings({ sensors: false });
  expect(await tell()).toBe('off');
  expect(await devicesOf(home)).toEqual([]);
  expect(home.states()).toEqual({});
});
