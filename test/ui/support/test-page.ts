import type { BrowserContext, Page, Request, Response } from 'playwright-core';
import { localizeAnswer, localizeProblem, localizeState } from '../../../src/main/ipc/localize.ts';
import { commands, type CommandName } from '../../../src/shared/contract/commands.ts';
import type { ViewState, WindowState } from '../../../src/shared/contract/views.ts';
import { watchListeners } from './controls.ts';
import { originOfWindows } from './window-server.ts';
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

/** What the page of a window asks for, and where it is noted. */
interface Asked {
  readonly options: WindowOptions;
  readonly complaints: string[];
  readonly calls: { name: string; input: unknown }[];
}

const empty = 'about:blank';
/** How a file is answered that a test lets nobody read. */
const notForNow = 403;

/**
 * A page of the browser in which one window after the other is shown: each costs half of what it would in a page of its own,
 * for the programs of the window are compiled already. Nothing of one window is left when the next one opens.
 */
export class TestPage {
  readonly page: Page;
  readonly #context: BrowserContext;
  readonly #origin: string;
  #asked: Asked | undefined;

  private constructor(context: BrowserContext, page: Page, origin: string) {
    this.#context = context;
    this.page = page;
    this.#origin = origin;
  }

  static async create(context: BrowserContext): Promise<TestPage> {
    const made = new TestPage(context, await context.newPage(), await originOfWindows());
    await made.#prepare();
    return made;
  }

  async #prepare(): Promise<void> {
    const { page } = this;
    page.on('console', (message) => this.#asked?.complaints.push(message.text()));
    page.on('pageerror', (error) => this.#asked?.complaints.push(String(error)));
    page.on('request', (request) => this.#asked?.complaints.push(...elsewhere(request, this.#origin)));
    page.on('response', (response) => this.#asked?.complaints.push(...missing(response)));
    await page.clock.setFixedTime(now);
    await page.exposeFunction('commandOfTest', (name: string, input: unknown) => answerTo(this.#now, name, input));
    await page.exposeFunction('offerOfTest', (name: string, count: number) => answerOffer(this.#now, name, count));
    await page.exposeFunction('stateOfTest', () => localizeState(this.#now.options.state));
    await page.addInitScript(watchListeners);
    await page.addInitScript(installBridge);
  }

  get #now(): Asked {
    if (!this.#asked) throw new Error('no window is open in this page');
    return this.#asked;
  }

  /** Shows a window, until it is painted. */
  async show(asked: Asked): Promise<void> {
    const { page } = this;
    const { size, scheme, forcedColors, page: name } = asked.options;
    this.#asked = asked;
    await page.setViewportSize(size ?? { width: 940, height: 700 });
    await page.emulateMedia({
      colorScheme: scheme ?? 'light',
      forcedColors: forcedColors === true ? 'active' : 'none',
      reducedMotion: 'reduce',
    });
    if (asked.options.mayRead) await this.#askBeforeReading(asked.options.mayRead);
    await page.goto(`${this.#origin}/${name ?? 'index'}.html`);
    await page.locator('h1').first().waitFor({ state: 'attached' });
    await page.evaluate(afterPaint);
  }

  async #askBeforeReading(mayRead: NonNullable<WindowOptions['mayRead']>): Promise<void> {
    await this.page.route('**/*', async (route) => {
      if (await mayRead(new URL(route.request().url()).pathname)) await route.continue();
      else await route.fulfill({ status: notForNow });
    });
  }

  /** @returns whether it can show another window: a test that set the clock used the page up. */
  async clear(): Promise<boolean> {
    const isOnTime = await this.page.evaluate((ms) => Date.now() === ms, now.getTime()).catch(() => false);
    if (isOnTime) {
      if (this.#asked?.options.mayRead) await this.page.unrouteAll({ behavior: 'ignoreErrors' });
      await this.page.goto(empty);
      await this.page.mouse.move(0, 0);
    } else await this.#context.close();
    this.#asked = undefined;
    return isOnTime;
  }
}

declare global {
  interface Window {
    pushOfTest?: (state: WindowState) => void;
    offerOfTest?: (name: string, count: number) => Promise<unknown>;
    commandOfTest?: (name: string, input: unknown) => Promise<unknown>;
    stateOfTest?: () => Promise<WindowState>;
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
const installBridge = (): void => {
  const listeners = new Set<(next: WindowState) => void>();
  window.pushOfTest = (next) => {
    for (const listener of listeners) listener(next);
  };
  Object.defineProperty(window, 'haBackup', {
    value: Object.freeze({
      command: (name: string, input: unknown) => window.commandOfTest?.(name, input),
      offer: (file: File, count: number) => window.offerOfTest?.(file.name, count),
      snapshot: () => window.stateOfTest?.(),
      onState: (listener: (next: WindowState) => void) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    }),
  });
};

const elsewhere = (request: Request, origin: string): readonly string[] => {
  const { origin: wanted, protocol } = new URL(request.url());
  return protocol === 'data:' || wanted === origin ? [] : [`request for ${wanted}`];
};

const missing = (response: Response): readonly string[] =>
  response.ok() || response.status() === notForNow ? [] : [`${response.status()} for ${response.url()}`];

/** As main answers a window; every command is one that main would take, or the test fails. */
const answerTo = async ({ options, calls, complaints }: Asked, name: string, input: unknown): Promise<unknown> => {
  calls.push({ name, input });
  const result = await answer(options.answers ?? {}, name, input, complaints);
  if (!result.ok) return { ok: false, problem: localizeProblem(result.problem) };
  return { ok: true, value: localizeAnswer(name as CommandName, result.value as never) };
};

/** Drops are answered as what was chosen in the system's dialog. */
const answerOffer = async (asked: Asked, name: string, count: number): Promise<unknown> => {
  asked.calls.push({ name: 'offer', input: { name, count } });
  const given = asked.options.answers?.['file.choose'];
  if (given === undefined) return undefined;
  const answered = await given({});
  if (!answered.ok) return { ok: false, problem: localizeProblem(answered.problem) };
  return { ok: true, value: localizeAnswer('file.choose', answered.value) };
};

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
