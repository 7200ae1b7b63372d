import { expect, it } from 'vitest';
import { settingsOf, state, stored } from './states/settings.ts';
import { useSettingsWindow } from './settings-world.ts';
import { list } from './support/home.ts';
import { problem, stateWith } from './states/view-state.ts';
import { useBrowser } from './support/browser.ts';
import { ok } from './states/answers.ts';

const openSettings = useSettingsWindow();
const open = useBrowser();

const lost = problem('settings.broken', { lost: 'everything', kept: 'settings.broken-2026-11-21T12-00-00.000Z.json' });
const inReview = { safety: 'danger', problems: [lost] } as const;

it('settings that were lost stay in question until the user says that they are right', async () => {
  const answers = { ...settingsOf(), 'settings.confirm': () => ok(stored) };
  const window = await openSettings(state({ ...inReview, problems: [...inReview.problems] }), { answers });
  const { page } = window;
  await page.getByRole('region', { name: 'The settings were lost' }).getByText('nothing unencrypted').waitFor();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await window.shoot(`settings-review-${colorScheme}`);
    await window.expectClean();
  }
  await page.getByRole('button', { name: "I've reviewed them" }).click();
  await expect.poll(() => window.calls).toContainEqual({ name: 'settings.confirm', input: {} });
  await window.push(state());
  await page.getByText('Thank you.', { exact: false }).waitFor();
  expect(await page.getByText('The settings were lost').count()).toBe(0);
  await window.expectClean();
});

it('says so where they could not be confirmed', async () => {
  const failed = { ok: false, problem: problem('disk.failed') } as const;
  const answers = { ...settingsOf(), 'settings.confirm': () => failed };
  const window = await openSettings(state({ ...inReview, problems: [...inReview.problems] }), { answers });
  await window.page.getByRole('button', { name: "I've reviewed them" }).click();
  await window.page.getByRole('alert').getByText("couldn't be written").waitFor();
  await window.page.getByRole('button', { name: "I've reviewed them" }).waitFor();
});

it('Home leads there', async () => {
  const window = await open({ state: stateWith({ ...inReview, problems: [...inReview.problems] }), answers: list() });
  await window.page.getByRole('heading', { name: 'The settings were lost' }).waitFor();
  await window.shoot('home-review-light');
  await window.expectClean();
  await window.page.getByRole('button', { name: 'Open settings' }).click();
  await expect.poll(() => window.page.title()).toContain('Settings');
});
