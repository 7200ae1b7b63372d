import { expect, it } from 'vitest';
import type { ViewState } from '../../src/shared/contract/views.ts';
import { useBrowser } from './support/browser.ts';
import { list, sent } from './support/home.ts';
import { hoursFromNow, problem, stateWith } from './states/view-state.ts';

const open = useBrowser();

/** So many disappeared from iCloud, and Home Assistant still has them; the state names 50 at most. */
const vanished = (count: number): ViewState => {
  const gone = problem('cloud.copy-vanished', { backups: count, name: 'Automatic backup 2026.11.2', enough: false });
  const missing = Array.from({ length: Math.min(count, 50) }, (_none, index) => ({
    id: `gone${index}`,
    name: 'Automatic backup 2026.11.2',
    date: hoursFromNow(-24 * (index + 1)),
    problem: problem('cloud.copy-vanished', { name: 'Automatic backup 2026.11.2' }),
  }));
  return stateWith({ safety: 'danger', problems: [gone], missing, waiting: count });
};

const cases = [
  { count: 1, question: 'Did you remove this backup from iCloud?', confirm: 'I removed it' },
  { count: 3, question: 'Did you remove these 3 backups from iCloud?', confirm: 'I removed all 3' },
  { count: 200, question: 'Did you remove these 200 backups from iCloud?', confirm: 'I removed all 200' },
] as const;

it.each(cases)('$count backups that disappeared stay readable, and one answer is for all', async (given) => {
  const { count, question, confirm } = given;
  const window = await open({ state: vanished(count), answers: list() });
  const { page } = window;
  const region = page.getByRole('region', { name: 'Not in iCloud', exact: true });
  await expect.poll(() => region.getByRole('listitem').filter({ visible: true }).count()).toBe(Math.min(count, 5));
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await window.shoot(`home-vanished-${count}-${colorScheme}`);
    await window.expectClean();
  }
  if (count > 5) {
    await region.getByText(`And ${count - 5} more`, { exact: true }).focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => region.getByRole('listitem').filter({ visible: true }).count()).toBe(50);
    await region.getByText(`And ${count - 50} more. The list below has them all.`).waitFor();
    await window.expectClean();
  }
  await page.getByRole('button', { name: 'That was me…' }).focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: question });
  await dialog.getByText('20 November 2026, 12:00', { exact: false }).waitFor();
  await window.shoot(`home-vanished-ask-${count}`);
  await window.expectClean();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  expect(sent(window, 'backups.accept-removal')).toEqual([]);
  await page.getByRole('button', { name: 'That was me…' }).click();
  await dialog.getByRole('button', { name: confirm, exact: true }).click();
  await expect.poll(() => sent(window, 'backups.accept-removal').length).toBe(1);
  await expect.poll(() => dialog.count()).toBe(0);
});

it('reads well at 200 %, and the other answer uploads again', async () => {
  const window = await open({ state: vanished(200), answers: list(), size: { width: 470, height: 350 }, scale: 2 });
  await window.page.getByRole('region', { name: 'Not in iCloud', exact: true }).waitFor();
  await window.shoot('home-vanished-200-zoomed');
  await window.expectClean();
  await window.page.getByRole('button', { name: 'That was me…' }).click();
  await window.page.getByRole('dialog').waitFor();
  await window.expectClean();
  await window.page.keyboard.press('Escape');
  await window.page.getByRole('button', { name: 'Upload again' }).click();
  await expect.poll(() => sent(window, 'backups.upload-again').length).toBe(1);
});
