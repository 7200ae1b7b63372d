import { expect, test } from 'vitest';
import { tellingOf, tellingProblems } from '../../../src/core/commands/told-status.ts';
import { noMemory } from '../../../src/core/report-home/memory.ts';
import { freshSettings, instanceSchema } from '../../../src/core/settings/schema.ts';

const made = { chosen: 'c', entityId: 'sensor.newest', state: 'on' } as const;

test.each([
  ['none', 'off', { sensors: true, afterMinutes: null }],
  ['not in Home Assistant yet', 'waiting', { sensors: true, afterMinutes: 60 }],
  ['in Home Assistant', 'on', { sensors: true, afterMinutes: 60, alarm: made }],
  ['without sensors it never comes', 'off', { sensors: false, afterMinutes: 60 }],
  ['made, and not taken away yet', 'on', { sensors: false, afterMinutes: 60, alarm: made }],
])('an alarm: %s', (_, state, { sensors, afterMinutes, ...memory }) => {
  const settings = { ...freshSettings('Mac'), sensors, alarm: { afterMinutes, notify: ['phone'] } };
  expect(tellingOf(settings, { ...noMemory(), ...memory }).alarm).toBe(state);
});

test.each<[what: string, days: number, url: string | null, told: boolean]>([
  ['nothing is set up any more', 1, null, true],
  ['another home is set up', 13, 'http://other.test', true],
  ['it is the one that is set up: it goes with the next word to it', 1, 'http://old.test', false],
  ['by now the alarm there has spoken for itself', 14, null, false],
])('what stayed in a Home Assistant: %s', (_, days, url, told) => {
  const now = new Date('2026-12-01T12:00:00Z');
  const since = new Date(now.getTime() - days * 86_400_000).toISOString();
  const leftBehind = [{ url: 'http://old.test', name: 'Old Home', instanceId: null, since }];
  const instances = url === null ? [] : [instanceSchema.parse({ key: 'k3y0', url, name: 'Home' })];
  const problems = tellingProblems({ ...freshSettings('Mac'), instances }, { ...noMemory(), leftBehind }, now);
  const facts = { name: 'Old Home', url: 'http://old.test' };
  expect(problems).toEqual(told ? [{ code: 'telling.left-behind', facts }] : []);
});
