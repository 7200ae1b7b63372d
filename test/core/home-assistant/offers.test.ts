import { describe, expect, it } from 'vitest';
import {
  changeFor,
  isSet,
  isStillOffered,
  offersOf,
  type ConfigChange,
  type OfferFacts,
} from '../../../src/core/home-assistant/offers.ts';
import { settingsSchema } from '../../../src/core/home-assistant/schemas.ts';
import { newBackupKey } from '../../../src/core/keys/new-key.ts';
import type { HomeOffer } from '../../../src/shared/home-offers.ts';

interface Answer {
  readonly agents?: object;
  readonly configured?: boolean | undefined;
  readonly created?: object;
  readonly retention?: unknown;
  readonly schedule?: unknown;
}

/** `backup/config/info` of a Home Assistant in which nobody ever set anything, but for what is given. */
const settingsOf = ({ agents, configured, created, retention, schedule }: Answer): OfferFacts['settings'] =>
  settingsSchema.parse({
    config: {
      agents: agents ?? {},
      automatic_backups_configured: configured,
      create_backup: { agent_ids: [], include_addons: null, include_all_addons: false, password: null, ...created },
      retention: retention ?? { copies: null, days: null },
      schedule: schedule ?? { days: [], recurrence: 'never', time: null },
    },
  });

const facts = (answer: Answer, more: Partial<OfferFacts> = {}): OfferFacts => ({
  settings: settingsOf({ configured: false, ...answer }),
  present: ['backup.local'],
  backups: [],
  ...more,
});

const local = { agent_ids: ['backup.local'] };
const withKey = { ...local, password: 'KEY' };
const daily = { recurrence: 'daily', days: [], time: '03:30:00' };
const limits = (copies: number | null, days: number | null = null) => ({ copies, days });
const schedule = (keeps: number | null, apps = false): HomeOffer => ({ what: 'schedule', apps, keeps });
const encryption: HomeOffer = { what: 'encryption' };
const raised = (from: ReturnType<typeof limits>, to: typeof from, agent: string | null = null): HomeOffer => ({
  what: 'retention',
  from,
  to,
  agent,
});

describe('what is offered', () => {
  const on: Answer = { configured: true, created: withKey, schedule: daily };
  const automatic = [{ kind: 'automatic' as const }];
  it.each<[string, OfferFacts, HomeOffer[]]>([
    ['nothing was ever set', facts({}), [schedule(7), encryption]],
    ['the same with a Supervisor', facts({}, { present: ['hassio.local'] }), [schedule(7, true), encryption]],
    ['a limit would delete what is there', facts({}, { backups: automatic }), [schedule(null), encryption]],
    ['turned off, and set up once', facts({ configured: true, created: withKey }), [schedule(null)]],
    [
      'turned off, with apps that were chosen',
      facts({ created: { include_addons: ['x'] } }, { present: ['hassio.local'] }),
      [schedule(7), encryption],
    ],
    ['all is well', facts(on), []],
    ['days of the week', facts({ ...on, schedule: { ...daily, recurrence: 'custom_days', days: ['mon'] } }), []],
    [
      'days of the week, not finished',
      facts({ created: withKey, schedule: { recurrence: 'custom_days', days: ['mon'], time: null } }),
      [],
    ],
    ['a schedule that cannot be read', facts({ created: withKey, schedule: 5 }), []],
    ['no key', facts({ ...on, created: local }), [encryption]],
    [
      'encryption that was turned off for its disk',
      facts({ ...on, created: local, agents: { 'backup.local': { protected: false } } }),
      [],
    ],
    ['three copies', facts({ ...on, retention: limits(3) }), [raised(limits(3), limits(7))]],
    ['three copies and five days', facts({ ...on, retention: limits(3, 5) }), [raised(limits(3, 5), limits(7, 7))]],
    ['thirty copies, two days', facts({ ...on, retention: limits(30, 2) }), [raised(limits(30, 2), limits(30, 7))]],
    ['seven copies', facts({ ...on, retention: limits(7) }), []],
    [
      'limits of its disk count there',
      facts({
        ...on,
        retention: limits(1),
        agents: { 'backup.local': { protected: true, retention: limits(null, 30) } },
      }),
      [],
    ],
    [
      'too low ones of its disk',
      facts({ ...on, agents: { 'backup.local': { protected: true, retention: limits(2) } } }),
      [raised(limits(2), limits(7), 'backup.local')],
    ],
    ['limits that cannot be read', facts({ ...on, retention: 'all' }), []],
    [
      'off, and too low once it is on',
      facts({ configured: true, created: withKey, retention: limits(3) }),
      [schedule(null), raised(limits(3), limits(7))],
    ],
    ['nowhere to put a backup', facts({}, { present: ['cloud.cloud'] }), []],
    ['2025.1: a day by its name', facts({ configured: undefined, created: withKey, schedule: { state: 'mon' } }), []],
    [
      '2025.1: nothing was ever set',
      facts({ configured: undefined, schedule: { state: 'never' } }),
      [schedule(7), encryption],
    ],
  ])('%s', (_what, given, offers) => {
    expect(offersOf(given)).toEqual(offers);
    expect(isStillOffered(offers, offersOf(given))).toBe(true);
  });

  it('is another offer with other numbers', () => {
    const shown = raised(limits(3), limits(7));
    expect(isStillOffered([shown], [raised(limits(4), limits(7))])).toBe(false);
    expect(isStillOffered([encryption], [shown])).toBe(false);
    expect(isStillOffered([encryption], [shown, encryption])).toBe(true);
  });
});

