import type { FoundHome, HomeProbe, ViewState } from '../../../src/shared/contract/views.ts';
import type { SignInView } from '../../../src/shared/icloud/sign-in-view.ts';
import type { Problem } from '../../../src/shared/run-report.ts';
import type { UserSettings } from '../../../src/shared/user-settings.ts';
import { ok, type Answers } from './answers.ts';
import { found, foundSchedule, neverSet } from './found.ts';
import { hoursFromNow, notSetUp, problem, running, safeStatus, stateWith } from './view-state.ts';

export const token = `eyJhbGciOiJIUzI1NiJ9.${'x'.repeat(160)}`;
const homes: readonly FoundHome[] = [
  { name: 'Home', url: 'http://homeassistant.local:8123', version: '2026.11.2' },
  { name: 'Allotment', url: 'http://192.168.1.40:8123', version: '2026.10.1' },
];
const settings: UserSettings = {
  retentionDays: 14,
  keep: 3,
  lookMinutes: 60,
  createIfOlderThanHours: null,
  requireProtected: false,
  monthlyTest: true,
  bandwidth: null,
  proxy: null,
  caFile: null,
  stagingBudgetBytes: 8 * 1024 ** 3,
  sensors: false,
  alarmAfterMinutes: null,
  alarmNotify: [],
  phoneCodeNotify: [],
  computerName: 'Desk',
  adoptedComputers: [],
  pausedUntil: null,
};
export const certificate = problem('ha.tls-untrusted', {
  url: 'https://homeassistant.local:8123',
  fingerprint: Array.from({ length: 32 }, (_, index) => (index * 7 + 16).toString(16).toUpperCase()).join(':'),
  subject: 'CN=homeassistant.local',
  issuer: 'CN=homeassistant.local',
  validTo: 'Nov 21 12:00:00 2036 GMT',
});

const route = { page: 'setup', asked: 2 } as const;
export const fresh: ViewState = { ...notSetUp, route, loginItem: { supported: true, enabled: false, refused: false } };
/** Where the set-up stands, by what is there already. */
export const at = (status: Partial<ViewState['status']>, change: Partial<ViewState> = {}): ViewState =>
  stateWith(
    { ...fresh.status, home: safeStatus.home, secretStore: 'keychain', ...status },
    { days: fresh.days, route, loginItem: fresh.loginItem, ...change },
  );
export const { signIn } = safeStatus;

/** What answers at an address: nothing that anybody has to be asked about, unless a test says so. */
export const probed = (change: Partial<HomeProbe> = {}): HomeProbe => ({
  url: 'http://homeassistant.local:8123',
  name: null,
  version: null,
  encrypted: false,
  needsConsent: false,
  hadHttps: false,
  alternatives: [],
  ...change,
});

export const answers: Answers = {
  'setup.find-homes': () => ok([...homes]),
  'setup.check-secrets': () => ok('keychain'),
  'setup.probe': ({ url }) => ok(probed({ url })),
  'setup.connect': () => ok(found),
  'setup.sign-in': () => ok(found),
  'setup.improve-home': () =>
    ok({ schedule: { ...foundSchedule, keepsCopies: 7, protected: true }, offers: [], warnings: [] }),
  'setup.sign-in-cancel': () => ok(null),
  'sheet.confirm': () => ok(null),
  open: () => ok(null),
  'settings.read': () => ok(settings),
  'settings.change': () => ok(settings),
  'retention.preview': () => ok({ dryRun: true, held: null, backups: [], removed: [] }),
};

export const setupSize = { width: 760, height: 720 };

const withProblem = (given: Problem): Answers => ({
  ...answers,
  'setup.connect': () => ({ ok: false, problem: given }),
});
export const signingIn = (view: SignInView): ViewState => at({ signIn: null }, { signIn: view });

/** What a person does on the way to a page: press what leads on, have Home Assistant set, paste by hand, type the token, open what is folded. */
export type Step = 'go' | 'paste' | 'token' | 'more' | 'set';
/** The first of the ways that there are, or the button that goes on. */
export const leadsOn = '.setup-ways button, .button-primary:enabled';

export interface SetupCase {
  readonly name: string;
  readonly title: string;
  readonly state?: ViewState;
  readonly answers?: Answers;
  readonly steps?: readonly Step[];
  /** A sentence that comes last. */
  readonly seen?: string;
}

