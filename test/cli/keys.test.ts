import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { fakeApp } from './fake-app.ts';
import { aKeyCheck } from './some-keys.ts';
import { run, Terminal } from './terminal.ts';

const key = 'ABCD-1234-EF56-GH78-IJ90-KLMN-0PQR';
const other = 'ZZZZ-1111-ZZZZ-2222-ZZZZ-3333-ZZZZ';
let folder = '';
let kit = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kit-'));
  kit = join(folder, 'kit.txt');
  await writeFile(kit, `Encryption key:\r\n${key}\r\n`);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const given = (app: ReturnType<typeof fakeApp>): unknown[] =>
  app.asked.filter(([what]) => what === 'checkKeys').map(([, input]) => input);

it('tries the kit first, then the environment; without either, what is known', async () => {
  const app = fakeApp();
  await run(['keys', 'check', '--kit', kit], app, { env: { HA_ICLOUD_BACKUP_KEY: other } });
  await run(['keys', 'check'], app);
  expect(given(app)).toEqual([
    { given: [key, other], remember: false },
    { given: [], remember: false },
  ]);
});

it.each<[string, Parameters<typeof aKeyCheck>, number]>([
  ['the newest is opened', [{ newest: true }], 0],
  ['only older ones are', [{ newest: false, opens: 2 }], 4],
  ['none is', [{ newest: false, opens: 0 }], 1],
  [
    'there is none to try it on',
    [
      { newest: null, opens: 0, tried: 0 },
      { copies: 0, newest: null },
    ],
    0,
  ],
])('exit code where %s', async (_, checked, code) => {
  const app = fakeApp({ checkKeys: () => Promise.resolve(aKeyCheck(...checked)) });
  expect((await run(['keys', 'check'], app)).code).toBe(code);
});

it('a typed key is remembered only by add, and is nowhere to be seen', async () => {
  const inputs: unknown[] = [];
  const app = fakeApp({
    checkKeys: (input) => {
      inputs.push(input);
      return Promise.resolve(aKeyCheck({ remembered: true }));
    },
  });
  const terminal = new Terminal({ tty: true }).type(`${key}\r`);
  expect(await terminal.run(['keys', 'add'], app)).toBe(0);
  expect(inputs).toEqual([{ given: [key], remember: true }]);
  expect(terminal.stdout + terminal.stderr).not.toContain(key);
  expect(terminal.stderr).toContain('remembered');
});

it('a key that opens nothing is not remembered, and that is no success', async () => {
  const app = fakeApp({ checkKeys: () => Promise.resolve(aKeyCheck({ opens: 0, newest: false })) });
  const { code, stdout, stderr } = await run(['keys', 'add', '--kit', kit], app);
  expect(code).toBe(1);
  expect(stdout).toContain('opens none');
  expect(stderr).toContain('not remembered');
});

it('forgets by number, or all', async () => {
  const app = fakeApp();
  expect((await run(['keys', 'forget', '1'], app)).code).toBe(0);
  expect((await run(['keys', 'forget', '--all'], app)).code).toBe(0);
  expect(app.asked.filter(([what]) => what === 'forgetKeys')).toEqual([
    ['forgetKeys', { at: '2026-10-02T10:00:00.000Z' }],
    ['forgetKeys', 'all'],
  ]);
});

it.each<[string, readonly string[]]>([
  ['forget without saying which', ['forget']],
  ['forget one and all', ['forget', '1', '--all']],
  ['a key in the command line', ['add', key]],
  ['something else', ['lose']],
  ['nothing to add', ['add']],
])('%s is wrong usage, and nothing is asked', async (_, words) => {
  const app = fakeApp();
  const { code, stderr } = await run(['keys', ...words], app);
  expect(code).toBe(2);
  expect(stderr).not.toContain(key);
  expect(app.asked).toEqual([]);
});

it.each<[string, readonly string[]]>([
  ['keys check', ['keys', 'check']],
  ['test', ['test', '1a2b']],
  ['contents', ['contents', '1a2b']],
  ['extract', ['extract', '1a2b', 'homeassistant', '--to', 'd']],
  ['salvage', ['salvage', 'file.tar', '--to', 'd']],
  ['check', ['check', 'file.tar']],
  ['sheet', ['sheet', '--to', 'f', '--with-key']],
])('%s: a file that is no kit is said to be none', async (name, words) => {
  await writeFile(kit, 'my notes');
  const asks = {
    test: async (input: { moreKeys: () => Promise<readonly string[]> }) => (await input.moreKeys(), null),
  };
  const checks = { check: async (input: { keys: () => Promise<readonly string[]> }) => (await input.keys(), null) };
  const app = fakeApp({ ...asks, ...checks } as never);
  const { code, stderr } = await run([...words, '--kit', kit], app);
  expect([name, code]).toEqual([name, 3]);
  expect(stderr).toContain("There's no key in this file");
  const missing = await run([...words, '--kit', join(folder, 'gone.txt')], app);
  expect(missing.code).toBe(1);
});
