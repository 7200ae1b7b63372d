import { expect, it } from 'vitest';
import { command, simulators } from './test-support.ts';
import type { JsonObject } from './json.ts';

const start = simulators();

const update = (change: JsonObject): JsonObject => ({ type: 'backup/config/update', ...change });

/* As it was tried on the real ones (facts#backup-settings). */

it.each<[version: '2025.1.4' | '2025.2.5' | '2026.11.0', change: JsonObject, says: string]>([
  ['2026.11.0', { schedule: 'daily' }, "expected a mapping at 'schedule'. Got 'daily'"],
  ['2025.2.5', { schedule: 'daily' }, "expected a dictionary for dictionary value @ data['schedule']. Got 'daily'"],
  ['2025.1.4', { schedule: { foo: 1 } }, "expected str for dictionary value @ data['schedule']. Got {'foo': 1}"],
  [
    '2026.11.0',
    { create_backup: { password: 5 } },
    "expected str or None at 'create_backup.password'. Got '**REDACTED**'",
  ],
  [
    '2025.1.4',
    { create_backup: { password: 5 } },
    "expected str for dictionary value @ data['create_backup']['password']. Got 5",
  ],
  [
    '2026.11.0',
    { create_backup: { agent_ids: ['a', 'a'] } },
    "contains duplicate items: ['a'] at 'create_backup.agent_ids'. Got ['a', 'a']",
  ],
  ['2026.11.0', { create_backup: { foo: 1 } }, "not a valid option at 'create_backup.foo'. Got 1"],
  ['2025.2.5', { schedule: { foo: 1 } }, "extra keys not allowed @ data['schedule']['foo']. Got 1"],
  [
    '2026.11.0',
    { schedule: { recurrence: 'weekly' } },
    "expected ScheduleRecurrence or one of 'never', 'daily', 'custom_days' at 'schedule.recurrence'. Got 'weekly'",
  ],
  [
    '2025.2.5',
    { schedule: { recurrence: 'daily', time: '99:00' } },
    "Invalid time specified: 99:00 for dictionary value @ data['schedule']['time']. Got '99:00'",
  ],
  ['2026.11.0', { retention: { copies: 0, days: null } }, "value must be at least 1 at 'retention.copies'. Got 0"],
  ['2026.11.0', { automatic_backups_configured: 'yes' }, "expected bool at 'automatic_backups_configured'. Got 'yes'"],
  [
    '2025.2.5',
    { automatic_backups_configured: true },
    "extra keys not allowed @ data['automatic_backups_configured']. Got True",
  ],
  [
    '2025.2.5',
    { agents: { 'backup.local': { retention: null } } },
    "extra keys not allowed @ data['agents']['backup.local']['retention']. Got None",
  ],
  [
    '2026.11.0',
    { agents: { 'backup.local': { foo: 1 } } },
    "not a valid option at 'agents['backup.local'].foo'. Got 1",
  ],
])('%s refuses %j, all of it', async (version, change, says) => {
  const home = await start({ version });
  const before = await command(home, { type: 'backup/config/info' });
  const whole = { retention: { copies: 5, days: null }, ...change };
  expect(await command(home, update(whole))).toMatchObject({ error: { code: 'invalid_format', message: says } });
  expect(await command(home, { type: 'backup/config/info' })).toEqual(before);
});

it('replaces limits and schedule as a whole, and nothing else', async () => {
  const home = await start({
    automatic: { copies: 3, keepDays: 5, recurrence: 'custom_days', days: ['mon'], time: '03:30:00' },
  });
  await command(home, update({ retention: { copies: 7 }, schedule: { recurrence: 'daily' } }));
  await command(
    home,
    update({ create_backup: { name: 'Nightly' }, agents: { 'backup.local': { retention: { copies: 2 } } } }),
  );
  await command(home, update({ agents: { 'backup.local': { protected: false } } }));
  expect(await command(home, { type: 'backup/config/info' })).toMatchObject({
    result: {
      config: {
        agents: { 'backup.local': { protected: false, retention: { copies: 2, days: null } } },
        create_backup: { agent_ids: ['backup.local'], name: 'Nightly' },
        retention: { copies: 7, days: null },
        schedule: { days: [], recurrence: 'daily', time: null },
      },
    },
  });
});
