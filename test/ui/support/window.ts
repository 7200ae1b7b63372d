import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { expect, inject } from 'vitest';
import { localizeAnswer, localizeProblem, localizeState } from '../../../src/main/ipc/localize.ts';
import { pageUrl, serveApp } from '../../../src/main/windows/app-protocol.ts';
import { commands, type CommandName } from '../../../src/shared/contract/commands.ts';
import type { ViewState, WindowState } from '../../../src/shared/contract/views.ts';
import { cures } from '../../../src/messages/en/windows/common.ts';
import { faultsOfControls, watchListeners } from './controls.ts';
import { ok, type Answer, type Answers } from '../states/answers.ts';
import { now } from '../states/view-state.ts';

export interface WindowOptions {
  readonly page?: 'index' | 'prompt';
  readonly state: ViewState;
  readonly answers?: Answers;
  readonly scheme?: 'light' | 'dark';
  readonly size?: { readonly width: number; readonly height: number };
  readonly forcedColors?: boolean;
  /** Pixels of the screen for each of the page's. */
  readonly scale?: number;
  /** Whether a file of the window can be read, as soon as a test says so. */
  readonly mayRead?: (path: string) => boolean | Promise<boolean>;
}

/** A window of the app: the built page under the app's own server and CSP, with a bridge that tests speak through. */
export interface AppWindow {
  readonly page: Page;
  /** Commands that the window sent, in order. Each was one that main would have taken. */
  readonly calls: readonly { readonly name: string; readonly input: unknown }[];
  readonly push: (state: ViewState) => Promise<void>;
  readonly shoot: (name: string) => Promise<void>;
  /** Axe finds nothing, each control can be told from the others and hit, nothing was said on the console, nothing was asked of a network, nothing needs scrolling sideways. */
  readonly expectClean: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Chromium has no schemes of its own to offer, so pages come from this host; their server does not know. */
const origin = 'http://app.invalid';
const screenshots = fileURLToPath(new URL('../screenshots/', import.meta.url));
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export const openWindow = async (browser: Browser, options: WindowOptions): Promise<AppWindow> => {
  const complaints: string[] = [];
  const calls: { name: string; input: unknown }[] = [];
  const context = await browser.newContext({
    viewport: options.size ?? { width: 940, height: 700 },
    deviceScaleFactor: options.scale ?? 1,
    colorScheme: options.scheme ?? 'light',
    forcedColors: options.forcedColors === true ? 'active' : 'none',
    reducedMotion: 'reduce',
    locale: 'en-GB',
    timezoneId: 'UTC',
  });
  const page = await context.newPage();
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  await serve(page, complaints, options.mayRead ?? (() => true));
  await page.clock.setFixedTime(now);
  await page.exposeFunction('commandOfTest', async (name: string, input: unknown) => {
    calls.push({ name, input });
    const result = await answer(options.answers ?? {}, name, input, complaints);
    if (!result.ok) return { ok: false, problem: localizeProblem(result.problem) };
    return { ok: true, value: localizeAnswer(name as CommandName, result.value as never) };
  });
  await page.addInitScript(watchListeners);
  await page.addInitScript(installBridge, localizeState(options.state));
  await page.goto(`${origin}/${options.page ?? 'index'}.html`);
  await page.locator('h1').first().waitFor({ state: 'attached' });
  await page.evaluate(afterPaint);
  return {
    page,
    calls,
    push: async (state) => {
      await page.evaluate((next) => {
        window.pushOfTest?.(next);
      }, localizeState(state));
    },
    shoot: async (name) => {
      const size = page.viewportSize();
      // As tall as the page: what sticks to the window's edges would stand in the middle of the picture otherwise.
      const height = await page.evaluate(() => document.documentElement.scrollHeight);
      if (size) await page.setViewportSize({ width: size.width, height: Math.max(height, size.height) });
      await page.screenshot({ path: `${screenshots}${name}.png` });
      if (size) await page.setViewportSize(size);
    },
    expectClean: async () => {
      expect(await violations(page)).toEqual([]);
      expect(await faultsOfControls(page, Object.values(cures))).toEqual([]);
      expect(await sideways(page)).toEqual([]);
      expect(complaints).toEqual([]);
    },
    close: async () => {
      await context.close();
    },
  };
};

declare global {
  interface Window {
    pushOfTest?: (state: WindowState) => void;
    commandOfTest?: (name: string, input: unknown) => Promise<unknown>;
    axe?: {
      run(
        where: Document,
        options: { readonly resultTypes: readonly ['violations'] },
      ): Promise<{ violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[] }>;
    };
  }
}

/** Preact's effects, and with them the listeners for keys, come after the first painting: no person is faster. */
const afterPaint = (): Promise<void> =>
  new Promise((resolve) => {
    requestAnimationFrame(() => {
      setTimeout(resolve);
    });
  });

/** Runs in the page, before everything else: nothing of this file can be reached from there. */
const installBridge = (state: WindowState): void => {
  const listeners = new Set<(next: WindowState) => void>();
  window.pushOfTest = (next) => {
    for (const listener of listeners) listener(next);
  };
  Object.defineProperty(window, 'haBackup', {
    value: Object.freeze({
      command: (name: string, input: unknown) => window.commandOfTest?.(name, input),
      snapshot: () => Promise.resolve(state),
      onState: (listener: (next: WindowState) => void) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    }),
  });
};

/** The app's own server, CSP and all; a request for anywhere else is a complaint. */
const serve = async (
  page: Page,
  complaints: string[],
  mayRead: NonNullable<WindowOptions['mayRead']>,
): Promise<void> => {
  const answerApp = serveApp(inject('rendererDir'));
  await page.route('**/*', async (route) => {
    const { origin: asked, pathname } = new URL(route.request().url());
    if (asked !== origin) {
      complaints.push(`request for ${asked}`);
      await route.abort();
      return;
    }
    // The browser asks for it by itself where there is a tab; a window of the app has none.
    if (pathname === '/favicon.ico') {
      await route.fulfill({ status: 204 });
      return;
    }
    if (!(await mayRead(pathname))) {
      await route.fulfill({ status: 404 });
      return;
    }
    const response = await answerApp({ method: 'GET', url: new URL(pathname, pageUrl('index')).href });
    if (!response.ok) complaints.push(`${response.status} for ${pathname}`);
    await route.fulfill({
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: Buffer.from(await response.arrayBuffer()),
    });
  });
};

/** Every command is one that main would take, or the test fails. */
const answer = async (
  answers: Answers,
  name: string,
  input: unknown,
  complaints: string[],
): Promise<Answer<unknown>> => {
  const spec = Object.entries(commands).find(([known]) => known === name)?.[1];
  const parsed = spec?.input.safeParse(input);
  if (parsed?.success !== true)
    complaints.push(`${name} with ${JSON.stringify(input)}: ${parsed?.error.message ?? ''}`);
  const given = Object.entries(answers).find(([known]) => known === name)?.[1];
  // Which command it is was looked up at run time: its own input type is lost on the way.
  return given === undefined ? ok(null) : await (given as (given: unknown) => Promise<Answer<unknown>>)(input);
};

/** All rules; what passed is not described. */
const violations = async (page: Page): Promise<string[]> => {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe);
  const found = await page.evaluate(async () => {
    const result = await window.axe?.run(document, { resultTypes: ['violations'] });
    if (result === undefined) throw new Error('axe is not in the page');
    return result.violations;
  });
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary ?? ''}`),
  );
};

/** Elements that stick out to the right of the window. */
const sideways = async (page: Page): Promise<string[]> =>
  await page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    return [...document.querySelectorAll('body *')]
      .filter((element) => element.getBoundingClientRect().right > clientWidth + 0.5)
      .map((element) => element.outerHTML.slice(0, 120));
  });
