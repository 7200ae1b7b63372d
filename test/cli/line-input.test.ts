import fc from 'fast-check';
import { expect, it } from 'vitest';
import { LineInput } from '../../src/cli/line-input.ts';
import { Terminal } from './terminal.ts';

const readAll = async (terminal: Terminal): Promise<string[]> => {
  const input = new LineInput(terminal.io);
  const lines: string[] = [];
  for (;;) {
    const line = await input.line(terminal.cancel.signal);
    if (line === undefined) return lines;
    lines.push(line);
  }
};

it('gives the same lines however the bytes are cut', async () => {
  const aLine = fc.string({ unit: 'grapheme' }).map((text) => text.replace(/[\r\n]/g, ''));
  await fc.assert(
    fc.asyncProperty(fc.array(aLine), fc.integer({ min: 1, max: 7 }), fc.boolean(), async (lines, size, crlf) => {
      const terminal = new Terminal();
      const reading = readAll(terminal);
      const bytes = Buffer.from(lines.map((line) => line + (crlf ? '\r\n' : '\n')).join(''));
      for (let at = 0; at < bytes.length; at += size) terminal.typed.write(bytes.subarray(at, at + size));
      terminal.typed.end();
      // What is no character in UTF-8 (half a pair) cannot come back.
      expect(await reading).toEqual(lines.map((line) => Buffer.from(line).toString()));
    }),
    { numRuns: 50 },
  );
});

it('takes a last line without its break', async () => {
  expect(await readAll(new Terminal().type('one\ntwo'))).toEqual(['one', 'two']);
});

it.each([
  ['secret\r', 'secret'],
  ['secxx\u007f\bret\n', 'secret'],
  ['wrong\u0015secret\r', 'secret'],
  ['ä😀\u007f€\r', 'ä€'],
  ['se\u001bcret\r', 'secret'],
  ['\u0004', undefined],
  ['', undefined],
])('a hidden line understands the keys of a terminal: %j', async (typed, expected) => {
  const terminal = new Terminal({ tty: true }).type(typed);
  const line = await new LineInput(terminal.io).hiddenLine(terminal.cancel.signal);
  expect(line).toBe(expected);
  expect(terminal.rawModes).toEqual([true, false]);
  expect(terminal.stdout + terminal.stderr).toBe('\n');
});

it('Ctrl-C in a hidden line is the same as anywhere else', async () => {
  const terminal = new Terminal({ tty: true });
  const line = new LineInput(terminal.io).hiddenLine(terminal.cancel.signal);
  terminal.typed.write('sec\u0003');
  await expect(line).rejects.toMatchObject({ code: 'sync.cancelled' });
  expect(terminal.cancel.signal.aborted).toBe(true);
  expect(terminal.rawModes).toEqual([true, false]);
});

it('a cancel ends the wait for a line, and nothing listens any more', async () => {
  const terminal = new Terminal();
  const input = new LineInput(terminal.io);
  const line = input.line(terminal.cancel.signal);
  terminal.cancel.abort();
  await expect(line).rejects.toMatchObject({ code: 'sync.cancelled' });
  input.close();
  expect(terminal.typed.listenerCount('data')).toBe(0);
  expect(terminal.typed.isPaused()).toBe(true);
});
