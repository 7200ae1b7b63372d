import { aTest } from '../cli/a-ladder.ts';
import { AppError } from '../../src/core/errors/app-error.ts';
import type { SignInStep } from '../../src/core/icloud/sign-in.ts';
import { keyCalls } from './terminal-key-calls.ts';
import { restoreEnds } from '../../src/shared/into-home.ts';
import type { Status } from '../../src/shared/status.ts';
import { aDialog } from '../cli/a-dialog.ts';
import { aLogout, aPrune, aReport, anOffer, aSetup, aStatus, fakeApp, someSettings } from '../cli/fake-app.ts';
import { aList, listed } from '../cli/a-list.ts';
import { aMixedReport, tellAll } from '../cli/a-doctor.ts';
import { aPlaced, aStart } from '../cli/a-placed.ts';
import { now, type TerminalCall } from './terminal-call.ts';
import { checks, insides } from './terminal-file-calls.ts';
import { settingNames } from './terminal-names.ts';

const failing = (error: AppError) => (): Promise<never> => Promise.reject(error);
const tty = { tty: true, columns: 400 };
const env = { HA_ICLOUD_BACKUP_TOKEN: 'the-token', HA_ICLOUD_BACKUP_APPLE_PASSWORD: 'the-password' };
const yesNo = ['y/N'];

const alarmed = (alarm: Status['telling']['alarm'], alarmAfterMinutes: number): NonNullable<TerminalCall['app']> => ({
  status: now(aStatus({ telling: { ...aStatus().telling, alarm } })),
  readSettings: now({ ...someSettings, alarmAfterMinutes, alarmNotify: ['mobile_app_phone'] }),
  alarmText: now(alarm === 'by-hand' ? '\n' : null),
});

const wrongCalls: readonly TerminalCall[] = [
  '',
  'unknown',
  '--url x setup',
  'status more',
  'status --wrong',
  'status --ä',
  'setup --url=',
  'setup --url h --keep 0',
  'setup --url h --folder-change later',
  'setup --url h --accept-certificate AB:CD',
  'setup --url h',
  'login --apple-id me@example.com',
  'status --json=x',
  'restore --to d',
  'restore 1a --into-home-assistant --only core_ssh',
  'keys lose',
  'keys forget',
  'restore 1a --to d --into-home-assistant',
  'restore 1a --to d --url h',
  'check',
  'salvage --to d',
  'extract x.tar --to d',
  'prune',
  'logout --apple --ha',
  'settings nothing',
  'status --token x',
].map((argv) => ({ argv, typed: ['move', 'anew', 'renamed'] }));

const folderChanged = new AppError('cloud.folder-changed', { from: 'A1', to: 'B2', copies: 3 });
const certificate = { fingerprint: 'AB:CD', subject: 'ha.local', issuer: 'ca.local', validTo: '2036' };

const setups: readonly TerminalCall[] = [
  { argv: 'setup --url ha.local', options: { ...tty, input: 'the-token\r' } },
  { argv: 'setup --url ha.local', options: { ...tty, input: '\r' } },
  {
    argv: 'setup --url ha.local',
    options: { env },
    app: { setUp: now(aSetup({ encrypted: true, schedule: null })), status: now(aStatus({ signIn: null })) },
  },
  ...(['os', 'supervised', 'container', 'core', 'unknown'] as const).map((installType) => ({
    argv: 'setup --url ha.local',
    options: { env },
    app: { setUp: now(aSetup({ installType, instanceId: null })) },
  })),
  ...(
    [
      { automatic: false, recurrence: 'never', keepsCopies: null, keepsDays: null, protected: false, next: null },
      { automatic: true, recurrence: 'custom_days', keepsCopies: 3, keepsDays: 7, protected: true, next: null },
      { automatic: true, recurrence: 'never', keepsCopies: null, keepsDays: 7, protected: true, next: null },
    ] as const
  ).map((schedule) => ({ argv: 'setup --url ha.local', options: { env }, app: { setUp: now(aSetup({ schedule })) } })),
  {
    argv: 'setup --url ha.local',
    app: { setUp: failing(folderChanged) },
    options: { ...tty, env, input: '' },
    typed: ['move', 'anew', 'renamed', 'A1', 'B2'],
  },
  {
    argv: 'setup --url ha.local',
    app: {
      setUp: now(
        aSetup({
          offers: [
            { what: 'schedule', apps: true, keeps: 7 },
            { what: 'schedule', apps: false, keeps: null },
            { what: 'encryption' },
            anOffer,
          ],
        }),
      ),
    },
    options: { ...tty, env, input: 'y\ny\ny\ny\n' },
    typed: ['http://homeassistant.local:8123/config/backup/settings', ...yesNo],
  },
  ...[certificate, { fingerprint: 'AB:CD' }].map((facts) => ({
    argv: 'setup --url ha.local',
    app: { setUp: failing(new AppError('ha.tls-untrusted', facts)) },
    options: { ...tty, env, input: 'n\n' },
    typed: ['SHA', 'AB:CD', 'ca.local', ...yesNo],
  })),
  {
    argv: 'setup --url ha.local',
    app: { setUp: failing(new AppError('ha.unencrypted', { url: 'http://192.168.1.20:8123' })) },
    options: { ...tty, env, input: 'n\n' },
    typed: yesNo,
  },
];

