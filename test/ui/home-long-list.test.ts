import { describe, expect, it } from 'vitest';
import { useBrowser } from './support/browser.ts';
import { list, rowInFocus, rowsOf, sent } from './support/home.ts';
import { ok } from './states/answers.ts';
import { hoursFromNow, listed, manyBackups, problem, safeState } from './states/view-state.ts';
import type { AppWindow } from './support/window.ts';

const open = useBrowser();

/** Two thousand, one a day, without those of one day in three in Home Assistant. */
const openMany = async (): Promise<AppWindow> => {
  const window = await open({ state: safeState, answers: list(manyBackups(2000)) });
  await expect.poll(() => rowsOf(window).count()).toBeGreaterThan(0);
  return window;
};

const selected = (window: AppWindow): Promise<number> => window.page.locator('.long-row[aria-selected="true"]').count();

describe('a list of 2,000', () => {
  it('draws no more rows than are in view, wherever it is', async () => {
    const window = await openMany();
    const most = async (): Promise<void> => expect(await rowsOf(window).count()).toBeLessThan(60);
    await most();
    await window.expectClean();
    for (const share of [0.3, 0.7, 1]) {
      await window.page.evaluate((at) => globalThis.scrollTo(0, document.documentElement.scrollHeight * at), share);
      await expect
        .poll(() =>
          rowsOf(window).evaluateAll((rows) =>
            rows.some((row) => {
              const { top, bottom } = row.getBoundingClientRect();
              return top < globalThis.innerHeight && bottom > 0;
            }),
          ),
        )
        .toBe(true);
      await most();
    }
    // 2,000 days, their months, and the head.
    const grid = window.page.getByRole('grid', { name: 'Backups' });
    expect(await grid.getAttribute('aria-rowcount')).toBe(String(2000 + 66 + 1));
    await window.page
      .getByText(/^\d+ backups, [\d.]+ GB$/)
      .first()
      .waitFor();
  });

  it('is walked by keys', async () => {
    const window = await openMany();
    const { keyboard } = window.page;
    const at = async (words: RegExp): Promise<void> => {
      await expect.poll(() => rowInFocus(window)).toMatch(words);
    };
    await rowsOf(window).first().focus();
    await at(/^3\/2067 21 November 2026, 09:00, Automatic, 1.2 GB, iCloud, Home Assistant, Intact$/);
    await keyboard.press('ArrowDown');
    await at(/^4\/2067 20 November 2026/);
    await keyboard.press('PageDown');
    await at(/^1[5-9]\/2067 \d/);
    await keyboard.press('End');
    await at(/^2067\/2067 1 June 2021/);
    await keyboard.press('ArrowDown');
    await at(/^2067\/2067/);
    await keyboard.press('PageUp');
    await at(/^205\d\/2067/);
    await keyboard.press('Home');
    await at(/^3\/2067/);
    await window.expectClean();
    // A row that was scrolled away keeps the focus.
    await window.page.evaluate(() => globalThis.scrollTo(0, 30_000));
    await keyboard.press('ArrowDown');
    await at(/^4\/2067/);
  });

  it('saves several to one folder, and tells what was saved before one failed', async () => {
    const answers = {
      ...list(manyBackups(2000)),
      'backups.restore-several': () =>
        ok({ saved: 2, folder: '/home/maria/Backups', problem: problem('disk.full', { path: '/home/maria' }) }),
    };
    const window = await open({ state: safeState, answers });
    const { page } = window;
    await rowsOf(window).first().focus();
    for (const key of ['ArrowDown', 'Shift+ArrowDown', 'Shift+ArrowDown']) await page.keyboard.press(key);
    await page.getByRole('button', { name: 'Save 3 to a folder…' }).click();
    await page.getByText('2 backups were saved to /home/maria/Backups.').waitFor();
    await page.getByRole('alert').waitFor();
    await window.expectClean();
    const [order] = sent(window, 'backups.restore-several');
    expect((order?.input as { copies: readonly unknown[] }).copies).toHaveLength(3);
    await rowsOf(window).first().press('ControlOrMeta+a');
    await page.getByRole('status').filter({ hasText: '2,000 selected' }).waitFor();
    expect(await page.getByRole('button', { name: /^Save 2,000/ }).count()).toBe(0);
  });

  it('has several selected by keys and pointer, says how many, and deletes them after a question', async () => {
    const window = await openMany();
    const { page } = window;
    await rowsOf(window).first().focus();
    for (const key of ['ArrowDown', 'Shift+ArrowDown', 'Shift+ArrowDown']) await page.keyboard.press(key);
    await expect.poll(() => selected(window)).toBe(3);
    await page.keyboard.press('Space');
    await expect.poll(() => selected(window)).toBe(2);
    await rowsOf(window)
      .nth(6)
      .click({ modifiers: ['ControlOrMeta'] });
    await rowsOf(window)
      .nth(8)
      .click({ modifiers: ['Shift'] });
    await expect.poll(() => selected(window)).toBe(3);
    await page.getByRole('status').filter({ hasText: '3 selected, 3.6 GB' }).waitFor();
    await window.expectClean();
    await rowsOf(window).nth(6).focus();
    await page.keyboard.press('Delete');
    const dialog = page.getByRole('dialog', { name: 'Delete these 3 backups from iCloud?' });
    await dialog.getByText('iCloud keeps 1,997 other copies.').waitFor();
    await window.expectClean();
    await dialog.getByRole('button', { name: 'Delete 3' }).click();
    await expect
      .poll(() => sent(window, 'backups.remove'))
      .toEqual([{ name: 'backups.remove', input: { archives: ['Home_6.tar', 'Home_7.tar', 'Home_8.tar'] } }]);
    await expect.poll(() => selected(window)).toBe(0);
    await rowsOf(window).first().focus();
    await page.keyboard.press('ControlOrMeta+a');
    await page.getByRole('status').filter({ hasText: '2,000 selected' }).waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => selected(window)).toBe(0);
  });

  it('is searched, narrowed down and sorted', async () => {
    const window = await openMany();
    const { page } = window;
    await page.keyboard.press('ControlOrMeta+f');
    await page.keyboard.type('heating experiment 1050');
    await expect.poll(() => rowsOf(window).count()).toBe(1);
    await page.keyboard.press('Escape');
    await expect.poll(() => rowsOf(window).count()).toBeGreaterThan(1);
    await page.getByLabel('Kind').selectOption('Manual');
    await expect.poll(() => page.getByRole('grid').getAttribute('aria-rowcount')).toBe(String(20 + 20 + 1));
    await page.getByLabel('Place').selectOption('Not in iCloud');
    await page.getByText('No matches').waitFor();
    await window.expectClean();
    await page.getByLabel('Kind').selectOption('All kinds');
    await page.getByLabel('Place').selectOption('All places');
    await page.getByRole('button', { name: 'Size' }).click();
    await expect
      .poll(() => page.getByRole('columnheader', { name: 'Size' }).getAttribute('aria-sort'))
      .toBe('descending');
    // No months where the order is another.
    expect(await page.getByRole('grid').getAttribute('aria-rowcount')).toBe('2001');
    await page.getByRole('button', { name: 'Size' }).click();
    await expect
      .poll(() => page.getByRole('columnheader', { name: 'Size' }).getAttribute('aria-sort'))
      .toBe('ascending');
  });

  it('offers a menu where it is asked for, for all that is selected', async () => {
    const window = await openMany();
    const { page } = window;
    await rowsOf(window).nth(1).click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Test now' }).waitFor();
    await page.keyboard.press('Escape');
    await rowsOf(window)
      .nth(1)
      .click({ modifiers: ['ControlOrMeta'] });
    await rowsOf(window)
      .nth(2)
      .click({ modifiers: ['ControlOrMeta'] });
    await rowsOf(window).nth(2).click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Delete 2 from iCloud…' }).waitFor();
    expect(await page.getByRole('menuitem', { name: 'Test now' }).count()).toBe(0);
    await page.keyboard.press('d');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Delete 2 from iCloud…');
    await window.expectClean();
  });
});

it('tells what is damaged, what goes soon, and nothing where nothing changes', async () => {
  const window = await open({
    state: safeState,
    answers: list([
      listed({ id: 'a', remote: 'x/a.tar', goes: hoursFromNow(5 * 24 + 1) }),
      listed({ id: 'b', remote: 'x/b.tar', date: hoursFromNow(-30), goes: hoursFromNow(8 * 24) }),
      listed({
        id: 'c',
        remote: 'x/c.tar',
        date: hoursFromNow(-50),
        next: 'leave',
        reason: 'damaged',
        verification: null,
      }),
      listed({
        id: 'd',
        date: hoursFromNow(-70),
        next: 'leave',
        reason: 'refused',
        where: ['home-assistant'],
        remote: null,
        verification: null,
      }),
    ]),
  });
  await expect.poll(() => rowsOf(window).count()).toBe(4);
  const said = await rowsOf(window).locator('.at-next').allTextContents();
  expect(said).toEqual(['Deletes in 5 days', '', 'Damaged', 'Damaged']);
  await window.expectClean();
});
