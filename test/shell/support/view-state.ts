import type { ViewState } from '../../../src/shared/contract/views.ts';
import type { Problem } from '../../../src/shared/run-report.ts';
import type { Status } from '../../../src/shared/status.ts';
import { intact } from '../../support/told-proof.ts';

/** Noon UTC of a day on which everything was backed up three hours ago. */
export const now = new Date('2026-11-21T12:00:00Z');
const hoursAgo = (hours: number): string => new Date(now.getTime() - hours * 3_600_000).toISOString();

export const safeStatus: Status = {
  safety: 'safe',
  newestVerified: {
    id: '29bd0878',
    name: 'Automatic backup 2026.11.0',
    date: hoursAgo(3),
    confirmedAt: hoursAgo(2.9),
    ageHours: 3,
    archive: 'Home_2026-11-21_0900_automatic_2026.11.0_29bd0878_232933473bed.tar',
    ...intact,
  },
  nextRun: new Date(now.getTime() + 40 * 60_000).toISOString(),
  nextBackup: null,
  lastRun: null,
  running: null,
  signIn: { account: 'm…@example.com', daysLeft: 12, until: '2026-12-03T12:00:00.000Z', due: false },
  home: {
    name: 'Home',
    url: 'http://ha.local:8123',
    encrypted: false,
    version: '2026.11.0',
    seenAt: hoursAgo(1),
    backups: 7,
  },
  icloud: { folder: 'HomeAssistantBackups/Home (a1b2c3d4)', seenAt: hoursAgo(3), backups: 14, bytes: 8_000_000_000 },
  waiting: 0,
  missing: [],
  secretStore: 'keychain',
  pausedUntil: null,
  telling: { on: false, device: null, toldAt: null, trouble: null, alarm: 'off' },
  problems: [],
};

export const safeState: ViewState = {
  revision: 1,
  app: { version: '1.0.0', platform: 'linux', hasTray: true },
  status: safeStatus,
  running: null,
  search: null,
  moved: null,
  doctor: null,
  held: null,
  signIn: { step: 'idle' },
  days: [],
  loginItem: { supported: true, enabled: true, refused: false },
  desktop: {
    notifyProblems: true,
    notifySignIn: true,
    notifySuccess: false,
    pauseOnBattery: false,
    checkUpdates: null,
  },
  update: null,
  notices: [],
  remindsOfSheet: false,
  route: { page: 'home', asked: 0 },
};

export const withStatus = (change: Partial<Status>, state: Partial<ViewState> = {}): ViewState => ({
  ...safeState,
  ...state,
  status: { ...safeStatus, ...change },
});

export const withProblem = (
  code: Problem['code'],
  facts: Problem['facts'] = {},
  change: Partial<Status> = { safety: 'danger' },
): ViewState => withStatus({ ...change, problems: [{ code, facts }] });

export const notSetUp = withStatus({
  safety: 'not-set-up',
  newestVerified: null,
  nextRun: null,
  signIn: null,
  home: null,
  problems: [{ code: 'settings.not-set-up', facts: {} }],
});
