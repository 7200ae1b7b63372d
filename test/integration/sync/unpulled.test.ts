import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { HistoryEntry } from '../../../src/core/state/history.ts';
import type { ErrorCode } from '../../../src/shared/error-codes.ts';
import type { AppleFault } from '../../simulators/apple/index.ts';
import { day, hour, useSyncWorld } from '../../support/sync-world.ts';

/* Home Assistant makes a backup a day and keeps two. What it does meanwhile, or does otherwise than it says, its user hears of. */

const world = useSyncWorld({ home: { encryptionKeySet: true, automatic: { recurrence: 'daily', copies: 2 } } });
const add = (): Promise<string> =>
  world.home.addBackup({ date: world.ago(0), kind: 'automatic', protected: true, sizeBytes: 40_960 });

/** A night, with what Home Assistant's own retention does in it. */
const night = async (): Promise<void> => {
  world.clock.forward(day);
  await add();
  const [oldest] = world.home.backups();
  if (world.home.backups().length > 2 && oldest) world.home.removeBackup(oldest.id);
};
const away = async (): Promise<void> => {
  await add();
  expect(await world.run('schedule')).toMatchObject({ outcome: 'done', backups: [{ outcome: 'stored' }] });
  for (let nights = 0; nights < 6; nights += 1) await night();
  world.clock.forward(hour);
};

const runEnds = async () => {
  const text = await readFile(join(world.computer.folder, 'data', 'history.jsonl'), 'utf8');
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line) as HistoryEntry).filter((entry) => entry.kind === 'run-end');
};
const asked = async (): Promise<ErrorCode[]> => (await world.app.status()).problems.map(({ code }) => code);
const lostDays = async (): Promise<number> =>
  (await world.app.recentDays('UTC')).filter(({ state }) => state === 'unpulled').length;

test.each<{ what: string; fault: AppleFault; code: ErrorCode }>([
  {
    what: 'the upload breaks off',
    fault: { path: 'singleFileUpload', reset: true, afterBytes: 10_000, times: Infinity },
    code: 'cloud.offline',
  },
  {
    what: 'Apple has enough of us',
    fault: { path: 'upload/web', status: 429, body: '', times: Infinity },
    code: 'cloud.throttled',
  },
  {
    what: 'the session dies and a device has to approve',
    fault: { path: 'upload/web', status: 423, body: '{}', times: Infinity },
    code: 'icloud.approval-needed',
  },
])('noticed by a run that fails, for $what: history and status tell of both', async ({ fault, code }) => {
  await away();
  world.apple.fault(fault);
  const report = await world.run('schedule');
  expect(report).toMatchObject({ outcome: 'failed', problem: { code } });
  expect(report.warnings).toContainEqual({ code: 'ha.unpulled', facts: { days: 4 } });
  expect((await runEnds()).at(-1)).toMatchObject({ outcome: 'failed', code, unpulled: true });
  expect(await asked()).toEqual(expect.arrayContaining([code, 'ha.unpulled']));
  expect(await lostDays()).toBeGreaterThan(0);

  // Neither the next failure nor the run that stores what is left takes it back.
  world.clock.forward(hour);
  await world.run('schedule');
  expect(await asked()).toEqual(expect.arrayContaining([code, 'ha.unpulled']));
  world.apple.clearFaults();
  world.clock.forward(day);
  await world.run('user');
  expect(await asked()).toContain('ha.unpulled');
  expect(await lostDays()).toBeGreaterThan(0);
});

test('while iCloud cannot be listed nobody knows what is missing: the first run that can list it tells', async () => {
  await away();
  world.apple.fault({ path: 'retrieveItemDetails', reset: true, times: Infinity });
  expect(await world.run('schedule')).toMatchObject({ outcome: 'failed', warnings: [] });
  await night();
  world.apple.clearFaults();
  const report = await world.run('schedule');
  expect(report).toMatchObject({ outcome: 'warnings', warnings: [{ code: 'ha.unpulled', facts: { days: 5 } }] });
  expect(report.backups.map(({ outcome }) => outcome)).toEqual(['stored', 'stored']);
  expect(await asked()).toEqual(['ha.unpulled']);
});

test('a backup that is open although encryption is on: stored, told by the run and after it, over with the next one', async () => {
  await add();
  await world.run('schedule');
  expect(await asked()).toEqual([]);
  world.clock.forward(day);
  const name = 'Automatic backup 2026.11.0';
  await world.home.addBackup({ name, date: world.ago(0), kind: 'automatic', protected: false, sizeBytes: 40_960 });
  const report = await world.run('schedule');
  const facts = { name, date: expect.any(String) as string };
  expect(report).toMatchObject({ outcome: 'warnings', warnings: [{ code: 'ha.encryption-ignored', facts }] });
  expect(report.backups.map(({ outcome }) => outcome)).toEqual(['stored']);
  expect(await world.app.status()).toMatchObject({ safety: 'warning', problems: [{ code: 'ha.encryption-ignored' }] });
  world.clock.forward(day);
  await add();
  expect(await world.run('schedule')).toMatchObject({ outcome: 'done' });
  expect(await asked()).toEqual([]);
});
