import { aLadder, aPinned, aTest } from './a-ladder.ts';
import { aList } from './a-list.ts';
import { withoutUndefined } from '../../src/cli/command.ts';
import { aDialog } from './a-dialog.ts';
import type { CliApp } from '../../src/cli/create-app.ts';
import type { HomeOffer } from '../../src/shared/home-offers.ts';
import type { Activity, RunReport } from '../../src/shared/run-report.ts';
import type {
  CheckResult,
  LogoutResult,
  PruneResult,
  RestoreResult,
  SetupResult,
  Status,
} from '../../src/shared/status.ts';
import { aDoctorReport, tellAll } from './a-doctor.ts';
import { aPage, aPlaced, aSheet, aStart } from './a-placed.ts';
import type { UserSettings } from '../../src/shared/user-settings.ts';
import { aKeyCheck, someKeys } from './some-keys.ts';
import { anExtracted, aSalvage, someContents } from './a-look-inside.ts';
import { intact } from '../support/told-proof.ts';

export const noon = new Date('2026-11-21T12:00:00.000Z');

export const aStatus = (given: Partial<Status> = {}): Status => ({
  safety: 'safe',
  newestVerified: {
    id: '1a2b3c4d',
    name: 'Automatic backup 2026.11.0',
    date: '2026-11-21T05:12:33.123456+01:00',
    confirmedAt: '2026-11-21T04:20:00.000Z',
    ageHours: 7.79,
    archive: 'Home_2026-11-21_0512_automatic_2026.11.0_1a2b3c4d_1111a1b2c3d4.tar',
    ...intact,
  },
  nextRun: '2026-11-21T12:40:00.000Z',
  nextBackup: '2026-11-22T04:45:00.000Z',
  lastRun: { started: '2026-11-21T04:15:00.000Z', finished: '2026-11-21T04:20:00.000Z', outcome: 'done' },
  running: null,
  signIn: { account: 'm…@example.com', daysLeft: 12, until: '2026-12-03T18:00:00.000Z', due: false },
  home: {
    name: 'Home',
    url: 'http://homeassistant.local:8123',
    encrypted: false,
    version: '2026.11.0',
    seenAt: '2026-11-21T11:40:00.000Z',
    backups: 3,
  },
  icloud: {
    folder: 'HomeAssistantBackups/Home (a1b2c3d4)',
    seenAt: '2026-11-21T04:20:00.000Z',
    backups: 12,
    bytes: 14_200_000_000,
  },
  waiting: 0,
  missing: [],
  secretStore: 'keychain',
  pausedUntil: null,
  telling: { on: false, device: null, toldAt: null, trouble: null, alarm: 'off' },
  problems: [],
  ...given,
});

export const anOffer: HomeOffer = {
  what: 'retention',
  from: { copies: 3, days: null },
  to: { copies: 7, days: null },
  agent: null,
};

export const aSetup = (given: Partial<SetupResult> = {}): SetupResult => ({
  url: 'http://homeassistant.local:8123',
  encrypted: false,
  name: 'Home',
  version: '2026.11.0',
  installType: 'os',
  admin: true,
  instanceId: 'a1b2c3d4e5f60718293a4b5c6d7e8f90',
  schedule: {
    automatic: true,
    recurrence: 'daily',
    keepsCopies: 3,
    keepsDays: null,
    protected: true,
    next: '2026-11-22T04:45:00+01:00',
  },
  backups: 3,
  needsBytes: 17_000_000_000,
  secretStore: 'keychain',
  folder: 'HomeAssistantBackups/Home (a1b2c3d4)',
  offers: [],
  warnings: [],
  ...given,
});

export const aReport = (given: Partial<RunReport> = {}): RunReport => ({
  started: '2026-11-21T12:00:00.000Z',
  finished: '2026-11-21T12:04:10.000Z',
  outcome: 'done',
  backups: [
    {
      id: '1a2b3c4d',
      name: 'Automatic backup 2026.11.0',
      outcome: 'stored',
      archive: 'Home_2026-11-21_0512_automatic_2026.11.0_1a2b3c4d_1111a1b2c3d4.tar',
      bytes: 1_200_000_000,
    },
  ],
  pruned: [],
  warnings: [],
  askedApple: true,
  ...given,
});

const reasons = ['young', 'floor', 'expired', 'expired'];

export const aPrune = (given: Partial<PruneResult> = {}): PruneResult => ({
  dryRun: true,
  held: null,
  backups: (['keep', 'keep', 'delete', 'later'] as const).map((next, index) => ({
    id: `0000000${index}`,
    name: 'Automatic backup 2026.11.0',
    archive: `Home_2026-11-0${9 - index}_0512_automatic_2026.11.0_0000000${index}_1111a1b2c3d4.tar`,
    date: `2026-11-0${9 - index}T05:12:33+01:00`,
    next,
    reason: reasons[index] ?? '',
  })),
  removed: [],
  ...given,
});

