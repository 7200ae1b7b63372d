import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { App } from '../../../src/core/app.ts';
import { alarmId } from '../../../src/core/report-home/alarm.ts';
import { toldWords } from '../../../src/messages/told-home.ts';
import { startAppleSimulator, type AppleSimulator } from '../../simulators/apple/index.ts';
import { ask } from '../../simulators/home-assistant/client.ts';
import { startHomeAssistantSimulator, type HomeAssistantSimulator } from '../../simulators/home-assistant/index.ts';
import { Phone } from '../../support/a-phone.ts';
import { codeOf, never, TestClock, TestComputer } from '../../support/app-harness.ts';
import '../../support/in-english.ts';
import { asked, devicesOf, entitiesOf, webhookOf } from './home-side.ts';

/** Home Assistant reads its automations again within moments: nobody waits for that here. */
class HastyClock extends TestClock {
  override async wait(ms: number, signal: AbortSignal): Promise<void> {
    await super.wait(ms === 500 ? 1 : ms, signal);
  }
}

let home: HomeAssistantSimulator;
let apple: AppleSimulator;
let computer: TestComputer;
let app: App;

const tell = async (): Promise<unknown> => await app.tellHome(toldWords(), never);
const id = (): string => alarmId(app.settings.current.computerId);
const alarmState = async (): Promise<string> => (await app.status()).telling.alarm;
const http = async (method: string, path: string, body?: object): Promise<void> => {
  const content = body && Buffer.from(JSON.stringify(body));
  await ask(home.url, method, path, { Authorization: `Bearer ${home.token}` }, undefined, content);
};
const bell = { afterMinutes: 4320, notify: ['notify.persistent_notification'] };

beforeAll(async () => {
  home = await startHomeAssistantSimulator({ automatic: {} });
  apple = await startAppleSimulator();
  computer = await TestComputer.create(apple, { clock: new HastyClock() });
  app = await computer.start();
});
beforeEach(async () => {
  home.clearFaults();
  home.includeAutomations(true);
  await app.setUp({ url: home.url, token: home.token }, never);
});
afterAll(async () => {
  await home.stop();
  await apple.stop();
  await computer.remove();
});

test('chosen, it is an automation there that acts at once; nobody is told of a service that is not there', async () => {
  expect(await app.alarmServices(never)).toEqual(['notify', 'persistent_notification']);
  expect(await codeOf(app.setAlarm({ ...bell, notify: ['phone'] }, never))).toBe('settings.invalid');
  await app.setAlarm(bell, never);
  expect(await tell()).toBe('told');
  expect(await alarmState()).toBe('on');
  expect(JSON.stringify(home.automation(id()))).toContain('persistent_notification.create');
  expect(home.calls().map(({ domain, service }) => `${domain}.${service}`)).toEqual(['automation.trigger']);
  await app.testAlarm(toldWords().alarm.test, never);
  expect(home.notices().map(({ notification_id }) => notification_id)).toEqual([`${id()}_test`]);
  const secrets = [home.token, await webhookOf(home)];
  for (const secret of secrets) expect(JSON.stringify(home.automation(id()))).not.toContain(secret);
});

test('a user’s change stays while a renamed sensor is followed; a choice made here anew replaces it', async () => {
  await http('POST', `/api/config/automation/config/${id()}`, { ...home.automation(id()), alias: 'Mine' });
  const { newest_backup } = Object.fromEntries(await entitiesOf(home));
  const renamed = { entity_id: newest_backup?.entity_id, new_entity_id: 'sensor.mine' };
  await asked(home, { type: 'config/entity_registry/update', ...renamed });
  // A new program looks at once.
  app = await computer.start();
  expect(await tell()).toBe('told');
  expect(home.automation(id())?.['alias']).toBe('Mine');
  expect(JSON.stringify(home.automation(id()))).toContain("states['sensor.mine']");
  await app.setAlarm({ ...bell, afterMinutes: 60 }, never);
  expect(await tell()).toBe('told');
  expect(home.automation(id())?.['alias']).not.toBe('Mine');
});

test('one "not found" decides nothing; deleted there it stays deleted, and the user hears of it once', async () => {
  home.fault({ kind: 'automation-404', times: 1 });
  app = await computer.start();
  expect(await tell()).toBe('told');
  expect(await alarmState()).toBe('on');
  computer.clock.forward(61_000);
  expect(await tell()).toBe('told');
  expect(await alarmState()).toBe('on');

  await http('DELETE', `/api/config/automation/config/${id()}`);
  app = await computer.start();
  await tell();
  expect(await alarmState()).toBe('on');
  computer.clock.forward(61_000);
  await tell();
  expect(await alarmState()).toBe('off');
  expect(home.automation(id())).toBeUndefined();
  expect((await app.status()).problems.map(({ code }) => code)).toContain('telling.alarm-removed');
});

