import { expect, test } from 'vitest';
import type { HaBackup } from '../../../src/core/domain/backup.ts';
import type { HomeDescription } from '../../../src/core/ports/backup-source.ts';
import { lastLookSchema, type LastLook } from '../../../src/core/state/last-look.ts';
import { planSync } from '../../../src/core/sync/plan-sync.ts';
import { openGates } from '../../../src/core/state/gates.ts';
import { cloudToRemember, homeToRemember, rememberedCloud } from '../../../src/core/sync/remember-look.ts';
import { TransferDisplay } from '../../../src/core/sync/transfer-display.ts';
import type { Activity } from '../../../src/shared/run-report.ts';
import * as build from '../../support/domain-builders.ts';

const description: HomeDescription = {
  url: 'http://home.test:8123',
  name: 'Home',
  version: '2026.11.0',
  installType: 'os',
  admin: true,
  instance: undefined,
  instanceAmbiguous: false,
  schedule: undefined,
  offers: [],
  clockSkewMs: 0,
};

/** What the next start of the program reads of it. */
const keptOnDisk = (look: LastLook): LastLook => lastLookSchema.parse(JSON.parse(JSON.stringify(look)));

const backups: HaBackup[] = [
  build.aBackup({ addons: ['core_ssh'], folders: ['share'], failed: { agents: ['a'], addons: ['b'], folders: ['c'] } }),
  build.aBackup({ id: 'b2', kind: 'manual', size: undefined, haVersion: undefined, instanceId: undefined }),
  build.aBackup({ id: 'b3', copies: [] }),
];

test('what Home Assistant listed is the same after a restart', () => {
  const { home } = keptOnDisk({ home: homeToRemember(description, build.listed(backups), build.now, undefined) });
  expect(home?.backups).toEqual(backups);
});

test.each([true, false])('whether it told who it is is kept as well: ambiguous %s', (instanceAmbiguous) => {
  const { home } = keptOnDisk({
    home: homeToRemember({ ...description, instanceAmbiguous }, build.listed([]), build.now, undefined),
  });
  expect(home?.ambiguous).toBe(instanceAmbiguous ? true : undefined);
});

test.each([
  [{ automatic: true, recurrence: 'daily' }, 'daily'],
  [{ automatic: true, recurrence: 'never' }, 'never'],
  [{ automatic: false, recurrence: 'daily' }, undefined],
] as const)('of the schedule %j the rhythm %s is kept', (given, recurrence) => {
  const schedule = { keeps: { copies: 3, days: null }, protected: true, next: undefined, ...given };
  const home = homeToRemember({ ...description, schedule }, build.listed([]), build.now, undefined);
  expect(home.recurrence).toBe(recurrence);
});

test('since when it says that it encrypts its backups is kept until it says otherwise', () => {
  const schedule = { automatic: true, recurrence: 'daily', keeps: { copies: 3, days: null }, next: undefined } as const;
  const see = (isProtected: boolean | undefined, hour: number, before?: LastLook['home']) => {
    const its = isProtected === undefined ? undefined : { ...schedule, protected: isProtected };
    const at = new Date(build.now.getTime() + hour * build.hourMs);
    return homeToRemember({ ...description, schedule: its }, build.listed([]), at, before);
  };
  const first = see(true, 0, see(false, -1));
  expect(keptOnDisk({ home: first }).home?.encryptsSince).toBe(build.now.toISOString());
  const later = see(true, 2, see(undefined, 1, first));
  expect(later.encryptsSince).toBe(first.encryptsSince);
  expect(see(false, 3, later).encryptsSince).toBeUndefined();
  expect(see(undefined, 3).encryptsSince).toBeUndefined();
});

test('a look at iCloud is enough to see that nothing is new', () => {
  const folder = build.folderOf(...backups.map((backup) => build.asStored(build.manifestOf(backup, build.now))));
  const { cloud } = keptOnDisk({ cloud: cloudToRemember(folder.view(), build.now) });
  if (!cloud) throw new Error('forgotten');
  const facts = { home: build.listed(backups), cloud: rememberedCloud(cloud, openGates()) };
  expect(planSync(build.factsOf(facts)).pulls).toEqual([]);
  expect(rememberedCloud(cloud, openGates()).stored).toEqual(folder.view().stored);
});

test('an incomplete look stays one, and nothing is deleted by it', () => {
  const old = [1, 2, 3, 30, 31].map((days) => build.aStored({ backupId: `d${days}`, date: build.daysAgo(days) }));
  const { cloud } = keptOnDisk({ cloud: cloudToRemember(build.folderOf(...old).view(false), build.now) });
  if (!cloud) throw new Error('forgotten');
  const { prune } = planSync(build.factsOf({ cloud: rememberedCloud(cloud, openGates()) }));
  expect(prune.remove).toEqual([]);
  expect(prune.held).toBe('cloud.failed');
});

test('both directions are in one picture, and what is done leaves it', () => {
  const seen: Activity[] = [];
  const display = new TransferDisplay(2, (activity) => seen.push(activity));
  display.download({ name: 'one', bytes: 5, total: 10 });
  display.download({ name: 'one', bytes: 10, total: 10 });
  display.upload({ name: 'one', bytes: 1, total: 10, finishing: false });
  display.download({ name: 'two', bytes: 1, total: undefined });
  display.done('one');
  const waiting = (count: number, more: object = {}): object => ({ phase: 'transferring', waiting: count, ...more });
  const upload = { name: 'one', bytes: 1, total: 10, finishing: false };
  expect(seen).toEqual([
    waiting(1, { download: { name: 'one', bytes: 5, total: 10 } }),
    waiting(1),
    waiting(1, { upload }),
    waiting(1, { upload, download: { name: 'two', bytes: 1, total: undefined } }),
    waiting(0, { download: { name: 'two', bytes: 1, total: undefined } }),
  ]);
});

test('a copy that a restore found spoilt since is remembered as damaged', () => {
  const [good, bad] = [build.aStored({ backupId: 'good' }), build.aStored({ backupId: 'bad' })];
  const cloud = cloudToRemember(build.folderOf(good, bad).view(), build.now);
  const spoilt = { [bad.manifest.archive]: build.now.toISOString() };
  const { stored, damaged } = rememberedCloud(cloud, { spoilt });
  expect([stored, damaged]).toEqual([[good], [bad]]);
});
