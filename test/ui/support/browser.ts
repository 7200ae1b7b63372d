import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { needs } from '../../support/skip.ts';
import { chromiumPath, chromiumWish, launchChromium } from './chromium.ts';
import { openWindow, type AppWindow, type WindowOptions } from './window.ts';

/** One browser for the tests of a file; without one they are skipped, and fail in CI. Each test gets windows of its own. */
export const useBrowser = (): ((options: WindowOptions) => Promise<AppWindow>) => {
  let browser: Browser | undefined;
  const opened: AppWindow[] = [];
  beforeAll(async () => {
    if (chromiumPath !== undefined) browser = await launchChromium();
  });
  beforeEach(() => {
    needs(chromiumPath !== undefined, chromiumWish);
    return async () => {
      for (const window of opened.splice(0)) await window.close();
    };
  });
  afterAll(async () => {
    await browser?.close();
  });
  return async (options) => {
    if (!browser) throw new Error('windows are opened in tests, after beforeAll');
    const window = await openWindow(browser, options);
    opened.push(window);
    return window;
  };
};
