import { describe, expect, it } from 'vitest';
import { homeCases, type HomeCase } from './states/home.ts';
import { useBrowser } from './support/browser.ts';
import { list, rowsOf } from './support/home.ts';
import { hoursFromNow, problem, stateWith } from './states/view-state.ts';
import { ok } from './states/answers.ts';
import type { WindowOptions } from './support/window.ts';

const open = useBrowser();

/** Opened, and everything there that comes later. */
const openCase = async ({ state, title, backups = [] }: HomeCase, options: Partial<WindowOptions> = {}) => {
  const list = () => ok({ backups: [...backups], problems: [] });
  const window = await open({ ...options, state, answers: { 'backups.list': list } });
  await expect.poll(() => window.page.locator('.hero-title').textContent()).toBe(title);
  // In a low window some of the rows are out of view, and not drawn.
  if (backups.length > 0) await expect.poll(() => rowsOf(window).count()).toBeGreaterThan(0);
  return window;
};

const telling = homeCases.filter(({ name }) => ['safe', 'busy', 'danger', 'long-texts', 'notice'].includes(name));

describe('home', () => {
  it.each(homeCases)('is clean in light, in dark and where it tells most in forced colours: $name', async (shown) => {
    const window = await openCase(shown);
    for (const colorScheme of ['light', 'dark'] as const) {
      await window.page.emulateMedia({ colorScheme });
      await window.shoot(`home-${shown.name}-${colorScheme}`);
      await window.expectClean();
    }
    if (!telling.includes(shown)) return;
    await window.page.emulateMedia({ colorScheme: 'light', forcedColors: 'active' });
    await window.shoot(`home-${shown.name}-forced`);
    await window.expectClean();
  });

  it.each(telling)('reflows at 200 % and in the narrowest window: $name', async (shown) => {
    const window = await openCase(shown, { size: { width: 470, height: 350 }, scale: 2 });
    await window.shoot(`home-${shown.name}-200`);
    await window.expectClean();
    await window.page.setViewportSize({ width: 320, height: 480 });
    await window.expectClean();
  });

  it.each([
    [1, [], '1 day left'],
    [0, [], 'Less than a day left'],
    [-1, [], 'A code may be needed soon'],
    [-1, [problem('icloud.trust-expired')], 'Needs a code'],
    [12, [problem('icloud.trust-expired')], 'Needs a code'],
    [12, [problem('icloud.account-locked')], 'Action needed'],
  ])('says how the sign-in stands: %i days, %j', async (daysLeft, problems, words) => {
    const signIn = { account: 'm…@example.com', daysLeft, until: hoursFromNow(daysLeft * 24 + 2), due: true };
    const window = await open({ state: stateWith({ signIn, problems }), answers: list() });
    await window.page.getByRole('region', { name: 'At a glance' }).getByText(words, { exact: true }).waitFor();
  });

  it.each(['darwin', 'win32'] as const)('fits %s', async (platform) => {
    const [safe] = homeCases;
    if (!safe) throw new Error('no case');
    const state = { ...safe.state, app: { ...safe.state.app, platform } };
    const window = await openCase({ ...safe, state });
    await window.shoot(`home-safe-${platform}`);
    await window.expectClean();
  });
});
