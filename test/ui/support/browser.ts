import type { Browser } from 'playwright-core';
import { beforeAll, beforeEach } from 'vitest';
import { needs } from '../../support/skip.ts';
import { chromiumPath, chromiumWish, launchChromium } from './chromium.ts';
import { TestPage } from './test-page.ts';
import { openWindow, type AppWindow, type WindowOptions } from './window.ts';

let launched: Promise<Browser> | undefined;

/** The one of this worker, for all of its files: it ends with the worker, as Playwright sees to it. */
export const workersBrowser = (): Promise<Browser> => (launched ??= launchChromium());

/** Pages of this worker in which no window is open, by the pixels of the screen for each of theirs. */
const idle = new Map<number, TestPage[]>();

const takePage = async (scale: number): Promise<TestPage> => {
  const known = idle.get(scale)?.pop();
  if (known) return known;
  const browser = await workersBrowser();
  return await TestPage.create(
    await browser.newContext({ deviceScaleFactor: scale, locale: 'en-GB', timezoneId: 'UTC' }),
  );
};

/** Without a browser the tests of a file are skipped, and fail in CI. Each test gets windows of its own. */
export const useBrowser = (): ((options: WindowOptions) => Promise<AppWindow>) => {
  const taken: { readonly scale: number; readonly page: TestPage }[] = [];
  beforeAll(async () => {
    if (chromiumPath !== undefined) await workersBrowser();
  });
  beforeEach(() => {
    needs(chromiumPath !== undefined, chromiumWish);
    return async () => {
      for (const { scale, page } of taken.splice(0))
        if (await page.clear()) idle.set(scale, [...(idle.get(scale) ?? []), page]);
    };
  });
  return async (options) => {
    const { scale = 1 } = options;
    const page = await takePage(scale);
    taken.push({ scale, page });
    return await openWindow(page, options);
  };
};
