import { expect, test } from 'vitest';
import { tellingOf } from '../../../src/core/commands/told-status.ts';
import { noMemory } from '../../../src/core/report-home/memory.ts';
import { freshSettings } from '../../../src/core/settings/schema.ts';

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
