import { describe, expect, it } from 'vitest';
import { activityAnswers as answers, activityEntries as entries, activityState as state } from './states/activity.ts';
import { useBrowser } from './support/browser.ts';
import { hoursFromNow, stateWith } from './states/view-state.ts';

const open = useBrowser();
describe('activity', () => {
  it.each([
    ['light', { scheme: 'light' }],
    ['dark', { scheme: 'dark' }],
    ['200', { size: { width: 470, height: 350 }, scale: 2 }],
    ['forced', { forcedColors: true }],
  ] as const)('is clean: %s', async (name, options) => {
    const { page, shoot, expectClean } = await open({ state, answers, ...options });
    await page.getByText('Backup failed').waitFor();
    await shoot(`activity-${name}`);
    await expectClean();
    await page.getByRole('radio', { name: 'Log' }).check();
    await page.getByText('upload stalled, tried again').waitFor();
    await shoot(`activity-log-${name}`);
    await expectClean();
  });

  it('leaves out what is no news, and shows it when asked', async () => {
    const { page } = await open({ state, answers });
    const items = page.locator('.entry');
    await expect.poll(() => items.count()).toBe(9);
    expect(await page.getByText('Checked, nothing new').count()).toBe(0);
    await page.getByRole('radio', { name: 'Everything' }).check();
    await expect.poll(() => items.count()).toBe(entries.length);
    await page.getByRole('radio', { name: 'Problems' }).check();
    await expect.poll(() => items.count()).toBe(3);
    expect(await page.getByRole('heading', { level: 2 }).allTextContents()).toEqual(['Yesterday', '19 Nov']);
  });

  it('reads again after each run', async () => {
    const window = await open({ state, answers });
    await window.page.getByText('Backup failed').waitFor();
    await window.push(
      stateWith(
        { lastRun: { started: hoursFromNow(-0.1), finished: hoursFromNow(0), outcome: 'done' } },
        { route: state.route },
      ),
    );
    await expect.poll(() => window.calls.filter(({ name }) => name === 'activity.read').length).toBe(2);
  });

  it('searches the log', async () => {
    const { page } = await open({ state, answers });
    await page.getByRole('radio', { name: 'Log' }).check();
    const shown = page.locator('.log-line');
    await expect.poll(() => shown.count()).toBe(4);
    await page.getByRole('radio', { name: 'Warnings and errors' }).check();
    await expect.poll(() => shown.count()).toBe(2);
    await page.getByLabel('Search the log').fill('STALLED');
    await expect.poll(() => shown.count()).toBe(1);
    await page.getByLabel('Search the log').fill('nowhere');
    await page.getByText('No matches').waitFor();
  });

  it('copies diagnostics and says so', async () => {
    const { page, calls } = await open({ state, answers });
    await page.getByRole('button', { name: 'Copy diagnostics' }).click();
    await page.getByText('Copied. Secrets').waitFor();
    expect(calls).toContainEqual({ name: 'diagnostics.copy', input: {} });
  });
});