export const aRestore = (): RestoreResult => ({
  file: '/restored/Home_2026-11-21_0512_automatic_2026.11.0_1a2b3c4d_1111a1b2c3d4.tar',
  bytes: 1_200_000_000,
  sha256: 'ab'.repeat(32),
  id: '1a2b3c4d',
  name: 'Automatic backup 2026.11.0',
  protected: true,
  haVersion: '2026.11.0',
  instanceName: 'Home',
});

export const aCheck = (given: Partial<CheckResult> = {}): CheckResult => ({
  verdict: 'good',
  bytes: 61_440,
  sha256: 'cd'.repeat(32),
  slug: '1a2b3c4d',
  protected: true,
  secureTar: 3,
  parts: [
    { name: 'homeassistant.tar.gz', size: 48_000 },
    { name: 'core_ssh.tar.gz', size: 10_000 },
  ],
  defects: [],
  problem: null,
  level: 1,
  levels: aLadder(true, null, null, null),
  counts: null,
  ...given,
});

export const aLogout = (given: Partial<LogoutResult> = {}): LogoutResult => ({
  removed: ['config', 'apple'],
  kept: ['iCloud Drive/HomeAssistantBackups'],
  problems: [],
  ...given,
});

export const someSettings: UserSettings = {
  retentionDays: 14,
  keep: 3,
  lookMinutes: 60,
  createIfOlderThanHours: null,
  requireProtected: false,
  monthlyTest: true,
  bandwidth: null,
  proxy: null,
  caFile: null,
  stagingBudgetBytes: 8_589_934_592,
  sensors: false,
  alarmAfterMinutes: null,
  alarmNotify: [],
  phoneCodeNotify: [],
  computerName: 'Study',
  adoptedComputers: [],
  pausedUntil: null,
};

export const transferring = (bytes: number, name = 'Automatic backup 2026.11.0'): Activity => ({
  phase: 'transferring',
  download: { name, bytes, total: 1_200_000_000 },
  waiting: 1,
});

export type Asked = readonly [what: string, ...with_: readonly unknown[]];

export interface FakeApp extends CliApp {
  readonly asked: Asked[];
}

/** An app in which everything is well; a test replaces what it is about. */
export const fakeApp = (given: Partial<CliApp> = {}): FakeApp => {
  const asked: Asked[] = [];
  const note = <T>(result: T, ...what: [string, ...unknown[]]): Promise<T> => {
    asked.push(what);
    return Promise.resolve(result);
  };
  const app: Partial<CliApp> = {
    setUp: (input) => note(aSetup(), 'setUp', input),
    improveHome: (offers) => note({ schedule: aSetup().schedule, offers: [], warnings: [] }, 'improveHome', offers),
    signIn: (credentials) => note(aDialog([], credentials), 'signIn', credentials),
    approve: () => note(undefined, 'approve'),
    status: () => note(aStatus(), 'status'),
    doctor: (input, onLine) => note(tellAll(aDoctorReport(), onLine), 'doctor', input),
    list: (input) => note(aList(), 'list', input),
    backUp: (input) => note(aReport(), 'backUp', input),
    prune: (input) => note(aPrune(input.dryRun ? {} : { dryRun: false, removed: ['a.tar', 'b.tar'] }), 'prune', input),
    acceptRemoval: (which) => note(1, 'acceptRemoval', which),
    writeSheet: (input) => note(aSheet(), 'writeSheet', aPage(input)),
    startRestore: (input) => note(aStart(), 'startRestore', input),
    restoreIntoHome: (input) => note(aPlaced(), 'restoreIntoHome', input),
    restore: (input) => note(aRestore(), 'restore', input),
    test: ({ which }) => note(aTest(), 'test', which),
    pin: (input) => note(aPinned(input.pinned), 'pin', input),
    keys: () => note(someKeys(), 'keys'),
    checkKeys: (input) => note(aKeyCheck(), 'checkKeys', input),
    forgetKeys: (which) => note(someKeys({ remembered: [] }), 'forgetKeys', which),
    check: ({ file }) => note(aCheck(), 'check', file),
    contents: (input) => note(someContents(), 'contents', input),
    salvage: (input) => note(aSalvage(), 'salvage', input),
    extract: (input) => note(anExtracted(), 'extract', input),
    watch: () => note(undefined, 'watch'),
    readSettings: () => note(someSettings, 'readSettings'),
    changeSettings: (patch) => note({ ...someSettings, ...withoutUndefined(patch) }, 'changeSettings', patch),
    confirmSettings: () => note(someSettings, 'confirmSettings'),
    tellHome: () => Promise.resolve('off'),
    alarmServices: () => note(['mobile_app_phone', 'persistent_notification'], 'alarmServices'),
    setAlarm: (choice) => note(undefined, 'setAlarm', choice),
    testAlarm: () => note(['mobile_app_phone'], 'testAlarm'),
    alarmText: () => Promise.resolve(null),
    phoneServices: () => note(['mobile_app_phone'], 'phoneServices'),
    setPhoneCode: (notify) => note(undefined, 'setPhoneCode', notify),
    keepPhoneCode: () => Promise.resolve(),
    keepTellingHome: () => Promise.resolve(),
    logout: (what) => note(aLogout(), 'logout', what),
    ...given,
  };
  return { asked, ...(app as CliApp) };
};
