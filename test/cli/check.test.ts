import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CheckResult } from '../../src/shared/status.ts';
import { checkHere } from '../support/check-here.ts';
import { buildTar } from '../support/tar-builder.ts';
import { entriesOf, placeOf } from '../core/proof/archive-editor.ts';
import { fakeApp } from './fake-app.ts';
import { run, Terminal, type Ended, type TerminalOptions } from './terminal.ts';

const fixtures = join(import.meta.dirname, '../fixtures');
const plain = join(fixtures, 'ha-real/2026.11.0/plain.tar');
const sealed = join(fixtures, 'ha-real/2026.11.0/protected.tar');
const key = 'TEST-KEY1-TEST-KEY2-TEST-KEY3-TEST';
const groups = 'ABCD-EFGH-IJKL-MNOP-QRST-UVWX-YZ01';
const grouped = join(fixtures, 'archives/core_v2.tar');

const folder = mkdtempSync(join(tmpdir(), 'check-command-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const made = (name: string): string => join(folder, `${name}.tar`);

const changedAt = (behind: number, to: (byte: number) => number): Buffer => {
  const bytes = readFileSync(sealed);
  const at = placeOf(bytes, 'homeassistant.tar.gz').offset + behind;
  bytes[at] = to(bytes[at] ?? 0);
  return bytes;
};

beforeAll(() => {
  writeFileSync(
    made('newer'),
    changedAt(9, () => 4),
  );
  writeFileSync(
    made('torn'),
    changedAt(9000, (byte) => byte ^ 1),
  );
  const dated = entriesOf(readFileSync(plain)).map((one) =>
    one.name === 'backup.json'
      ? { ...one, content: Buffer.from(one.content.toString().replace('2026-11-21T', '2026-11-25T')) }
      : one,
  );
  writeFileSync(made('old'), buildTar(dated));
  writeFileSync(made('cut'), readFileSync(plain).subarray(0, 9000));
});

/** The terminal around the real check. */
const app = fakeApp({ check: ({ file, ...input }) => checkHere(file, input) });
const check = (line: string, options: TerminalOptions & { readonly input?: string } = {}): Promise<Ended> =>
  run(['check', ...line.split(' ')], app, options);
const levelOf = ({ stdout }: Ended): number => (JSON.parse(stdout) as CheckResult).level;
const withKey = (text: string): TerminalOptions => ({ env: { HA_ICLOUD_BACKUP_KEY: text } });

describe('exit codes', () => {
  it.each([
    [0, plain, '', undefined],
    [0, plain, ' --level 4', undefined],
    [0, sealed, '', undefined],
    [0, sealed, ' --level 1', undefined],
    [0, sealed, '', key],
    [0, sealed, ' --level 1', 'not the key'],
    [0, sealed, ' --level 4', key],
    [0, made('torn'), '', undefined],
    [0, made('torn'), ' --level 2', key],
    [0, made('old'), ' --level 3', undefined],
    [1, made('cut'), '', undefined],
    [1, made('cut'), ' --level 4', undefined],
    [1, made('torn'), '', key],
    [1, sealed, '', 'not the key'],
    [1, sealed, ' --level 2', 'not the key'],
    [2, plain, ' --level 0', undefined],
    [2, plain, ' --level 5', undefined],
    [2, plain, ' --level x', undefined],
    [2, plain, ' --level 2.5', undefined],
    [2, plain, ' --level=', undefined],
    [3, sealed, ' --level 2', undefined],
    [3, sealed, ' --level 4', undefined],
    [3, sealed, ' --level 4', ' \n\t\r\n'],
    [4, made('old'), '', undefined],
    [4, made('old'), ' --level 4', undefined],
    [4, made('newer'), '', key],
    [4, made('newer'), ' --level 2', key],
    [4, made('newer'), ' --level 1', undefined],
  ] as const)('%i: %s%s, key %j', async (code, file, level, given) => {
    const ended = await check(`${file}${level}`, given === undefined ? {} : withKey(given));
    expect([ended.code, ended.stderr]).toEqual([code, code === 2 ? expect.stringContaining('--level') : ended.stderr]);
    if (given?.includes('TEST') === true) expect(ended.stdout + ended.stderr).not.toContain('TEST-');
  });
});

describe('keys', () => {
  it.each([
    ['as the emergency kit shows it', groups],
    ['with the line end of the file that it was in', `${groups}\r\n`],
    ['with blanks around it', `\t ${groups}  `],
    ['the second of two', `TEST-KEY1-TEST-KEY2-TEST-KEY3-TEST\n${groups}`],
    ['the third of three, on lines as Windows ends them', `one\r\ntwo\r\n${groups}\r\n`],
    ['without dashes', groups.replaceAll('-', '')],
    ['with blanks instead of dashes', groups.replaceAll('-', ' ')],
    ['with the dashes of a word processor', groups.replaceAll('-', '\u2013')],
    ['in small letters', groups.toLowerCase()],
  ])('%s', async (_, text) => {
    expect(levelOf(await check(`${grouped} --level 3 --json`, withKey(text)))).toBe(3);
  });

  it('one that differs in a letter is another one', async () => {
    expect(levelOf(await check(`${grouped} --level 3 --json`, withKey(groups.replace('Z', 'Y'))))).toBe(1);
  });
});

describe('at a terminal', () => {
  it('asks for the key, and shows it nowhere', async () => {
    const terminal = new Terminal({ tty: true });
    const running = terminal.run(['check', sealed, '--level', '4'], app);
    terminal.typed.write(`${key.toLowerCase()}\r`);
    expect(await running).toBe(0);
    expect(terminal.rawModes).toEqual([true, false]);
    expect(terminal.stderr).toContain('Encryption key of the backup (not shown):');
    expect((terminal.stdout + terminal.stderr).toUpperCase()).not.toContain('TEST-');
  });

  it.each([
    ['nothing is typed', '\r', 3],
    ['the input ends', '\u0004', 3],
    ['another key is typed', 'ABCD\r', 1],
    ['Ctrl-C is typed', '\u0003', 130],
  ])('%s', async (_, typed, code) => {
    const terminal = new Terminal({ tty: true });
    const running = terminal.run(['check', sealed, '--level', '2'], app);
    terminal.typed.write(typed);
    expect(await running).toBe(code);
    expect(terminal.rawModes).toEqual([true, false]);
  });

  it.each([
    ['no level was asked for', sealed, {}],
    ['nothing is encrypted', `${plain} --level 4`, {}],
    ['level 1 needs none', `${sealed} --level 1`, {}],
    ['the environment has one', `${sealed} --level 4`, withKey(key)],
    ['the file is torn before', `${made('cut')} --level 4`, {}],
  ])('asks for nothing where %s', async (_, line, options) => {
    const terminal = new Terminal({ ...options, tty: true });
    await terminal.run(['check', ...line.split(' ')], app);
    expect(terminal.rawModes).toEqual([]);
  });

  it('takes no key from an input that is none', async () => {
    expect((await check(`${sealed} --level 4`, { input: `${key}\n` })).code).toBe(3);
  });
});
