import { describe, expect, test } from 'vitest';
import { doctorLines, type DoctorLine, type DoctorReport } from '../../../src/shared/doctor.ts';
import type { ErrorCode } from '../../../src/shared/error-codes.ts';
import { acquireRunLock } from '../../../src/core/state/run-lock.ts';
import { openProcessTable } from '../../../src/adapters/process-table.ts';
import { join } from 'node:path';
import { never } from '../../support/app-harness.ts';
import { base, useSyncWorld } from '../../support/sync-world.ts';

const world = useSyncWorld();
const isOfCloud = (id: DoctorLine): boolean => id.startsWith('cloud-');
const examine = async (): Promise<DoctorReport> => world.app.doctor({ asksCloud: true }, () => undefined, never);
const firstOf = ({ lines }: DoctorReport): readonly [DoctorLine, ErrorCode | undefined] | 'all well' => {
  const first = lines.find(({ id, state }) => isOfCloud(id) && state === 'broken');
  return first ? [first.id, first.problem?.code] : 'all well';
};
/** One copy is there. */
const backedUp = async (): Promise<void> => {
  await world.home.addBackup({ sizeBytes: 204_800, date: world.ago(0.1) });
  await world.run();
};
const driveHost = 'drivews';

test('a drive that is well: all lines hold, and nothing of the check stays', async () => {
  await backedUp();
  const before = world.apple.files().map(({ path }) => path);
  // Left by a check that broke off, and two that are not this computer's own.
  const { computerId } = world.app.settings.current;
  const text = 'Written by HA iCloud Backup to check this folder. It can be deleted.\n';
  const own = `${base}/trial-${computerId.slice(0, 6)}abcdef.txt`;
  const others = [`${base}/trial-ffffffabcdef.txt`, `${base}/trial-${computerId.slice(0, 6)}123456.txt`];
  world.apple.putFile(own, text);
  world.apple.putFile(others[0] ?? '', text);
  world.apple.putFile(others[1] ?? '', 'something that somebody wrote');
  const report = await examine();
  expect(report.lines.filter(({ id, state }) => isOfCloud(id) && state !== 'ok')).toEqual([]);
  expect(
    world.apple
      .files()
      .map(({ path }) => path)
      .toSorted(),
  ).toEqual([...before, ...others].toSorted());
});

test('before the first backup there is no folder: nothing is made to try it', async () => {
  const { lines } = await examine();
  expect(lines.filter(({ reason }) => reason === 'nothing-yet').map(({ id }) => id)).toEqual([
    'home-newest',
    'home-download',
    'cloud-folder',
    'cloud-list',
    'cloud-write',
  ]);
  expect(world.apple.tree()).toEqual([]);
});

describe('each thing that Apple refuses is named at the first line that it breaks', () => {
  test.each<[what: string, verdict: readonly [DoctorLine, ErrorCode] | 'all well', change: () => unknown]>([
    ['nobody is signed in', ['cloud-sign-in', 'icloud.not-signed-in'], () => world.app.logout('apple', never)],
    ['trust is over', ['cloud-sign-in', 'icloud.trust-expired'], () => world.endSessions()],
    ['a session that died and can be revived', 'all well', () => world.endSessions({ trust: true })],
    [
      'new terms',
      ['cloud-terms', 'icloud.terms-pending'],
      () => {
        world.apple.account.termsPending = true;
        world.endSessions({ trust: true });
      },
    ],
    ['no data on the web', ['cloud-sign-in', 'icloud.session-refused'], () => (world.apple.account.webAccess = false)],
    [
      'a device has to approve',
      ['cloud-approval', 'icloud.approval-needed'],
      () => {
        world.apple.account.adp = true;
        world.endSessions({ trust: true });
      },
    ],
    [
      'too many requests',
      ['cloud-sign-in', 'cloud.throttled'],
      () => world.apple.fault({ host: driveHost, status: 503, body: '{"reason":"THROTTLED"}', times: Infinity }),
    ],
    [
      'connections that break',
      ['cloud-sign-in', 'cloud.offline'],
      () => world.apple.fault({ host: driveHost, reset: true, times: Infinity }),
    ],
    ['a folder that is gone', ['cloud-folder', 'cloud.folder-missing'], () => world.apple.removeFolder(base)],
    [
      'a folder without its backups',
      ['cloud-list', 'cloud.folder-missing'],
      () => world.apple.removeFolder(`${base}/${world.folder}`),
    ],
    ['a full account', ['cloud-write', 'cloud.full'], () => (world.apple.account.quotaBytes = 1)],
  ])('%s', async (_, verdict, change) => {
    await backedUp();
    await change();
    const report = await examine();
    expect(firstOf(report)).toEqual(verdict);
    if (verdict === 'all well') return;
    const after = report.lines.slice(doctorLines.indexOf(verdict[0]) + 1);
    expect(after.map(({ reason }) => reason)).toEqual(after.map(() => 'broken-before'));
    // What Apple said counts: it is not asked again because somebody looks.
    world.apple.clearLog();
    expect(firstOf(await examine())).toEqual(verdict);
  });
});

test('while something else has the sign-in, Apple is not asked', async () => {
  await backedUp();
  const place = { path: join(world.computer.folder, 'data', 'run.lock'), processes: await openProcessTable() };
  const lock = await acquireRunLock(place, world.clock.now());
  world.apple.clearLog();
  try {
    const { lines } = await examine();
    expect(lines.filter(({ reason }) => reason === 'running')).toHaveLength(7);
    expect(lines.find(({ id }) => id === 'home-download')?.state).toBe('ok');
    expect(world.apple.log()).toEqual([]);
  } finally {
    await lock.release();
  }
});
