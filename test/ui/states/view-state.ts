import { offerOf } from '../../../src/main/host/sign-in-view.ts';
import type { Problem } from '../../../src/shared/run-report.ts';
import type { DayView, Running, ViewState } from '../../../src/shared/contract/views.ts';
import type { ListedBackup, Status } from '../../../src/shared/status.ts';
import { aVerification, intact } from '../../support/told-proof.ts';

/** A Saturday; everything was backed up three hours ago. */
export const now = new Date('2026-11-21T12:00:00Z');
const hourMs = 3_600_000;
export const hoursFromNow = (hours: number): string => new Date(now.getTime() + hours * hourMs).toISOString();

const folder = 'HomeAssistantBackups/Home (a1b2c3d4)';

export const safeStatus: Status = {
  safety: 'safe',
  newestVerified: {
    id: '29bd0878',
    name: 'Automatic backup 2026.11.2',
    date: hoursFromNow(-3),
    confirmedAt: hoursFromNow(-2.9),
    ageHours: 3,
    archive: 'Home_2026-11-21_0900_automatic_2026.11.2_29bd0878_232933473bed.tar',
    ...intact,
  },
  nextRun: hoursFromNow(0.7),
  nextBackup: hoursFromNow(17.5),
  lastRun: { started: hoursFromNow(-3), finished: hoursFromNow(-2.9), outcome: 'done' },
  running: null,
  signIn: { account: 'm…@example.com', daysLeft: 12, until: hoursFromNow(12 * 24), due: false },
  home: {
    name: 'Home',
    url: 'http://homeassistant.local:8123',
    encrypted: false,
    version: '2026.11.2',
    seenAt: hoursFromNow(-1),
    backups: 7,
  },
  icloud: { folder, seenAt: hoursFromNow(-3), backups: 14, bytes: 17_300_000_000 },
  waiting: 0,
  missing: [],
  secretStore: 'keychain',
  pausedUntil: null,
  telling: { on: false, device: null, toldAt: null, trouble: null, alarm: 'off' },
  problems: [],
};

const dayStates: Readonly<Record<number, DayView['state']>> = { 3: 'issue', 9: 'missed', 16: 'unpulled' };

/** The last 30 days, the first of them before the app was there. */
export const days: readonly DayView[] = Array.from({ length: 30 }, (_none, index) => {
  const state = index < 2 ? 'none' : (dayStates[29 - index] ?? 'backed-up');
  return {
    day: hoursFromNow((index - 29) * 24).slice(0, 10),
    state,
    stored: state === 'backed-up' || state === 'issue' ? 1 : 0,
  };
});

export const safeState: ViewState = {
  revision: 1,
  app: { version: '1.0.0', platform: 'linux', hasTray: true },
  status: safeStatus,
  running: null,
  search: null,
  moved: null,
  doctor: null,
  held: null,
  signIn: offerOf(safeStatus),
  days,
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
  route: { page: 'home', asked: 1 },
};

let revision = 1;

/** Every state is newer than those before it, as main's are. */
export const stateWith = (status: Partial<Status>, change: Partial<ViewState> = {}): ViewState => ({
  ...safeState,
  // What main offers while nobody talks with Apple.
  signIn: offerOf({ ...safeStatus, ...status }),
  ...change,
  revision: (revision += 1),
  status: { ...safeStatus, ...status },
});

export const problem = (code: Problem['code'], facts: Problem['facts'] = {}): Problem => ({ code, facts });

export const notSetUp = stateWith(
  {
    safety: 'not-set-up',
    newestVerified: null,
    nextRun: null,
    lastRun: null,
    signIn: null,
    home: null,
    icloud: { folder: null, seenAt: null, backups: 0, bytes: 0 },
    secretStore: null,
    problems: [problem('settings.not-set-up')],
  },
  { days: days.map((day) => ({ ...day, state: 'none', stored: 0 })) },
);

export const running = (activity: Running['activity'], change: Partial<Running> = {}): Running => ({
  what: 'backup',
  activity,
  cancelling: false,
  since: hoursFromNow(-0.1),
  secondsLeft: 380,
  ...change,
});

