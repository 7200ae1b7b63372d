import { expect } from 'vitest';
import type { FoundHome, SignInView, ViewState } from '../../src/shared/contract/views.ts';
import type { Problem } from '../../src/shared/run-report.ts';
import type { SetupResult } from '../../src/shared/status.ts';
import type { UserSettings } from '../../src/shared/user-settings.ts';
import { useBrowser } from './support/browser.ts';
import { hoursFromNow, notSetUp, problem, safeStatus, stateWith } from './support/states.ts';
import { ok, type Answers, type AppWindow, type WindowOptions } from './support/window.ts';

export const token = `eyJhbGciOiJIUzI1NiJ9.${'x'.repeat(160)}`;
const homes: readonly FoundHome[] = [
  { name: 'Home', url: 'http://homeassistant.local:8123', version: '2026.11.2' },
  { name: 'Allotment', url: 'http://192.168.1.40:8123', version: '2026.10.1' },
];
export const found: SetupResult = {
  url: 'http://homeassistant.local:8123',
  name: 'Home',
  version: '2026.11.2',
  installType: 'os',
  admin: true,
  instanceId: 'a1b2c3d4',
  schedule: {
    automatic: true,
    recurrence: 'daily',
    keepsCopies: 3,
    keepsDays: null,
    protected: false,
    next: hoursFromNow(17),
  },
  backups: 5,
  needsBytes: 17_400_000_000,
  secretStore: 'keychain',
  folder: 'HomeAssistantBackups/Home (a1b2c3d4)',
  warnings: [problem('ha.keeps-too-few', { days: 3 }), problem('ha.unprotected')],
};
const settings: UserSettings = {
  retentionDays: 14,
  keep: 3,
  lookMinutes: 60,
  createIfOlderThanHours: null,
  requireProtected: false,
  bandwidth: null,
  proxy: null,
  caFile: null,
  stagingBudgetBytes: 8 * 1024 ** 3,
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

export const answers: Answers = {
  'setup.find-homes': () => ok([...homes]),
  'setup.connect': () => ok(found),
  'settings.read': () => ok(settings),
  'settings.change': () => ok(settings),
  'retention.preview': () => ok({ dryRun: true, held: null, backups: [], removed: [] }),
};

/** The window that set-up is seen in. */
export const useSetup = (): ((state: ViewState, options?: Partial<WindowOptions>) => Promise<AppWindow>) => {
  const open = useBrowser();
  return async (state, options = {}) => await open({ size: { width: 760, height: 720 }, answers, ...options, state });
};

export const press = async ({ page }: AppWindow, name: string): Promise<void> => {
  await page.getByRole('button', { name: new RegExp(`^${name}`) }).click();
};
export const titled = async ({ page }: AppWindow, title: string): Promise<void> => {
  await expect.poll(() => page.locator('h1').textContent()).toBe(title);
};

export const toFind = async (window: AppWindow): Promise<void> => {
  await press(window, 'Set up backups');
  await expect.poll(() => window.page.getByText('2 found on your network').count()).toBe(1);
};
export const toToken = async (window: AppWindow): Promise<void> => {
  await toFind(window);
  await press(window, 'Continue');
  await titled(window, 'Let this app in');
};
export const toFound = async (window: AppWindow): Promise<void> => {
  await toToken(window);
  await window.page.getByLabel('Access token').fill(token);
  await press(window, 'Connect');
  await titled(window, 'Found Home');
};

export const cleanInEveryLook = async (window: AppWindow, name: string): Promise<void> => {
  for (const colorScheme of ['light', 'dark'] as const) {
    await window.page.emulateMedia({ colorScheme });
    await window.shoot(`setup-${name}-${colorScheme}`);
    await window.expectClean();
  }
  await window.page.setViewportSize({ width: 380, height: 400 });
  await window.page.emulateMedia({ forcedColors: 'active' });
  await window.shoot(`setup-${name}-forced`);
  await window.expectClean();
};

export const withProblem = (given: Problem): Answers => ({
  ...answers,
  'setup.connect': () => ({ ok: false, problem: given }),
});
export const tryToken = async (window: AppWindow): Promise<void> => {
  await toToken(window);
  await window.page.getByLabel('Access token').fill(token);
  await press(window, 'Connect');
  await window.page.getByRole('alert').filter({ hasText: /\w/ }).first().waitFor();
};
export const signingIn = (view: SignInView): ViewState => at({ signIn: null }, { signIn: view });
