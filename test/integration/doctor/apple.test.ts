import { describe, expect, test } from 'vitest';
import { doctorLines, type DoctorLine, type DoctorReport } from '../../../src/shared/doctor.ts';
import type { ErrorCode } from '../../../src/shared/error-codes.ts';
import { acquireRunLock } from '../../../src/core/state/run-lock.ts';
import { openProcessTable } from '../../../src/adapters/process-table.ts';
import { join } from 'node:path';
import type {
  AppleAccount,
  AppleFault,
  AppleSimulator,
  AppleTrouble,
  ListingTrouble,
} from '../../simulators/apple/index.ts';
import { never } from '../../support/app-harness.ts';
import { base, useSyncWorld } from '../../support/sync-world.ts';

type Verdict = readonly [DoctorLine, ErrorCode] | 'all well';

const world = useSyncWorld();
const isOfCloud = (id: DoctorLine): boolean => id.startsWith('cloud-');
const examine = async (app = world.app): Promise<DoctorReport> =>
  await app.doctor({ asksCloud: true }, () => undefined, never);
const firstOf = ({ lines }: DoctorReport): Verdict => {
  const first = lines.find(({ id, state }) => isOfCloud(id) && state === 'broken');
  return first?.problem ? [first.id, first.problem.code] : 'all well';
};
/** One copy is there. */
const backedUp = async (): Promise<void> => {
  await world.home.addBackup({ sizeBytes: 204_800, date: world.ago(0.1) });
  await world.run();
};
const driveHost = 'drivews';
const uploadHost = 'contentws';

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

type Case = readonly [what: string, verdict: Verdict, make: (apple: AppleSimulator) => unknown];

const revived = (change: Partial<AppleAccount>) => (apple: AppleSimulator) => {
  Object.assign(apple.account, change);
  apple.expireSession();
};
const account =
  (change: Partial<AppleAccount>) =>
  (apple: AppleSimulator): object =>
    Object.assign(apple.account, change);
const always =
  (fault: AppleFault) =>
  (apple: AppleSimulator): void =>
    apple.fault({ times: Infinity, ...fault });
const listings =
  (trouble: Omit<ListingTrouble, 'seed'>) =>
  (apple: AppleSimulator): void =>
    apple.troubleListings({ seed: 'doctor', ...trouble });
const archiveIn = (apple: AppleSimulator): string =>
  apple.files().find(({ path }) => path.endsWith('.tar'))?.path ?? 'none';

/** Only who types a password or a code meets these; the doctor does neither. All at once, for each look costs seconds. */
const notMet: Case = [
  'what only a sign-in meets',
  'all well',
  revived({
    trustedDevices: 0,
    securityKeyOnly: true,
    hsa2: false,
    repair: true,
    rightCode: 'conflict-without-token',
    maxWrongCodes: 0,
    srpProtocol: 's2k_fo',
  }),
];
/** They take hold of what is in an archive, and the doctor fetches none. */
const notFetched: Case = [
  'what only a download meets',
  'all well',
  (apple) => {
    apple.redirectDownloads = true;
    apple.ignoresRanges = true;
    apple.rotFile(archiveIn(apple), Buffer.alloc(204_800));
  },
];
const slow: Case = [
  'everything is slow',
  'all well',
  (apple) => {
    apple.throttle({ upBps: 10_000 });
    apple.fault({ host: driveHost, until: Promise.resolve() });
    apple.fault({ host: driveHost, delayMs: 50, times: Infinity });
  },
];