export const listed = (change: Partial<ListedBackup> = {}): ListedBackup => ({
  id: '29bd0878',
  name: 'Automatic backup 2026.11.2',
  date: hoursFromNow(-3),
  size: 1_240_000_000,
  kind: 'automatic',
  protected: true,
  where: ['home-assistant', 'icloud'],
  instance: 'Home',
  verification: aVerification({ defects: [], confirmedAt: hoursFromNow(-2.9) }),
  remote: `${folder}/Home_2026-11-21_0900_automatic_2026.11.2_29bd0878_232933473bed.tar`,
  haVersion: '2026.11.2',
  sha256: 'c'.repeat(64),
  computer: 'Study',
  next: 'keep',
  reason: 'young',
  ...change,
});

const daily = (index: number): ListedBackup =>
  listed({
    id: `29bd08${index}`,
    date: hoursFromNow(-3 - 24 * index),
    size: 1_240_000_000 - (index % 30) * 7_300_000,
    where: index < 4 ? ['home-assistant', 'icloud'] : ['icloud'],
    remote: `${folder}/Home_${index}.tar`,
    verification: aVerification({ defects: [], confirmedAt: hoursFromNow(-2.9 - 24 * index) }),
  });

/** Both sides with every kind of row there is. */
export const backups: readonly ListedBackup[] = [
  listed({
    id: 'new1',
    name: 'Before the heating experiment',
    date: hoursFromNow(-0.5),
    kind: 'manual',
    where: ['home-assistant'],
    verification: null,
    remote: null,
    next: 'pull',
    reason: 'new',
  }),
  daily(0),
  daily(1),
  listed({
    id: 'upd1',
    name: 'core_mosquitto_6.4.1',
    date: hoursFromNow(-40),
    size: 4_200_000,
    kind: 'update',
    protected: false,
    where: ['home-assistant'],
    verification: null,
    remote: null,
    next: 'leave',
    reason: 'unprotected',
  }),
  daily(2),
  listed({
    ...daily(3),
    verification: aVerification({ defects: ['app-missing core_ssh'], confirmedAt: hoursFromNow(-75) }),
  }),
  daily(4),
  listed({ ...daily(28), next: 'delete', reason: 'expired' }),
];

const longName = 'Vollständige Sicherungskopie vor der Aktualisierung der Heizungssteuerungsanlage 80';

/** German lengths, and names as long as Home Assistant lets them be. */
export const longTexts = stateWith(
  {
    safety: 'danger',
    newestVerified: { ...safeStatus.newestVerified, name: longName } as Status['newestVerified'],
    home: {
      name: 'Donaudampfschifffahrtsgesellschaftskapitänshaus am Vierwaldstättersee',
      url: 'https://home-assistant.donaudampfschifffahrtsgesellschaft.example.com:8123',
      encrypted: true,
      version: '2026.11.2',
      seenAt: hoursFromNow(-1),
      backups: 1234,
    },
    problems: [
      problem('ha.tls-untrusted', { host: 'home-assistant.donaudampfschifffahrtsgesellschaft.example.com' }),
      problem('cloud.folder-missing', { folder: `HomeAssistantBackups/${longName}` }),
    ],
  },
  {
    running: running({
      phase: 'transferring',
      download: { name: longName, bytes: 310_000_000, total: 1_240_000_000 },
      upload: { name: longName, bytes: 800_000_000, total: 1_240_000_000, finishing: false },
      waiting: 12,
    }),
  },
);

export const longBackups: readonly ListedBackup[] = [
  listed({ name: longName, instance: 'Donaudampfschifffahrtsgesellschaftskapitänshaus' }),
  listed({
    id: 'long2',
    name: 'A'.repeat(80),
    where: ['home-assistant'],
    verification: null,
    remote: null,
    next: 'pull',
    reason: 'new',
  }),
];

/** One a day, every hundredth made by hand; the newest first. */
export const manyBackups = (count: number): readonly ListedBackup[] =>
  Array.from({ length: count }, (_none, index) => ({
    ...daily(index),
    id: `id${index}`,
    ...(index % 100 === 50 ? { kind: 'manual' as const, name: `Before the heating experiment ${index}` } : {}),
  }));
