import { expect } from 'vitest';
import type { ViewState } from '../../src/shared/contract/views.ts';
import { answers, leadsOn, setupSize, token, type Step } from './states/setup.ts';
import { useBrowser } from './support/browser.ts';
import type { AppWindow, WindowOptions } from './support/window.ts';

/** The window that set-up is seen in. */
export const useSetup = (): ((state: ViewState, options?: Partial<WindowOptions>) => Promise<AppWindow>) => {
  const open = useBrowser();
  return async (state, options = {}) => await open({ size: setupSize, answers, ...options, state });
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
  await titled(window, 'Give this app access');
};

/** By hand, instead of signing in. */
export const toPaste = async (window: AppWindow): Promise<void> => {
  await press(window, 'Paste an access token instead');
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

export const tryToken = async (window: AppWindow): Promise<void> => {
  await toToken(window);
  await toPaste(window);
  await window.page.getByLabel('Access token').fill(token);
  await press(window, 'Connect');
  await window.page.getByRole('alert').filter({ hasText: /\w/ }).first().waitFor();
};

const doing: Readonly<Record<Step, (window: AppWindow) => Promise<void>>> = {
  go: async ({ page }) => {
    await page.locator(leadsOn).first().click();
  },
  paste: toPaste,
  token: async (window) => {
    const { page } = window;
    await toPaste(window);
    await page.getByLabel('Access token').fill(token);
  },
  set: async (window) => {
    await press(window, 'Set in Home Assistant');
  },
  more: async ({ page }) => {
    await page.locator('summary').click();
  },
};

export const walk = async (window: AppWindow, steps: readonly Step[]): Promise<void> => {
  for (const step of steps) await doing[step](window);
};
