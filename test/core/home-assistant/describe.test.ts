import { describe, expect, it } from 'vitest';
import { identify, kindOf, toInstallType, toOwnSchedule } from '../../../src/core/home-assistant/describe.ts';
import { clockSkew } from '../../../src/core/home-assistant/http.ts';
import { settingsSchema, type ListedItem } from '../../../src/core/home-assistant/schemas.ts';

const item = (instanceId: string | undefined, automatic: boolean | null): ListedItem => ({
  backup_id: 'b',
  name: 'b',
  date: '2026-11-21T12:00:00+00:00',
  addons: [],
  folders: [],
  homeassistant_version: null,
  extra_metadata: instanceId === undefined ? {} : { instance_id: instanceId },
  failed_agent_ids: [],
  failed_addons: [],
  failed_folders: [],
  with_automatic_settings: automatic,
  copies: [],
});

describe('identify', () => {
  const found = (id: string) => ({ instance: { id, from: 'backups' }, instanceAmbiguous: false });
  const unknown = { instance: undefined, instanceAmbiguous: false };
  const ambiguous = { instance: undefined, instanceAmbiguous: true };

  it.each<[string, ListedItem[], string | undefined, object]>([
    ['no backups', [], undefined, unknown],
    ['no backups, but known', [], 'a', unknown],
    ['its own only', [item('a', true), item('a', false)], undefined, found('a')],
    ['its own among strangers', [item('x', null), item('a', false), item('y', null)], undefined, found('a')],
    ['its own, another one known', [item('a', true)], 'b', found('a')],
    ['the form of 2025.1', [item(undefined, true), item(undefined, false)], undefined, unknown],
    ['made past Core', [item(undefined, null)], undefined, unknown],
    ['one stranger', [item('x', null)], undefined, unknown],
    ['several strangers', [item('x', null), item('y', null)], undefined, ambiguous],
    ['a stranger that one took it for', [item('x', null)], 'x', ambiguous],
    ['several of its own', [item('a', true), item('b', true)], undefined, ambiguous],
    ['several of its own, one known', [item('a', true), item('b', true)], 'b', found('b')],
  ])('%s', (_case, items, known, expected) => {
    expect(identify(items, known)).toEqual(expected);
  });
});

it.each([
  [true, {}, 'automatic'],
  [true, { 'supervisor.addon_update': 'x' }, 'automatic'],
  [false, { 'supervisor.addon_update': 'x' }, 'update'],
  [false, { 'supervisor.app_update': 'x' }, 'update'],
  [null, { with_automatic_settings: true }, 'manual'],
  [false, {}, 'manual'],
] as const)('kindOf(%s, %j) is %s', (automatic, extra, kind) => {
  expect(kindOf(automatic, extra)).toBe(kind);
});

describe('toOwnSchedule', () => {
  const limits = (copies: number | null) => ({ copies, days: null });
  const settings = (config: object) =>
    settingsSchema.parse({
      config: {
        agents: {},
        create_backup: { agent_ids: ['hassio.local'], password: 'k' },
        retention: limits(3),
        schedule: { recurrence: 'daily' },
        ...config,
      },
    });

  it('prefers the limits of the own disk', () => {
    const agents = {
      'hassio.local': { protected: true, retention: limits(9) },
      'hassio.nas': { protected: true, retention: limits(1) },
    };
    expect(toOwnSchedule(settings({ agents }))?.keeps).toEqual(limits(9));
    expect(toOwnSchedule(settings({}))?.keeps).toEqual(limits(3));
  });

  it.each([
    ['a key and no exception', {}, true],
    ['no key', { create_backup: { agent_ids: ['hassio.local'], password: null } }, false],
    ['a plain own disk', { agents: { 'hassio.local': { protected: false } } }, false],
    [
      'a plain own disk beside a protected mount, which is then taken',
      {
        agents: { 'hassio.local': { protected: false } },
        create_backup: { agent_ids: ['hassio.local', 'hassio.nas'], password: 'k' },
      },
      true,
    ],
  ])('is protected or not with %s', (_case, config, expected) => {
    expect(toOwnSchedule(settings(config))?.protected).toBe(expected);
  });

  it.each([
    [{ recurrence: 'never' }, 'never'],
    [{ recurrence: 'daily' }, 'daily'],
    [{ recurrence: 'custom_days' }, 'custom_days'],
    [{ recurrence: 'a_word_of_2030' }, 'custom_days'],
    [{ state: 'never' }, 'never'],
    [{ state: 'daily' }, 'daily'],
    [{ state: 'wed' }, 'custom_days'],
  ])('%j', (schedule, recurrence) => {
    expect(toOwnSchedule(settings({ schedule }))?.recurrence).toBe(recurrence);
  });

  it('counts as set up only with an agent, and where the version knows the mark, with that', () => {
    const automatic = (config: object): boolean | undefined => toOwnSchedule(settings(config))?.automatic;
    expect(automatic({})).toBe(true);
    expect(automatic({ automatic_backups_configured: true })).toBe(true);
    expect(automatic({ automatic_backups_configured: false })).toBe(false);
    expect(automatic({ create_backup: { agent_ids: [], password: 'k' } })).toBe(false);
  });
});

it.each([
  ['Home Assistant OS', 'os'],
  ['Home Assistant Supervised', 'supervised'],
  ['Home Assistant Container', 'container'],
  ['Home Assistant Core', 'core'],
  ['Unknown', 'unknown'],
])('%s is %s', (text, type) => {
  expect(toInstallType(text)).toBe(type);
});

it.each([
  ['Sat, 21 Nov 2026 12:00:00 GMT', 500],
  ['Sat, 21 Nov 2026 12:15:00 GMT', 900_500],
  ['Sat, 21 Nov 2026 11:45:00 GMT', -899_500],
  ['yesterday', undefined],
  [undefined, undefined],
])('a clock that says %s is %s ms ahead', (date, expected) => {
  const noon = new Date('2026-11-21T12:00:00Z');
  expect(clockSkew(date, new Date(noon.getTime() - 100), new Date(noon.getTime() + 100))).toBe(expected);
});
