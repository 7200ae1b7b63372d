import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { pageUrl, serveApp } from '../../../src/main/windows/app-protocol.ts';
import { spokenFor } from '../../../src/messages/locale.ts';
import { speak } from '../../../src/messages/messages.ts';
import { chromiumPath } from '../../ui/support/chromium.ts';
import { atMost, inRounds, measured, median, type Measurement, type Settings } from '../measurement.ts';
import { ToolMissing } from '../public-tools.ts';
import { listeningBridge, scrolling, type Painted, type Scrolled } from '../long-list-page.ts';

const names = { paint: 'list-paint', ratio: 'list-paint-ratio', frame: 'list-scroll-frame', late: 'list-scroll-late' };
const many = 2000;
const few = 20;
const paintMs = 200;
/** Sixty frames a second. */
const frameMs = 1000 / 60;

/** The windows as they are built, from the app's own server. */
const serve = async (folder: string): Promise<Server> => {
  const answerApp = serveApp(folder);
  const server = createServer((request, reply) => {
    void (async () => {
      const response = await answerApp({ method: 'GET', url: new URL(request.url ?? '', pageUrl('index')).href });
      reply.statusCode = response.status;
      reply.setHeaders(response.headers);
      reply.end(Buffer.from(await response.arrayBuffer()));
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
};

interface Look extends Painted {
  /** Null where nothing was scrolled. */
  readonly scrolled: Scrolled | null;
}

/** The bridge of a page that is shown so many backups. What is shown is made with words in it, so a language comes first. */
const bridgeOf = async (count: number): Promise<string> => {
  await speak(spokenFor(process.env, { languages: [] }));
  const { localizeAnswer, localizeState } = await import('../../../src/main/ipc/localize.ts');
  const { manyBackups, safeState } = await import('../../ui/states/view-state.ts');
  const list = localizeAnswer('backups.list', { backups: [...manyBackups(count)], problems: [] });
  return listeningBridge(localizeState(safeState), list);
};

/** Home with so many backups, in a page of its own. */
const lookAt = async (browser: Browser, origin: string, count: number, scrolls: boolean): Promise<Look> => {
  const context = await browser.newContext({
    locale: 'en-GB',
    timezoneId: 'UTC',
    viewport: { width: 940, height: 700 },
  });
  try {
    const page = await context.newPage();
    await page.addInitScript(await bridgeOf(count));
    await page.goto(`${origin}/index.html`);
    const painted = await page.evaluate<Painted>('window.paintedOfBench');
    return { ...painted, scrolled: scrolls ? await scroll(page) : null };
  } finally {
    await context.close();
  }
};

/** Processor time of the page's thread, which a busy computer makes no longer, and frames as a person sees them. */
const scroll = async (page: Page): Promise<Scrolled> => {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const busy = async (): Promise<number> => {
    const { metrics } = await session.send('Performance.getMetrics');
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN) * 1000;
  };
  const before = await busy();
  const seen = await page.evaluate<Omit<Scrolled, 'workMs'>>(scrolling);
  return { ...seen, workMs: ((await busy()) - before) / seen.frames };
};

const measure = async ({ stand, rounds, say }: Settings): Promise<readonly { many: Look; few: Look }[]> => {
  if (chromiumPath === undefined) throw new ToolMissing('Chromium');
  const server = await serve(join(stand.resourcesDir, '..', 'out', 'renderer'));
  const browser = await chromium.launch({
    executablePath: chromiumPath,
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
  try {
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    // Programs are compiled by then.
    await lookAt(browser, origin, few, false);
    return await inRounds(rounds, async () => {
      const looks = { many: await lookAt(browser, origin, many, true), few: await lookAt(browser, origin, few, false) };
      const { scrolled } = looks.many;
      say(
        `  ${looks.many.ms.toFixed(0)} ms for ${many}, ${looks.few.ms.toFixed(0)} ms for ${few}; ` +
          `${scrolled?.workMs.toFixed(1) ?? ''} ms of work in each of ${scrolled?.frames ?? 0} frames, ${scrolled?.late ?? 0} late`,
      );
      return looks;
    });
  } finally {
    await browser.close();
    server.close();
  }
};

/** A list of two thousand backups in Chromium: how long until it is painted, and what a frame of scrolling through it costs. */
export const longList: Measurement = {
  names: Object.values(names),
  what: `a list of ${many} backups in Chromium, from the answer to the painted page, against one of ${few}; then scrolled from top to bottom`,
  run: async (settings) => {
    const looks = await measure(settings);
    const scrolled = looks.flatMap(({ many: { scrolled: seen } }) => seen ?? []);
    const [long, short] = [median(looks.map((one) => one.many.ms)), median(looks.map((one) => one.few.ms))];
    return [
      atMost(names.paint, long, 'ms', paintMs),
      measured(names.ratio, long / short, 'times'),
      atMost(names.frame, median(scrolled.map(({ workMs }) => workMs)), 'ms', frameMs),
      measured(names.late, 100 * median(scrolled.map(({ late, frames }) => late / frames)), '% of frames'),
    ];
  },
};
