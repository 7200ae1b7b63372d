import type { Browser } from 'playwright-core';
import { beforeAll, beforeEach } from 'vitest';
import { needs } from '../../support/skip.ts';
import { chromiumPath, chromiumWish, launchChromium } from './chromium.ts';
import { openWindow, type AppWindow, type WindowOptions } from './window.ts';

let launched: Promise<Browser> | undefined;

/** The one of this worker, for all of its files: it ends with the worker, as Playwright sees to it. */
export const workersBrowser = (): Promise<Browser> => (launched ??= launchChromium());

/** Without a browser the tests of a file are skipped, and fail in CI. Each test gets windows of its own. */
export const useBrowser = (): ((options: WindowOptions) => Promise<AppWindow>) => {
  let browser: Browser | undefined;
  const opened: AppWindow[] = [];
  beforeAll(async () => {
    if (chromiumPath !== undefined) browser = await workersBrowser();
  });
  beforeEach(() => {
    needs(chromiumPath !== undefined, chromiumWish);
    return async () => {
      for (const window of opened.splice(0)) await window.close();
    };
  });
  return async (options) => {
    if (!browser) throw new Error('windows are opened in tests, after beforeAll');
    const window = await openWindow(browser, options);
    opened.push(window);
    return window;
  };
};