/** Every page of the first steps. */
export const setupCases: readonly SetupCase[] = [
  { name: 'choose', title: 'Your Home Assistant, safe in iCloud Drive' },
  {
    name: 'choose-lost',
    title: 'Your Home Assistant, safe in iCloud Drive',
    state: {
      ...fresh,
      status: {
        ...fresh.status,
        problems: [problem('settings.broken', { lost: 'everything' }), ...fresh.status.problems],
      },
    },
    seen: 'The settings were lost',
  },
  { name: 'find', title: 'Where is your Home Assistant?', steps: ['go'] },
  {
    name: 'find-none',
    title: 'Where is your Home Assistant?',
    answers: { ...answers, 'setup.find-homes': () => ok([]) },
    steps: ['go', 'go'],
  },
  { name: 'sign-in', title: 'Give this app access', steps: ['go', 'go'] },
  {
    name: 'sign-in-waiting',
    title: 'Give this app access',
    answers: { ...answers, 'setup.sign-in': () => new Promise<never>(() => undefined) },
    steps: ['go', 'go', 'go'],
    seen: 'Waiting for you in the browser',
  },
  {
    name: 'sign-in-unfinished',
    title: 'Give this app access',
    answers: {
      ...answers,
      'setup.sign-in': () => ({ ok: false, problem: problem('ha.sign-in-unfinished', { reason: 'late' }) }),
    },
    steps: ['go', 'go', 'go'],
    seen: 'Nobody signed in within ten minutes.',
  },
  {
    name: 'sign-in-refused',
    title: 'Give this app access',
    answers: {
      ...answers,
      'setup.sign-in': () => ({
        ok: false,
        problem: problem('ha.sign-in-refused', { status: 403, says: 'User is not active' }),
      }),
    },
    steps: ['go', 'go', 'go'],
    seen: 'It says: User is not active.',
  },
  { name: 'token', title: 'Give this app access', steps: ['go', 'go', 'paste'] },
  {
    name: 'token-tls',
    title: 'Give this app access',
    answers: withProblem(certificate),
    steps: ['go', 'go', 'token', 'go'],
  },
  {
    name: 'token-refused',
    title: 'Give this app access',
    answers: withProblem(problem('ha.token-invalid')),
    steps: ['go', 'go', 'token', 'go'],
  },
  {
    name: 'token-redirected',
    title: 'Give this app access',
    answers: withProblem(problem('ha.redirected', { to: 'https://home.example.org' })),
    steps: ['go', 'go', 'token', 'go'],
  },
  {
    name: 'token-starting',
    title: 'Give this app access',
    answers: withProblem(problem('ha.starting')),
    steps: ['go', 'go', 'token', 'go'],
  },
  { name: 'found', title: 'Home Assistant 2026.11 found', steps: ['go', 'go', 'go'] },
  {
    name: 'found-nothing-set',
    title: 'Home Assistant 2026.11 found',
    answers: { ...answers, 'setup.sign-in': () => ok(neverSet) },
    steps: ['go', 'go', 'go'],
  },
  {
    name: 'found-outdated',
    title: 'Home Assistant 2026.11 found',
    answers: { ...answers, 'setup.improve-home': () => ({ ok: false, problem: problem('ha.offer-outdated') }) },
    steps: ['go', 'go', 'go', 'set'],
    seen: 'The settings in Home Assistant have changed',
  },
  {
    name: 'found-set',
    title: 'Home Assistant 2026.11 found',
    steps: ['go', 'go', 'go', 'set'],
    seen: 'Home Assistant is set.',
  },
  { name: 'kit', title: 'Save the emergency kit', steps: ['go', 'go', 'go', 'set', 'go'] },
  { name: 'kit-check', title: 'Save the emergency kit', steps: ['go', 'go', 'go', 'set', 'go', 'more'] },
  {
    name: 'kit-unsaved',
    title: 'Save the emergency kit',
    steps: ['go', 'go', 'go', 'set', 'go', 'go'],
    seen: 'Tick this once it is saved, or choose Later.',
  },
  { name: 'account', title: 'Your Apple Account', state: at({ signIn: null }) },
  {
    name: 'account-code',
    title: 'Your Apple Account',
    state: signingIn({ step: 'device-code', account: 'm@example.com', resendAt: hoursFromNow(0.01), problem: null }),
  },
  {
    name: 'account-done',
    title: 'Your Apple Account',
    state: at({ signIn: null }, { signIn: { step: 'done', until: hoursFromNow(720) } }),
  },
  {
    name: 'plan',
    title: 'Recommended settings',
    state: at({ signIn }),
    steps: ['more'],
  },
  {
    name: 'running',
    title: 'The first backup is running',
    state: at(
      { signIn, safety: 'busy' },
      {
        running: running({
          phase: 'transferring',
          upload: { name: 'Automatic backup', bytes: 520_000_000, total: 1_240_000_000, finishing: false },
          waiting: 2,
        }),
      },
    ),
  },
  {
    name: 'finished',
    title: 'All set. Backups are automatic now',
    state: at({ signIn, newestVerified: safeStatus.newestVerified }),
    seen: 'Backups are kept for 14 days',
  },
  {
    name: 'finished-no-tray',
    title: 'All set. Backups are automatic now',
    state: at(
      { signIn, newestVerified: safeStatus.newestVerified },
      { app: { version: '1.0.0', platform: 'linux', hasTray: false } },
    ),
    seen: "You only hear from us when needed. This computer doesn't show the icon: open the app again to show this window.",
  },
];
