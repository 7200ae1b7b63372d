import type { Locator } from 'playwright-core';
import { backups } from '../states/view-state.ts';
import { ok, type Answers } from '../states/answers.ts';
import type { AppWindow } from './window.ts';

/** Answers of a main whose list is known. */
export const list = (shown = backups): Answers => ({ 'backups.list': () => ok({ backups: [...shown], problems: [] }) });

/** Commands of these names that the window sent, in order. */
export const sent = ({ calls }: AppWindow, ...names: string[]): AppWindow['calls'] =>
  calls.filter(({ name }) => names.includes(name));

/** Of backups, as far as they are drawn; neither headings nor months. */
export const rowsOf = ({ page }: AppWindow): Locator => page.locator('.long-row');

/** Opens the menu of a row and chooses from it. */
export const chooseInRow = async (window: AppWindow, row: number, item: string): Promise<void> => {
  await rowsOf(window).nth(row).getByRole('button').click();
  await window.page.getByRole('menuitem', { name: item }).click();
};

/** What the row that has the focus is called, and which of how many it is. */
export const rowInFocus = async ({ page }: AppWindow): Promise<string> =>
  await page.evaluate(() => {
    const row = document.activeElement?.closest('[role="row"]');
    const grid = row?.closest('[role="grid"]');
    if (!row || !grid) return '';
    return `${row.getAttribute('aria-rowindex')}/${grid.getAttribute('aria-rowcount')} ${row.getAttribute('aria-label')}`;
  });
