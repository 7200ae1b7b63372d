import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, resolve, sep } from 'node:path';
import { text } from 'node:stream/consumers';
import { localizeAnswer, localizeProblem, localizeState } from '../../src/main/ipc/localize.ts';
import { languageNames } from '../../src/messages/languages.ts';
import { spokenFor } from '../../src/messages/locale.ts';
import { speak } from '../../src/messages/messages.ts';
import type { CommandName } from '../../src/shared/contract/commands.ts';
import { leadsOn, token } from '../ui/states/setup.ts';
import { ok, type Answer } from '../ui/states/answers.ts';
import { now } from '../ui/states/view-state.ts';
import { galleryCases, type GalleryCase } from './cases.ts';

export interface GalleryPlaces {
  /** The windows as they are built. */
  readonly windowsDir: string;
  /** The page around them. */
  readonly pageDir: string;
}

interface Reply {
  readonly type: string;
  readonly body: string | Buffer;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
};

/**
 * `/` the page, `/cases.json` what there is, `/window/<scheme>/<language>/<number>/…` a window with a bridge to its case, and
 * `/command/<language>/<number>` (POST) what that case answers.
 */
export const answerGallery = async (
  places: GalleryPlaces,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const reply = await replyTo(places, request).catch(() => undefined);
  if (!reply) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, { 'content-type': reply.type, 'cache-control': 'no-store' }).end(reply.body);
};

const replyTo = async (places: GalleryPlaces, request: IncomingMessage): Promise<Reply | undefined> => {
  const path = decodeURIComponent(new URL(request.url ?? '/', 'http://gallery.invalid').pathname);
  if (path === '/cases.json') return json({ cases: galleryCases.map(shownOf), languages: offered });
  const [, what, ...rest] = path.split('/');
  if (what === 'command') return json(await answerCommand(rest[0] ?? '', Number(rest[1]), await text(request)));
  if (what === 'window') return await fileOfWindow(places.windowsDir, rest);
  return await fileBelow(places.pageDir, path === '/' ? 'index.html' : path.slice(1));
};

const shownOf = ({ room, name, page, size }: GalleryCase): object => ({ room, name, page, size });

/** English, which is the first of them, for two regions. */
const offered = ['en-GB', 'en-US', ...languageNames.slice(1)];

const json = (value: unknown): Reply => ({ type: 'application/json', body: JSON.stringify(value) });

let turn: Promise<unknown> = Promise.resolve();

/** Words are those of one language at a time: one after the other. */
const inLanguage = async <T>(language: string, say: () => T): Promise<T> => {
  const said = turn.then(async () => {
    await speak(spokenFor({}, { languages: [language] }));
    return say();
  });
  turn = said.catch(() => undefined);
  return await said;
};

/** As the bridge of main: codes in, words out. */
const answerCommand = async (language: string, number: number, body: string): Promise<unknown> => {
  const { name, input } = JSON.parse(body) as { name: CommandName; input: never };
  const answer = galleryCases[number]?.answers[name] as ((input: never) => Promise<Answer<never>>) | undefined;
  const result = answer ? await answer(input) : ok(null as never);
  return await inLanguage(language, () =>
    result.ok
      ? { ok: true, value: localizeAnswer(name, result.value) }
      : { ok: false, problem: localizeProblem(result.problem) },
  );
};

const fileOfWindow = async (
  folder: string,
  [scheme = '', language = '', number = '', ...path]: readonly string[],
): Promise<Reply | undefined> => {
  const name = path.join('/');
  if (name === 'bridge.js') {
    const body = await inLanguage(language, () => bridgeOf(language, Number(number)));
    return { type: types['.js'] ?? '', body };
  }
  const file = await fileBelow(folder, name);
  if (!file || !name.endsWith('.html')) return file;
  // The bridge has to be there before the window is. A frame has the scheme of the browser around it: here the case's.
  const dark = scheme === 'dark' ? 'dark' : 'light';
  const head = `<head><script src="bridge.js"></script><style>:root { color-scheme: ${dark} !important }</style>`;
  return { ...file, body: file.body.toString().replace('<head>', head) };
};

const fileBelow = async (folder: string, path: string): Promise<Reply | undefined> => {
  const root = resolve(folder);
  const file = resolve(root, path);
  const type = types[extname(file)];
  if (!file.startsWith(root + sep) || type === undefined) return undefined;
  return { type, body: await readFile(file) };
};

/** What runs in the frame before the window: the bridge, the moment that the states speak of, and the steps of the case. */
const bridgeOf = (language: string, number: number): string => {
  const shown = galleryCases[number];
  if (!shown) return '';
  const given = {
    asks: `/command/${language}/${number}`,
    now: now.getTime(),
    state: localizeState(shown.state),
    steps: shown.steps,
    leadsOn,
    token,
  };
  return `const given = ${JSON.stringify(given)};\n(${inFrame.toString()})(given);\n`;
};

interface Given {
  /** Where commands are answered. */
  readonly asks: string;
  readonly now: number;
  readonly state: unknown;
  readonly steps: readonly string[];
  readonly leadsOn: string;
  readonly token: string;
}

/** Runs in the frame: nothing of this file can be reached from there. */
const inFrame = ({ asks, now: moment, state, steps, leadsOn: selector, token: typed }: Given): void => {
  const RealDate = Date;
  globalThis.Date = class extends RealDate {
    constructor(...args: readonly unknown[]) {
      if (args.length === 0) super(moment);
      else super(...(args as [number]));
    }
    static override now(): number {
      return moment;
    }
  } as DateConstructor;
  let asked = 0;
  const command = async (name: string, input: unknown): Promise<unknown> => {
    asked += 1;
    try {
      const response = await fetch(asks, { method: 'POST', body: JSON.stringify({ name, input }) });
      return await response.json();
    } finally {
      asked -= 1;
    }
  };
  Object.defineProperty(globalThis, 'haBackup', {
    value: {
      command,
      offer: () => command('file.choose', {}),
      snapshot: () => Promise.resolve(state),
      onState: () => () => undefined,
    },
  });
  const press = (wanted: string): boolean => {
    const element = document.querySelector<HTMLElement>(wanted);
    element?.click();
    return element !== null;
  };
  const does: Record<string, () => boolean> = {
    go: () => press(selector),
    token: () => {
      const field = document.querySelector<HTMLInputElement>('input[type=password]');
      if (field) field.value = typed;
      field?.dispatchEvent(new Event('input', { bubbles: true }));
      return field !== null;
    },
    more: () => press('summary'),
  };
  const take = (step: string): boolean => (step.startsWith('press ') ? press(step.slice(6)) : does[step]?.() === true);
  const left = [...steps];
  const title = (): string => document.querySelector('h1')?.textContent ?? '';
  let [passed, seen] = ['', ''];
  const timer = setInterval(() => {
    const [step] = left;
    if (step === undefined) clearInterval(timer);
    const page = title();
    // A page that has just come has not asked yet for what it shows.
    const isAtRest = page === seen && asked === 0;
    seen = page;
    if (!isAtRest) return;
    if (step === undefined || page === passed || !take(step)) return;
    if (step === 'go') passed = page;
    left.shift();
  }, 100);
};
