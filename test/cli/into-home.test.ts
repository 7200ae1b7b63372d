import { expect, it } from 'vitest';
import type { IntoHomeInput } from '../../src/core/commands/restore-into-home.ts';
import { AppError } from '../../src/core/errors/app-error.ts';
import { aPlaced, aStart } from './a-placed.ts';
import { fakeApp } from './fake-app.ts';
import { run, Terminal } from './terminal.ts';

const argv = ['restore', '1a2b', '--into-home-assistant'];
const url = ['--url', 'ha.local'];
const env = { HA_ICLOUD_BACKUP_TOKEN: 'the-token' };

const asked = (app: ReturnType<typeof fakeApp>): unknown[] =>
  app.asked.filter(([what]) => what === 'restoreIntoHome').map(([, input]) => input);

it('without an address it goes into the one that is set up', async () => {
  const app = fakeApp();
  const { code, stdout, stderr } = await run(argv, app);
  expect(code).toBe(0);
  expect(asked(app)).toEqual([{ id: '1a2b' }]);
  expect(stdout).toContain('is now in New home');
  expect(stderr).toContain('Settings > System > Backups');
  expect(stderr).toContain('encryption key');
});

it('what is there already is said to be', async () => {
  const app = fakeApp({ restoreIntoHome: () => Promise.resolve(aPlaced({ uploaded: false })) });
  expect((await run(argv, app)).stdout).toContain('is already in New home');
});

it('with an address the token comes from the environment, or from a hidden question', async () => {
  const app = fakeApp();
  await run([...argv, ...url], app, { env });
  const terminal = new Terminal({ tty: true }).type('typed-token\r');
  await terminal.run([...argv, ...url], app);
  expect(asked(app)).toEqual([
    { id: '1a2b', home: { url: 'ha.local', token: 'the-token' } },
    { id: '1a2b', home: { url: 'ha.local', token: 'typed-token' } },
  ]);
  expect(terminal.stdout + terminal.stderr).not.toContain('typed-token');
});

it.each<[string, readonly string[], string]>([
  ['no token and nobody to ask', [...argv, ...url], 'HA_ICLOUD_BACKUP_TOKEN'],
  ['two ways', [...argv, '--to', 'd'], '--into-home-assistant'],
  ['no way', ['restore', '1a2b'], '--to'],
  ['a start for a folder', ['restore', '1a2b', '--to', 'd', '--start'], '--start'],
  ['a start that nobody can agree to', [...argv, '--start'], '--yes'],
  ['an address for a folder', ['restore', '1a2b', '--to', 'd', ...url], '--url'],
])('%s is refused before anything is opened', async (_, words, about) => {
  const app = fakeApp();
  const { code, stderr } = await run(words, app);
  expect(code).toBe(2);
  expect(stderr).toContain(about);
  expect(app.asked).toEqual([]);
});

it('plain http is asked about on a terminal, and goes no further without a yes', async () => {
  const address = 'http://ha.local:8123';
  const inputs: IntoHomeInput[] = [];
  const app = fakeApp({
    restoreIntoHome: (input) => {
      inputs.push(input);
      return input.home?.acceptUnencrypted === address
        ? Promise.resolve(aPlaced())
        : Promise.reject(new AppError('ha.unencrypted', { url: address }));
    },
  });
  const yes = await run([...argv, ...url], app, { tty: true, env, input: 'y\n' });
  expect(yes.code).toBe(0);
  const no = await run([...argv, ...url], app, { tty: true, env, input: 'n\n' });
  expect(no.code).toBe(3);
  const nobody = await run([...argv, ...url, '--json'], app, { env });
  expect(nobody.stdout).toContain('ha.unencrypted');
  expect(inputs.map(({ home }) => home?.acceptUnencrypted)).toEqual([undefined, address, undefined, undefined]);
});

const started = (app: ReturnType<typeof fakeApp>): unknown[] => app.asked.filter(([what]) => what === 'startRestore');

it.each<[string, string, number, boolean | undefined]>([
  ['two times yes', 'y\ny\n', 0, true],
  ['yes, without a backup first', 'y\nn\n', 0, false],
  ['no', 'n\n', 0, undefined],
  ['nothing', '', 0, undefined],
])('--start asks, and names what is lost: %s', async (_, input, code, backupFirst) => {
  const app = fakeApp();
  const ended = await run([...argv, '--start'], app, { tty: true, input });
  expect(ended.code).toBe(code);
  expect(ended.stderr.replace(/\s+/g, ' ')).toContain('will be as it was on 2026-11-21 05:12');
  const orders = started(app);
  expect(orders).toHaveLength(backupFirst === undefined ? 0 : 1);
  if (backupFirst !== undefined) expect(orders).toMatchObject([['startRestore', { backupFirst }]]);
});

it.each([
  ['completed', 0, 'the restore is complete'],
  ['came-back', 4, "doesn't say how the restore went"],
  ['other-users', 4, 'no longer knows the access token'],
] as const)('--yes starts at once, and says how it ended: %s', async (end, code, words) => {
  const app = fakeApp({ startRestore: () => Promise.resolve(aStart({ end, leftOut: ['core_ssh'] })) });
  const ended = await run([...argv, '--start', '--yes'], app);
  expect(ended.code).toBe(code);
  expect(ended.stdout.replace(/\s+/g, ' ')).toContain(words);
  expect(ended.stderr).toContain('core_ssh');
});
