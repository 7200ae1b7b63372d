import type { Locator } from 'playwright-core';
import { backups } from '../states/view-state.ts';
import { ok, type Answers } from '../states/answers.ts';
import type { AppWindow } from './window.ts';

/** Answers of a main whose list is known. */
export const list = (shown = backups): Answers => ({ 'backups.list': () => ok({ backups: [...shown], problems: [] }) });

/** Commands of these names that the window sent, in order. */
export const sent = ({ calls }: AppWindow, ...names: string[]): AppWindow['calls'] =>
  calls.filter(({ name }) => names.includes(name));

/** With the row of the headings. */
export const rowsOf = ({ page }: AppWindow): Locator => page.getByRole('table').getByRole('row');

/** Opens the menu of a row and chooses from it. */
export const chooseInRow = async ({ page }: AppWindow, row: number, item: string): Promise<void> => {
  await page.getByRole('table').getByRole('button').nth(row).click();
  await page.getByRole('menuitem', { name: item }).click();
};
