import { beforeAll, expect, it } from 'vitest';
import { commands } from '../../src/cli/commands.ts';
import { ProgressBars } from '../../src/cli/progress-bars.ts';
import { ProgressLines } from '../../src/cli/progress-lines.ts';
import { messages } from '../../src/messages/messages.ts';
import { errorCodes } from '../../src/shared/error-codes.ts';
import { aStatus, fakeApp } from '../cli/fake-app.ts';
import { screenAfter } from '../cli/screen.ts';
import { run, Terminal } from '../cli/terminal.ts';
import { terminalCalls } from './terminal-calls.ts';
import { activities } from './terminal-activities.ts';
import { plainIn, plainInHelp } from './terminal-names.ts';

/** All that was shown, and the messages with arguments that were asked for. */
let shown = '';
const asked = new Set<string>();

const note = (text: string): string => {
  shown += text;
  return text;
};

/** A file on this computer is not proven to it. */
const notYetShown = new Set(['levels.Came back']);

/** Every message of the terminal: its text, or undefined where it takes arguments. */
const all = new Map<string, string | undefined>();

const collect = (path: string, holder: object): void => {
  for (const [name, value] of Object.entries(holder) as [string, unknown][]) {
    const own = `${path}.${name}`;
    if (typeof value === 'string') all.set(own, value);
    if (typeof value === 'object' && value !== null) collect(own, value);
    if (typeof value !== 'function') continue;
    all.set(own, undefined);
    Reflect.set(holder, name, (...given: unknown[]): unknown => {
      asked.add(own);
      return Reflect.apply(value, holder, given) as unknown;
    });
  }
};

beforeAll(() => {
  for (const [name, part] of Object.entries(messages.terminal)) collect(name, part);
});

it.each(['', ...commands.map(({ name }) => name)])('help: %s', async (name) => {
  const { code, stdout } = await run([...(name === '' ? [] : [name]), '--help']);
  expect(code).toBe(0);
  expect(note(stdout)).toContain('⟦');
  expect(plainInHelp(stdout)).toBe('');
});

it.each(terminalCalls.map((call, index) => [`${index} ${call.argv}`, call] as const))(
  '%s',
  async (_name, { argv, app, options, typed }) => {
    const words = argv.split(' ').filter((word) => word !== '');
    const { stdout, stderr } = await run(words, app, options);
    expect(note(stdout + stderr)).toContain('⟦');
    expect(plainIn(stdout + stderr, typed)).toBe('');
  },
);

it.each(errorCodes)('a problem and what helps: %s', async (code) => {
  const status = aStatus({ safety: 'danger', problems: [{ code, facts: {} }] });
  const { stdout } = await run(['status'], fakeApp({ status: () => Promise.resolve(status) }));
  expect(plainIn(note(stdout))).toBe('');
});

it('progress in lines', () => {
  const terminal = new Terminal();
  const lines = new ProgressLines((line) => void terminal.io.stderr.write(`${line}\n`), terminal.io.now);
  for (const activity of activities) {
    lines.show(activity);
    terminal.pass(15_000);
  }
  expect(plainIn(note(terminal.stderr))).toBe('');
});

it('progress in bars', () => {
  const terminal = new Terminal({ tty: true, columns: 400 });
  const bars = new ProgressBars(terminal.io);
  for (const activity of activities) {
    bars.show(activity);
    terminal.pass(5_000);
    expect(plainIn(note(screenAfter(terminal.stderr).join('\n')))).toBe('');
  }
});

it('every message of the terminal was seen above', () => {
  const seen = shown.toLowerCase();
  const isSeen = (name: string, text: string | undefined): boolean =>
    text === undefined ? asked.has(name) : seen.includes(text.toLowerCase());
  const unseen = [...all].filter(([name, text]) => !isSeen(name, text)).map(([name]) => name);
  expect(unseen.filter((name) => !notYetShown.has(name))).toEqual([]);
});