const device: SignInStep = { step: 'device-code' };
const phones: SignInStep = { step: 'choose-phone', phones: [{ id: '7', label: '+49 ••• 12' }] };
const phone: SignInStep = { step: 'phone-code', phone: '+49 ••• 12' };

const logins: readonly TerminalCall[] = [
  {
    argv: 'login --apple-id me@example.com',
    app: {
      signIn: () => Promise.resolve(aDialog([device, phones, phone, { step: 'ask-again' }])),
      approve: (waiting) => {
        waiting(new Date('2026-11-21T12:05:00.000Z'));
        return Promise.resolve();
      },
    },
    options: { ...tty, input: 'the-password\rsms\n1\n111111\nagain\n' },
  },
];

const statusOf = (given: Partial<Status>): TerminalCall => ({ argv: 'status', app: { status: now(aStatus(given)) } });
const signIn = { account: 'me@example.com', until: '2026-12-03T18:00:00.000Z' };

const statuses: readonly TerminalCall[] = [
  { argv: 'status' },
  statusOf({ safety: 'waiting', newestVerified: null, nextRun: null, waiting: 2 }),
  statusOf({ safety: 'danger', newestVerified: null, home: null, signIn: null }),
  statusOf({ safety: 'not-set-up', newestVerified: null, home: null, signIn: null, secretStore: null }),
  statusOf({ icloud: { folder: null, seenAt: null, backups: 0, bytes: 0 } }),
  statusOf({ pausedUntil: '2026-11-21T13:00:00.000Z', nextRun: '2026-11-21T13:00:00.000Z' }),
  statusOf({ running: { since: '2026-11-21T11:58:00.000Z', pid: 4711 } }),
  statusOf({ signIn: { ...signIn, daysLeft: 0, due: true } }),
  statusOf({ signIn: { ...signIn, daysLeft: -1, due: true, until: '2026-11-21T11:00:00.000Z' } }),
  ...[0.5, 5, 100].map((ageHours) => {
    const { newestVerified } = aStatus();
    return statusOf({ newestVerified: newestVerified && { ...newestVerified, ageHours } });
  }),
  ...(['done', 'warnings', 'failed', 'cancelled'] as const).map((outcome) =>
    statusOf({ lastRun: { started: '2026-11-21T04:15:00.000Z', finished: '2026-11-21T04:20:00.000Z', outcome } }),
  ),
];

const doctors: readonly TerminalCall[] = [
  {
    argv: 'doctor --apple',
    app: {
      doctor: (_, onLine) => Promise.resolve(tellAll(aMixedReport(), onLine)),
    },
    typed: ['rclone', 'WebSocket'],
  },
];

const nothing = { backups: [], problems: [] };
const looked = ['', 'HomeAssistantBackups'];

const lists: readonly TerminalCall[] = [
  { argv: 'list' },
  { argv: 'list --all-instances' },
  {
    argv: 'list --all-instances',
    app: {
      list: now({
        ...nothing,
        folder: 'HomeAssistantBackups',
        backups: [listed({ reason: 'stored-by-newer', protected: false, plainParts: ['x.tar.gz'] })],
        search: { looked, left: 0, found: ['HomeAssistantBackups', 'A1'] },
      }),
    },
  },
  { argv: 'list', app: { list: now({ ...aList(), backups: [listed({ verification: null, next: 'keep' })] }) } },
  { argv: 'list', app: { list: now(nothing) } },
  { argv: 'list', app: { list: now({ ...nothing, folder: 'HomeAssistantBackups' }) } },
  { argv: 'list --all-instances', app: { list: now(nothing) } },
  { argv: 'list --folder A1', app: { list: now({ ...nothing, folder: 'A1' }) } },
  { argv: 'list --folder A1', app: { list: now({ ...nothing, search: { looked, left: 2, found: [] } }) } },
];

const problem = { code: 'archive.torn', facts: {} } as const;
const outcomes = (['stored', 'already-stored', 'refused', 'failed'] as const).map((outcome) => ({
  id: '1a2b3c4d',
  name: 'Home',
  outcome,
}));

