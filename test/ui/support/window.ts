import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { expect, inject } from 'vitest';
import { localizeState } from '../../../src/main/ipc/localize.ts';
import type { ViewState } from '../../../src/shared/contract/views.ts';
import { cures } from '../../../src/messages/en/windows/common.ts';
import { faultsOfControls } from './controls.ts';
import type { TestPage, WindowOptions } from './test-page.ts';

export type { WindowOptions } from './test-page.ts';

/** A window of the app: the built page under the app's own server and CSP, with a bridge that tests speak through. */
export interface AppWindow {
  readonly page: Page;
  /** Commands that the window sent, in order. Each was one that main would have taken. */
  readonly calls: readonly { readonly name: string; readonly input: unknown }[];
  readonly push: (state: ViewState) => Promise<void>;
  readonly shoot: (name: string) => Promise<void>;
  /** Axe finds nothing, each control can be told from the others and hit, nothing was said on the console, nothing was asked of a network, nothing needs scrolling sideways. */
  readonly expectClean: () => Promise<void>;
}

const screenshots = fileURLToPath(new URL('../screenshots/', import.meta.url));
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export const openWindow = async (testPage: TestPage, options: WindowOptions): Promise<AppWindow> => {
  const { page } = testPage;
  const complaints: string[] = [];
  const calls: { name: string; input: unknown }[] = [];
  await testPage.show({ options, complaints, calls });
  let lookedAt = '';
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
      if (!inject('pictures')) return;
      // As tall as the page: what sticks to the window's edges would stand in the middle of the picture otherwise.
      const height = await page.evaluate(() => document.documentElement.scrollHeight);
      if (size) await page.setViewportSize({ width: size.width, height: Math.max(height, size.height) });
      await page.screenshot({ path: `${screenshots}${name}.png` });
      if (size) await page.setViewportSize(size);
    },
    expectClean: async () => {
      const look = await page.evaluate(lookOf);
      const rules = look === lookedAt ? rulesOfColours : undefined;
      expect(await violations(page, rules)).toEqual([]);
      if (rules === undefined) expect(await faultsOfControls(page, Object.values(cures))).toEqual([]);
      lookedAt = look;
      expect(await sideways(page)).toEqual([]);
      expect(complaints).toEqual([]);
    },
  };
};

declare global {
  interface Window {
    axe?: {
      run(
        where: Document,
        options: { readonly resultTypes: readonly ['violations']; readonly runOnly?: readonly string[] },
      ): Promise<{ violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[] }>;
    };
  }
}

/** All of axe's that are on and look at colours: what else it asks of a page cannot change with them. */
const rulesOfColours = ['color-contrast', 'link-in-text-block'] as const;

/** Runs in the page: all that counts for axe, except for colours. */
const lookOf = (): string =>
  [innerWidth, innerHeight, scrollX, scrollY, document.body.innerText, document.documentElement.outerHTML].join('\n');

/** By all rules that are on, or by some; what passed is not described. */
const violations = async (page: Page, rules: readonly string[] | undefined): Promise<string[]> => {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe);
  const found = await page.evaluate(async (only) => {
    const runOnly = only === undefined ? {} : { runOnly: only };
    const result = await window.axe?.run(document, { resultTypes: ['violations'], ...runOnly });
    if (result === undefined) throw new Error('axe is not in the page');
    return result.violations;
  }, rules);
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
