import { describe, expect, it } from 'vitest';
import type { ViewState } from '../../src/shared/contract/views.ts';
import { hoursFromNow, problem, running, safeStatus } from './support/states.ts';
import { ok, type Answers, type AppWindow } from './support/window.ts';
import {
  answers,
  at,
  certificate,
  cleanInEveryLook,
  fresh,
  press,
  signIn,
  signingIn,
  titled,
  toFind,
  toFound,
  toToken,
  tryToken,
  useSetup,
  withProblem,
} from './setup-world.ts';

const openSetup = useSetup();

interface Case {
  readonly name: string;
  readonly title: string;
  readonly state?: ViewState;
  readonly answers?: Answers;
  readonly walk?: (window: AppWindow) => Promise<void>;
}

const cases: readonly Case[] = [
  { name: 'choose', title: 'Your Home Assistant, safe in iCloud Drive' },
  { name: 'find', title: 'Where is your Home Assistant?', walk: toFind },
  {
    name: 'find-none',
    title: 'Where is your Home Assistant?',
    answers: { ...answers, 'setup.find-homes': () => ok([]) },
    walk: async (window) => {
      await press(window, 'Set up backups');
      await press(window, 'Continue');
    },
  },
  { name: 'token', title: 'Let this app in', walk: toToken },
  { name: 'token-tls', title: 'Let this app in', answers: withProblem(certificate), walk: tryToken },
  {
    name: 'token-refused',
    title: 'Let this app in',
    answers: withProblem(problem('ha.token-invalid')),
    walk: tryToken,
  },
  {
    name: 'token-redirected',
    title: 'Let this app in',
    answers: withProblem(problem('ha.redirected', { to: 'https://home.example.org' })),
    walk: tryToken,
  },
  {
    name: 'token-starting',
    title: 'Let this app in',
    answers: withProblem(problem('ha.starting')),
    walk: tryToken,
  },
  { name: 'found', title: 'Found Home', walk: toFound },
  { name: 'account', title: 'Your Apple account', state: at({ signIn: null }) },
  {
    name: 'account-code',
    title: 'Your Apple account',
    state: signingIn({ step: 'device-code', account: 'm@example.com', resendAt: hoursFromNow(0.01), problem: null }),
  },
  {
    name: 'account-done',
    title: 'Your Apple account',
    state: at({ signIn: null }, { signIn: { step: 'done', until: hoursFromNow(720) } }),
  },
  {
    name: 'plan',
    title: 'Good choices are made already',
    state: at({ signIn }),
    walk: async ({ page }) => {
      await expect.poll(() => page.getByLabel('Keep copies for').inputValue()).toBe('14');
      await page.getByText('More choices').click();
    },
  },
  {
    name: 'running',
    title: 'The first backup is on its way',
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
    title: 'All set. From now on this happens by itself',
    state: at({ signIn, newestVerified: safeStatus.newestVerified }),
    walk: async ({ page }) => {
      await page.getByText('Copies are kept for 14 days').waitFor();
    },
  },
  {
    name: 'finished-no-tray',
    title: 'All set. From now on this happens by itself',
    state: at(
      { signIn, newestVerified: safeStatus.newestVerified },
      { app: { version: '1.0.0', platform: 'linux', hasTray: false } },
    ),
    walk: async ({ page }) => {
      await page
        .getByText(
          'You hear from this app only when something needs you. This computer does not show its icon: start the app again to open this window.',
          { exact: true },
        )
        .waitFor();
    },
  },
];

describe('set-up', () => {
  it.each(cases)('is clean however it is looked at: $name', async (shown) => {
    const window = await openSetup(shown.state ?? fresh, { answers: shown.answers ?? answers });
    await shown.walk?.(window);
    await titled(window, shown.title);
    await cleanInEveryLook(window, shown.name);
  });
});