const runs: readonly TerminalCall[] = [
  { argv: 'backup' },
  { argv: 'backup', app: { backUp: now(aReport({ backups: [] })) } },
  { argv: 'backup', app: { backUp: failing(new AppError('sync.cancelled')) } },
  ...(['done', 'warnings', 'failed', 'cancelled'] as const).map((outcome) => ({
    argv: 'backup',
    app: { backUp: now(aReport({ outcome, backups: outcomes, pruned: ['a.tar'], warnings: [problem], problem })) },
  })),
  { argv: 'backup', app: { backUp: now(aReport({ outcome: 'failed', backups: [], problem })) } },
  {
    argv: 'watch',
    app: {
      watch: (listener) => {
        listener.onStatus(aStatus());
        listener.onReport(aReport(), 'schedule');
        return Promise.resolve();
      },
    },
  },
];

const prunes: readonly TerminalCall[] = [
  { argv: 'prune --dry-run' },
  { argv: 'prune --dry-run', app: { prune: now(aPrune({ backups: [] })) } },
  { argv: 'prune --dry-run', app: { prune: now(aPrune({ held: { code: 'sync.clock-skew', facts: {} } })) } },
  { argv: 'prune', options: { ...tty, input: 'n\n' }, typed: yesNo },
  { argv: 'prune --yes' },
  { argv: 'prune --yes', app: { prune: now(aPrune({ dryRun: false })) } },
  { argv: 'pin 1a2b' },
  { argv: 'pin 1a2b --off' },
  { argv: 'alarm' },
  { argv: 'alarm --after 3d --notify mobile_app_phone' },
  { argv: 'alarm --after 12h --notify mobile_app_phone', app: alarmed('waiting', 720) },
  { argv: 'alarm --after 90m --notify mobile_app_phone', app: alarmed('by-hand', 90) },
  { argv: 'alarm', app: alarmed('on', 4320) },
  { argv: 'alarm --test' },
  { argv: 'alarm --test', app: { testAlarm: now([]) } },
  { argv: 'alarm --off --test' },
  { argv: 'alarm --after soon' },
  { argv: 'phone-code', app: { phoneServices: now([]) } },
  { argv: 'phone-code', app: { readSettings: now({ ...someSettings, phoneCodeNotify: ['mobile_app_phone'] }) } },
  { argv: 'phone-code --notify mobile_app_phone' },
  { argv: 'phone-code --off --notify mobile_app_phone' },
  { argv: 'removed' },
  { argv: 'removed', app: { acceptRemoval: now(0) } },
  { argv: 'restore 1a2b --to d' },
  ...(['came-back', 'same-bytes', 'failed'] as const).map((verdict) => ({
    argv: 'test 1a2b',
    app: { test: now(aTest({ verdict, problem: verdict === 'failed' ? problem : null })) },
  })),
  { argv: 'sheet --to home.html' },
  ...keyCalls,
  { argv: 'sheet --to home.html --with-key' },
  { argv: 'restore 1a2b --into-home-assistant' },
  { argv: 'restore 1a2b --into-home-assistant --start', options: { ...tty, input: 'y\ny\n' }, typed: yesNo },
  { argv: 'restore 1a2b --into-home-assistant --start', options: { ...tty, input: 'n\n' }, typed: yesNo },
  { argv: 'restore 1a2b --into-home-assistant --start' },
  {
    argv: 'restore 1a2b --into-home-assistant --start --only homeassistant --without database',
    options: { ...tty, input: 'n\n' },
    typed: yesNo,
  },
  ...restoreEnds.map((end) => ({
    argv: 'restore 1a2b --into-home-assistant --start --yes',
    app: { startRestore: now(aStart({ end, leftOut: ['core_ssh'] })) },
  })),
  {
    argv: 'restore 1a2b --into-home-assistant',
    app: { restoreIntoHome: now(aPlaced({ uploaded: false })) },
  },
];

const rest: readonly TerminalCall[] = [
  { argv: 'settings', typed: ['yes', 'no', 'none', 'never', ...settingNames] },
  { argv: 'settings require-protected maybe' },
  {
    argv: 'logout --all',
    app: {
      logout: now(
        aLogout({
          removed: ['apple', 'ha-token', 'own-token', 'sensors', 'backup-keys', 'config', 'staging', 'settings'],
        }),
      ),
    },
  },
  { argv: 'status', app: { status: failing(new AppError('disk.full')) } },
];

const calls: readonly TerminalCall[] = [
  ...wrongCalls,
  ...setups,
  ...logins,
  ...statuses,
  ...doctors,
  ...lists,
  ...runs,
  ...prunes,
  ...insides,
  ...checks,
  ...rest,
];

export const terminalCalls = calls.map((call) => ({ ...call, app: fakeApp(call.app) }));