test('trouble with the alarm alone is no trouble of the sensors', async () => {
  await app.setAlarm(bell, never);
  await tell();
  app = await computer.start();
  await tell();
  // Its hourly look asks which sensors there are, and hears nothing sensible.
  home.fault({ kind: 'command-error', command: 'config/entity_registry/list', code: 'unknown_error' });
  computer.clock.forward(3_600_001);
  expect(await tell()).toMatchObject({ code: 'ha.protocol' });
  home.clearFaults();
  expect(await tell()).toBe('told');
  expect((await app.status()).telling).toMatchObject({ trouble: null, alarm: 'on' });
});

test('where automations are kept in other files, there is a text to copy and nothing is left behind', async () => {
  home.includeAutomations(false);
  await http('DELETE', `/api/config/automation/config/${id()}`);
  await app.setAlarm({ ...bell, afterMinutes: 120 }, never);
  expect(await tell()).toBe('told');
  expect(await alarmState()).toBe('by-hand');
  expect(home.automation(id())).toBeUndefined();
  expect(await app.alarmText(toldWords().alarm.of)).toMatch(/^- id: "ha_icloud_backup_/);
});

test('a logout takes both away; while Home Assistant is away it says that they stay, and a later set-up removes them', async () => {
  await app.setAlarm(bell, never);
  await tell();
  expect(home.automation(id())).toBeDefined();
  home.setState('stopping');
  const { problems, removed } = await app.logout('ha', never);
  expect(problems.map(({ code }) => code)).toEqual(['telling.left-behind']);
  expect(removed).toContain('ha-token');
  await home.restart();
  expect(home.automation(id())).toBeDefined();

  await app.setUp({ url: home.url, token: home.token }, never);
  expect(await tell()).toBe('off');
  expect(home.automation(id())).toBeUndefined();
  expect(await devicesOf(home)).toEqual([]);

  await app.setAlarm(bell, never);
  await tell();
  expect((await app.logout('ha', never)).removed).toContain('sensors');
  expect(home.automation(id())).toBeUndefined();
  expect(await devicesOf(home)).toEqual([]);
});

test('another home in its place: here it goes, and is made there; who was away is named until it is set up again', async () => {
  const other = await startHomeAssistantSimulator({ automatic: {} });
  const setUp = async ({ url, token }: HomeAssistantSimulator) => await app.setUp({ url, token }, never);
  const codes = async (): Promise<string[]> => (await app.status()).problems.map(({ code }) => code);
  try {
    await app.setAlarm(bell, never);
    await tell();
    expect((await setUp(other)).warnings.map(({ code }) => code)).not.toContain('telling.left-behind');
    expect([home.automation(id()), await devicesOf(home)]).toEqual([undefined, []]);
    expect(await tell()).toBe('told');
    expect(other.automation(id())).toBeDefined();
    expect(await codes()).not.toContain('telling.left-behind');

    other.setState('stopping');
    const { warnings } = await setUp(home);
    expect(warnings).toContainEqual({
      code: 'telling.left-behind',
      facts: { name: expect.any(String) as string, url: other.url },
    });
    // What it says there is true of this home: the alarm is made here, and is not taken for one that was deleted.
    expect(await tell()).toBe('told');
    computer.clock.forward(61_000);
    expect(await tell()).toBe('told');
    expect(home.automation(id())).toBeDefined();
    expect(await codes()).toContain('telling.left-behind');
    await app.changeSettings({ sensors: false });
    expect(await tell()).toBe('off');
    expect(await codes()).toContain('telling.left-behind');

    await other.restart();
    await setUp(other);
    expect(await codes()).not.toContain('telling.left-behind');
    expect(await tell()).toBe('off');
    expect([other.automation(id()), await devicesOf(other)]).toEqual([undefined, []]);
  } finally {
    await other.stop();
  }
});

test('another home that has none of whom it told: said until somebody is there, and made then', async () => {
  const other = await startHomeAssistantSimulator({ automatic: {} });
  const codes = async (): Promise<string[]> => (await app.status()).problems.map(({ code }) => code);
  const phone = await Phone.register(home, 'My iPhone');
  try {
    await app.setAlarm({ afterMinutes: 4320, notify: [phone.service] }, never);
    await tell();
    await app.setUp({ url: other.url, token: other.token }, never);
    expect(await tell()).toMatchObject({ code: 'telling.alarm-to-nobody' });
    expect([await codes(), await alarmState()]).toEqual([
      expect.arrayContaining(['telling.alarm-to-nobody']),
      'waiting',
    ]);
    const there = await Phone.register(other, 'My iPhone');
    expect(await tell()).toBe('told');
    expect([await codes(), await alarmState()]).toEqual([
      expect.not.arrayContaining(['telling.alarm-to-nobody']),
      'on',
    ]);
    there.close();
  } finally {
    phone.close();
    await other.stop();
  }
});