/** Every trouble of the simulator. */
const troubles: Readonly<Record<AppleTrouble, readonly Case[]>> = {
  'account.trustedDevices': [notMet],
  'account.securityKeyOnly': [notMet],
  'account.hsa2': [notMet],
  'account.repair': [notMet],
  'account.locked': [['a locked account', ['cloud-sign-in', 'icloud.account-locked'], revived({ locked: true })]],
  'account.adp': [
    ['a device has to approve', ['cloud-approval', 'icloud.approval-needed'], revived({ adp: true })],
    ['encryption was switched on', ['cloud-approval', 'icloud.approval-needed'], account({ adp: true })],
  ],
  'account.termsPending': [['new terms', ['cloud-terms', 'icloud.terms-pending'], revived({ termsPending: true })]],
  'account.webAccess': [
    ['no data on the web', ['cloud-sign-in', 'icloud.session-refused'], account({ webAccess: false })],
  ],
  'account.rightCode': [notMet],
  'account.maxWrongCodes': [notMet],
  'account.srpProtocol': [notMet],
  'account.quotaBytes': [['a full account', ['cloud-write', 'cloud.full'], account({ quotaBytes: 1 })]],
  'account.quotaAnswer': [
    [
      'a full account, said at the end',
      ['cloud-write', 'cloud.full'],
      account({
        quotaBytes: 1,
        quotaAnswer: { step: 'update/documents', status: 507, body: '{"reason":"OVER_QUOTA"}' },
      }),
    ],
  ],
  'fault.status': [
    [
      'too many requests',
      ['cloud-sign-in', 'cloud.throttled'],
      always({ host: driveHost, status: 503, body: '{"reason":"THROTTLED"}' }),
    ],
    ['a drive that is broken', ['cloud-sign-in', 'cloud.failed'], always({ host: driveHost, status: 500 })],
    ['nothing may be put there', ['cloud-write', 'cloud.failed'], always({ path: 'upload/web', status: 500 })],
    ['one answer is broken', 'all well', always({ host: driveHost, status: 500, times: 1 })],
  ],
  'fault.reset': [
    ['connections that break', ['cloud-sign-in', 'cloud.offline'], always({ host: driveHost, reset: true })],
    ['uploads that break', ['cloud-write', 'cloud.offline'], always({ host: uploadHost, reset: true })],
  ],
  'fault.stall': [['no answer to a file', ['cloud-write', 'cloud.offline'], always({ host: uploadHost, stall: true })]],
  'fault.delayMs': [slow],
  'fault.until': [slow],
  'fault.afterBytes': [
    ['an upload that breaks half-way', ['cloud-write', 'cloud.offline'], always({ reset: true, afterBytes: 10 })],
  ],
  'fault.storeBytes': [
    ['less arrives than was sent', ['cloud-write', 'cloud.upload-unconfirmed'], always({ storeBytes: 10 })],
  ],
  'listing.leaveOut': [
    ['files that are not listed', ['cloud-list', 'cloud.folder-missing'], listings({ leaveOut: 1 })],
  ],
  'listing.folders': [
    ['folders that are not listed', ['cloud-folder', 'cloud.folder-missing'], listings({ folders: 1 })],
  ],
  'listing.repeat': [
    // Two files of one name: which of them went up, nobody can say.
    ['everything is listed twice', ['cloud-write', 'cloud.upload-unconfirmed'], listings({ repeat: 1 })],
  ],
  'listing.late': [['new files are listed late', 'all well', listings({ late: 1 })]],
  'listing.stale': [['files that are gone are still listed', 'all well', listings({ stale: 1 })]],
  'listing.wrongSize': [['wrong sizes', 'all well', listings({ wrongSize: 1 })]],
  'apple.redirectDownloads': [notFetched],
  'apple.ignoresRanges': [notFetched],
  'apple.expireSession': [['a session that can be revived', 'all well', (apple) => apple.expireSession()]],
  'apple.expireTrust': [
    ['trust is over', ['cloud-sign-in', 'icloud.trust-expired'], () => world.endSessions()],
    ['trust is over, and the session lives', 'all well', (apple) => apple.expireTrust()],
  ],
  'apple.dropPcs': [['an approval that nobody needs', 'all well', (apple) => apple.dropPcs()]],
  'apple.lateListings': [
    [
      'what is gone is listed for a while',
      ['cloud-write', 'cloud.delete-unconfirmed'],
      (apple) => apple.lateListings({ goneMs: 60_000 }),
    ],
  ],
  'apple.throttle': [slow],
  'apple.rotFile': [notFetched],
  'apple.removeFile': [
    ['the only copy is gone', ['cloud-list', 'cloud.folder-missing'], (apple) => apple.removeFile(archiveIn(apple))],
  ],
  'apple.removeFolder': [
    ['a folder that is gone', ['cloud-folder', 'cloud.folder-missing'], (apple) => apple.removeFolder(base)],
    [
      'a folder without its backups',
      ['cloud-list', 'cloud.folder-missing'],
      (apple) => apple.removeFolder(`${base}/${world.folder}`),
    ],
  ],
  'apple.rename': [
    ['a folder that was moved', ['cloud-folder', 'cloud.folder-missing'], (apple) => apple.rename(base, 'Attic')],
  ],
  'apple.emptyDrive': [['nothing is there', ['cloud-folder', 'cloud.folder-missing'], (apple) => apple.emptyDrive()]],
};

/** Everything at Apple as it is now, whatever happens there meanwhile. */
const keepApple = ({ apple }: typeof world): (() => void) => {
  const account = structuredClone(apple.account);
  const files = apple.files().map(({ path, mtime }) => ({ path, mtime, bytes: apple.readFile(path) ?? '' }));
  const bringBack = apple.saveSessions();
  return () => {
    apple.clearFaults();
    apple.troubleListings();
    apple.lateListings({});
    apple.throttle({});
    apple.redirectDownloads = false;
    apple.ignoresRanges = false;
    delete apple.account.quotaBytes;
    Object.assign(apple.account, account);
    bringBack();
    apple.emptyDrive();
    for (const { path, mtime, bytes } of files) apple.putFile(path, bytes, mtime);
  };
};

/** Who signs in costs seconds: many troubles meet copies of one computer. */
describe('each trouble that Apple can have is named at the first line that it breaks', () => {
  test.each(['account', 'fault', 'listing', 'apple'])('%s', async (group) => {
    await backedUp();
    const ofGroup = Object.entries(troubles).filter(([name]) => name.startsWith(`${group}.`));
    const rows = [...new Set(ofGroup.flatMap(([, cases]) => cases))];
    const restore = keepApple(world);
    const told: Record<string, unknown> = {};
    for (const [what, , make] of rows) {
      const computer = await world.computer.clone({ clock: world.clock });
      try {
        const app = await computer.start();
        make(world.apple);
        const report = await examine(app);
        const verdict = firstOf(report);
        told[what] = verdict;
        const after = report.lines.slice(verdict === 'all well' ? Infinity : doctorLines.indexOf(verdict[0]) + 1);
        expect(after.map(({ reason }) => reason)).toEqual(after.map(() => 'broken-before'));
      } finally {
        restore();
        await computer.remove();
      }
    }
    expect(told).toEqual(Object.fromEntries(rows.map(([what, verdict]) => [what, verdict])));
  });
});

test('nobody is signed in, or Apple said no: told the same twice, and the second time Apple is not asked', async () => {
  await backedUp();
  world.endSessions();
  for (const verdict of [
    ['cloud-sign-in', 'icloud.trust-expired'],
    ['cloud-sign-in', 'icloud.not-signed-in'],
  ]) {
    expect(firstOf(await examine())).toEqual(verdict);
    world.apple.clearLog();
    expect(firstOf(await examine())).toEqual(verdict);
    expect(world.apple.log()).toEqual([]);
    await world.app.logout('apple', never);
  }
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