describe('the message that sets it', () => {
  const retention = { copies: 7, days: null };
  it.each<[string, OfferFacts, HomeOffer[], ConfigChange]>([
    [
      'everything from nothing, in one',
      facts({}),
      [schedule(7), encryption],
      {
        automatic_backups_configured: true,
        create_backup: { agent_ids: ['backup.local'], password: 'KEY' },
        schedule: { recurrence: 'daily', days: [], time: null },
        retention,
      },
    ],
    [
      'with a Supervisor, all apps',
      facts({}, { present: ['hassio.nas', 'hassio.local'] }),
      [schedule(null, true)],
      {
        automatic_backups_configured: true,
        create_backup: { agent_ids: ['hassio.local'], include_all_addons: true },
        schedule: { recurrence: 'daily', days: [], time: null },
      },
    ],
    [
      'the time, the days and the locations that somebody chose stay',
      facts({ created: { agent_ids: ['cloud.cloud'] }, schedule: { ...daily, recurrence: 'never', days: ['tue'] } }),
      [schedule(null)],
      { automatic_backups_configured: true, schedule: { recurrence: 'daily', days: ['tue'], time: '03:30:00' } },
    ],
    [
      '2025.2, which is not told of itself',
      facts({ configured: undefined, created: local }),
      [schedule(null)],
      { schedule: { recurrence: 'daily', days: [], time: null } },
    ],
    [
      '2025.1, where a schedule is a word',
      facts({ configured: undefined, schedule: { state: 'never' } }),
      [schedule(7)],
      { create_backup: { agent_ids: ['backup.local'] }, schedule: 'daily', retention },
    ],
    ['a key alone', facts({}), [encryption], { create_backup: { password: 'KEY' } }],
    ['limits of all', facts({}), [raised(limits(3), limits(7))], { retention }],
    [
      'limits of one',
      facts({}),
      [raised(limits(3), limits(7), 'backup.local')],
      { agents: { 'backup.local': { retention } } },
    ],
  ])('%s', (_what, given, wanted, message) => {
    expect(changeFor(wanted, given, 'KEY')).toEqual(message);
  });

  it('has been heeded only where all of it is there when it is read again', () => {
    const after = settingsOf({ configured: true, created: withKey, schedule: daily, retention: limits(7) });
    const all = [schedule(7), encryption, raised(limits(3), limits(7))];
    expect(isSet(all, after)).toBe(true);
    expect(isSet(all, { ...after, hasKey: false })).toBe(false);
    expect(isSet(all, { ...after, recurrence: 'never' })).toBe(false);
    expect(isSet(all, { ...after, retention: limits(6) })).toBe(false);
    expect(isSet([raised(limits(3), limits(7), 'backup.local')], after)).toBe(false);
  });
});

it('makes keys as Home Assistant does, each another one', () => {
  const keys = Array.from({ length: 50 }, newBackupKey);
  for (const key of keys) expect(key).toMatch(/^[A-Z0-9]{4}(-[A-Z0-9]{4}){6}$/);
  expect(new Set(keys).size).toBe(keys.length);
});
