import { describe, expect, it } from 'vitest';
import { flawOf, newestGood } from '../../renderer/main/restore-view.ts';
import { localize } from '../../src/main/ipc/localize.ts';
import { copiesAre, flawedCopies, restoreState as state } from './states/restore.ts';
import { manyBackups, notSetUp, safeState, stateWith } from './states/view-state.ts';
import { useBrowser } from './support/browser.ts';
import { rowInFocus, rowsOf } from './support/home.ts';

const open = useBrowser();
const told = flawedCopies.map((copy) => localize(copy, 'backup'));

it('what speaks against a backup, and which is the newest to count on', () => {
  expect(told.map((backup) => [backup.id, flawOf(backup)])).toEqual([
    ['f1', 'damaged'],
    ['f2', 'damaged'],
    ['f3', 'unproven'],
    ['f4', 'other-key'],
    ['f5', 'check'],
    ['good', 'check'],
    ['old', null],
  ]);
  const [, , , , , good] = told;
  expect(newestGood(told)).toEqual({ backup: good, newer: 5 });
  expect(newestGood(told.slice(0, 5))).toBeNull();
  expect(newestGood([])).toBeNull();
  // A clock that was ahead, and no date at all, put nothing on top.
  const [old] = told.slice(-1);
  if (!old || !good) throw new Error('not told');
  const dated = (backup: typeof old, date: string): typeof old => ({ ...backup, date });
  const odd = dated({ ...old, id: 'odd' }, 'yesterday or so');
  for (const order of [
    [odd, old, good],
    [good, odd, old],
    [old, good, odd],
  ])
    expect(newestGood(order)?.backup.id).toBe('good');
  expect(newestGood([dated(old, '9999-01-01T00:00:00Z'), good])?.backup.id).toBe('good');
});

describe('the list of a restore', () => {
  it.each([
    ['light', { scheme: 'light' }],
    ['dark', { scheme: 'dark' }],
    ['narrow', { size: { width: 420, height: 800 } }],
    ['200', { size: { width: 470, height: 350 }, scale: 2 }],
  ] as const)('never has a damaged one on top: %s', async (name, options) => {
    const window = await open({ state, answers: copiesAre(flawedCopies), ...options });
    const newest = window.page.getByRole('region', { name: 'Newest verified backup' });
    await newest.getByText('Before the heating experiment').waitFor();
    await newest.getByText("5 newer backups are in the list below, but can't be counted on.").waitFor();
    await window.shoot(`restore-flawed-${name}`);
    await window.expectClean();
    const flaws = await window.page.locator('.long-row .at-flaw').allInnerTexts();
    expect(flaws.slice(0, 3)).toEqual(['Damaged', 'Damaged', 'Not verified']);
  });

  it('says so when none is good', async () => {
    const window = await open({ state, answers: copiesAre(flawedCopies.slice(0, 5)) });
    await window.page.getByRole('region', { name: 'None of these backups is verified' }).waitFor();
    expect(await window.page.getByRole('region', { name: 'Newest verified backup' }).count()).toBe(0);
    await window.shoot('restore-none-good');
    await window.expectClean();
    await rowsOf(window).first().click();
    await window.page.getByRole('dialog').getByRole('button', { name: 'Save to a folder…' }).waitFor();
  });

  it('of 2,000 on an empty computer is searched by date and name, and walked and opened by keys', async () => {
    const { signIn } = safeState.status;
    const window = await open({
      state: stateWith({ ...notSetUp.status, signIn }, { route: state.route }),
      answers: copiesAre(manyBackups(2000)),
    });
    const { page } = window;
    await expect.poll(() => rowsOf(window).count()).toBeGreaterThan(0);
    expect(await rowsOf(window).count()).toBeLessThan(60);
    await page.keyboard.press('ControlOrMeta+f');
    await page.keyboard.type('heating 1050');
    await expect.poll(() => rowsOf(window).count()).toBe(1);
    await page.keyboard.press('Escape');
    await page.keyboard.type('2026-11-21');
    // The one on top is found here, too.
    await expect.poll(() => rowsOf(window).count()).toBe(1);
    await page.keyboard.press('Escape');
    await expect.poll(() => rowsOf(window).count()).toBeGreaterThan(1);
    for (const stop of ['Date', 'Name', 'Size']) {
      await page.keyboard.press('Tab');
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(stop);
    }
    await page.keyboard.press('Tab');
    await expect.poll(() => rowInFocus(window)).toMatch(/^3\/2066 20 November 2026, 09:00, Automatic, .*, Intact$/);
    await page.keyboard.press('End');
    await expect.poll(() => rowInFocus(window)).toMatch(/^2066\/2066 1 June 2021/);
    // Nothing can be selected or deleted here.
    for (const key of ['Space', 'Delete', 'ControlOrMeta+a']) await page.keyboard.press(key);
    expect(await page.locator('[aria-selected]').count()).toBe(0);
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Automatic backup 2026.11.2' }).waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => rowInFocus(window)).toMatch(/^2066\/2066/);
    await window.expectClean();
  });

  it('puts the newest good one into Home Assistant at once', async () => {
    const { page, expectClean } = await open({ state, answers: copiesAre(flawedCopies) });
    await page.getByRole('button', { name: /^Put into Home Assistant… Before the heating experiment/ }).click();
    await page.getByRole('dialog', { name: 'Put into Home Assistant' }).waitFor();
    await expectClean();
  });
});
