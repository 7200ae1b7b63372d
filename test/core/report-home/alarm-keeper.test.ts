import { beforeEach, expect, test } from 'vitest';
import { alarmId, type Automation } from '../../../src/core/report-home/alarm.ts';
import { AlarmKeeper, type AlarmHome, type AlarmWish } from '../../../src/core/report-home/alarm-keeper.ts';
import { noMemory, type TellingMemory } from '../../../src/core/report-home/memory.ts';
import type { Cell } from '../../../src/core/state/json-file.ts';
import { toldWords } from '../../../src/messages/told-home.ts';
import '../../support/in-english.ts';
import { inMemory } from '../../support/in-memory.ts';
import { PatientClock } from '../../support/patient-clock.ts';

/** The automations that a Home Assistant holds. */
const automations = new Map<string, Automation>();
const calls: string[] = [];
const clock = new PatientClock(new Date('2026-12-01'));
const home: AlarmHome = {
  find: () =>
    Promise.resolve({
      id: 'd',
      name: 'Mac',
      givenName: 'Mac',
      entryId: 'e',
      webhookId: undefined,
      sensors: new Map([['newest_backup', { entityId: 'sensor.newest', isDisabled: false }]] as const),
      tracker: undefined,
    }),
  notifyServices: () => Promise.resolve(['phone']),
  automation: (id) => Promise.resolve(automations.get(id)),
  writeAutomation: (id, body) => {
    automations.set(id, body as Automation);
    return Promise.resolve(true);
  },
  removeAutomation: (id) => {
    automations.delete(id);
    return Promise.resolve();
  },
  call: ({ action, data }) => {
    calls.push(`${action} ${JSON.stringify(data)}`);
    return Promise.resolve();
  },
  automationEntity: (id) => Promise.resolve(automations.has(id) ? `automation.${id}` : undefined),
};

const { signal } = new AbortController();
const wish = (given: Partial<AlarmWish> = {}): AlarmWish => ({
  computerId: 'one',
  afterMinutes: 60,
  notify: ['phone'],
  words: toldWords().alarm.of('Mac'),
  ...given,
});
const keep = async (memory: Cell<TellingMemory>, given: Partial<AlarmWish> = {}) =>
  await new AlarmKeeper(memory, clock).keep(home, wish(given), signal);

beforeEach(() => {
  automations.clear();
  calls.length = 0;
});

test('an alarm that is not wanted any more goes, also where it was forgotten that it was made', async () => {
  await keep(inMemory(noMemory()));
  expect([...automations.keys()]).toEqual([alarmId('one')]);
  automations.set('mine', {});
  await keep(inMemory(noMemory()), { afterMinutes: null });
  expect([...automations.keys()]).toEqual(['mine']);
});

test('a memory that was copied from another computer does not take its alarm for one that was deleted here', async () => {
  const memory = inMemory(noMemory());
  await keep(memory);
  expect(await keep(memory, { computerId: 'two' })).toBe('kept');
  expect([...automations.keys()]).toEqual([alarmId('one'), alarmId('two')]);
});

test('what the user deleted stays deleted, and is said once', async () => {
  const memory = inMemory(noMemory());
  await keep(memory);
  automations.clear();
  expect(await keep(memory)).toBe('unsure');
  await clock.wait(60_000, signal);
  expect(await keep(memory)).toBe('removed-there');
  expect(automations.size).toBe(0);
});

test('one answer that it is gone decides nothing: seen again, it is the alarm that it was', async () => {
  const memory = inMemory(noMemory());
  await keep(memory);
  const held = [...automations];
  automations.clear();
  expect(await keep(memory)).toBe('unsure');
  expect(await keep(memory)).toBe('unsure');
  for (const [id, automation] of held) automations.set(id, automation);
  expect(await keep(memory)).toBe('kept');
  automations.clear();
  await clock.wait(60_000, signal);
  // The first look of a new absence.
  expect(await keep(memory)).toBe('unsure');
});

test('what is written acts on how things are now: nothing has to change first', async () => {
  await keep(inMemory(noMemory()));
  expect(calls).toEqual([`automation.trigger {"entity_id":"automation.${alarmId('one')}","skip_condition":true}`]);
});

test('where nobody is whom it was to tell, none is made; one of them is enough', async () => {
  const memory = inMemory(noMemory());
  await expect(keep(memory, { notify: ['gone'] })).rejects.toMatchObject({ code: 'telling.alarm-to-nobody' });
  expect([...automations.keys()]).toEqual([]);
  expect(await keep(memory, { notify: ['gone', 'phone'] })).toBe('kept');
  expect([...automations.keys()]).toEqual([alarmId('one')]);
});
