import { expect, it } from 'vitest';
import type { SetUpInput } from '../../src/core/commands/set-up.ts';
import { AppError } from '../../src/core/errors/app-error.ts';
import { anOffer, aSetup, aStatus, fakeApp, type FakeApp } from './fake-app.ts';
import { run, Terminal } from './terminal.ts';

const argv = ['setup', '--url', 'ha.local'];
const env = { HA_ICLOUD_BACKUP_TOKEN: 'the-token\r\n' };

/** Refuses with this error until the input says what is wanted. */
const refusing = (
  error: AppError,
  isDecided: (input: SetUpInput) => boolean,
): { app: FakeApp; inputs: SetUpInput[] } => {
  const inputs: SetUpInput[] = [];
  const app = fakeApp({
    setUp: (input) => {
      inputs.push(input);
      return isDecided(input) ? Promise.resolve(aSetup()) : Promise.reject(error);
    },
  });
  return { app, inputs };
};

it('says what it found, and what comes next', async () => {
  const app = fakeApp({
    setUp: () => Promise.resolve(aSetup({ warnings: [{ code: 'ha.keeps-too-few', facts: { days: 3 } }] })),
    status: () => Promise.resolve(aStatus({ signIn: null })),
  });
  const { stdout, stderr } = await run(argv, app, { env });
  for (const part of [
    '2026.11.0',
    'Home Assistant OS',
    'every day',
    '2026-11-22 04:45',
    '3 backups',
    'about 17.0 GB',
  ]) {
    expect(stdout).toContain(part);
  }
  expect(stderr).toContain('(ha.keeps-too-few)');
  expect(stderr).toContain('Next: ha-icloud-backup login');
});

it('names no folder that has no name yet', async () => {
  const unknown = aSetup({ instanceId: null, folder: 'HomeAssistantBackups' });
  const { stdout } = await run(argv, fakeApp({ setUp: () => Promise.resolve(unknown) }), { env });
  expect(stdout).toContain(
    'Folder in iCloud     a folder in HomeAssistantBackups, named when the first backup is uploaded',
  );
  expect(stdout).not.toContain('()');
});

it('who is signed in already is not sent to sign in', async () => {
  const { stderr } = await run(argv, fakeApp(), { env });
  expect(stderr).toBe('');
});

it('takes the token from a hidden question on a terminal and never shows it', async () => {
  const terminal = new Terminal({ tty: true }).type('hunter2-token\r');
  const app = fakeApp();
  expect(await terminal.run(argv, app)).toBe(0);
  expect(app.asked[0]).toEqual(['setUp', { url: 'ha.local', token: 'hunter2-token' }]);
  expect(terminal.rawModes).toEqual([true, false]);
  expect(terminal.stdout + terminal.stderr).not.toContain('hunter2');
});

it('an empty answer is a wrong call, not an attempt', async () => {
  const app = fakeApp();
  const { code } = await run(argv, app, { tty: true, input: '\r' });
  expect(code).toBe(2);
  expect(app.asked).toEqual([]);
});

it('prefers the token of the environment, without the line break of a file', async () => {
  const app = fakeApp();
  await run(argv, app, { tty: true, env });
  expect(app.asked[0]).toEqual(['setUp', { url: 'ha.local', token: 'the-token' }]);
});

const folderChanged = new AppError('cloud.folder-changed', { from: 'A', to: 'B', copies: 3 });

it('asks on a terminal what a changed folder means, until the answer is one', async () => {
  const { app, inputs } = refusing(folderChanged, (input) => input.folderChange !== undefined);
  const { code } = await run([...argv, '--folder', 'B'], app, { tty: true, env, input: 'what?\nRenamed\n' });
  expect(code).toBe(0);
  expect(inputs.map(({ folderChange }) => folderChange)).toEqual([undefined, 'renamed']);
});

it.each([
  ['without a terminal', { env }, argv],
  ['with --json', { env, tty: true }, [...argv, '--json']],
  ['at the end of the input', { env, tty: true }, argv],
])('does not guess what a changed folder means: %s', async (_, options, given) => {
  const { app, inputs } = refusing(folderChanged, () => false);
  const { code, stderr } = await run(given, app, options);
  expect(code).toBe(3);
  expect(inputs).toHaveLength(1);
  expect(stderr).toContain('--folder-change move|anew|renamed');
});

const fingerprint = `${'AB:'.repeat(31)}CD`;
const untrusted = new AppError('ha.tls-untrusted', {
  fingerprint,
  subject: 'CN=ha.local',
  issuer: 'CN=ha.local',
  validTo: 'Nov 21 12:00:00 2036 GMT',
});

it.each([
  ['y\n', 0, [undefined, fingerprint]],
  ['\n', 3, [undefined]],
  ['no\n', 3, [undefined]],
])('trusts a certificate only after a clear yes: %j', async (input, expected, fingerprints) => {
  const { app, inputs } = refusing(untrusted, (given) => given.acceptFingerprint === fingerprint);
  const { code, stderr } = await run(argv, app, { tty: true, env, input });
  expect(code).toBe(expected);
  expect(inputs.map(({ acceptFingerprint }) => acceptFingerprint)).toEqual(fingerprints);
  expect(stderr).toContain('CN=ha.local');
  expect(stderr).toContain(`SHA-256 ${fingerprint}`);
});

it('without a terminal it tells the option that would trust the certificate', async () => {
  const { app } = refusing(untrusted, () => false);
  const { code, stderr } = await run(argv, app, { env });
  expect(code).toBe(3);
  expect(stderr).toContain(`--accept-certificate ${fingerprint}`);
});

const plain = 'http://192.168.1.20:8123';
const unencrypted = new AppError('ha.unencrypted', { url: plain });

it.each([
  ['y\n', 0, [undefined, plain]],
  ['\n', 3, [undefined]],
  ['no\n', 3, [undefined]],
  ['', 3, [undefined]],
])('sends the token over plain http only after a clear yes: %j', async (input, expected, allowed) => {
  const { app, inputs } = refusing(unencrypted, (given) => given.acceptUnencrypted === plain);
  const { code, stderr } = await run(argv, app, { tty: true, env, input });
  expect(code).toBe(expected);
  expect(inputs.map(({ acceptUnencrypted }) => acceptUnencrypted)).toEqual(allowed);
  expect(stderr).toContain('(ha.unencrypted)');
  expect(stderr).toContain(`Allow plain http to ${plain} on this network?`);
  expect(stderr).not.toContain('the-token');
});

it.each([
  ['without a terminal', { env }, argv],
  ['with --json', { env, tty: true, input: 'y\n' }, [...argv, '--json']],
])('asks nobody about plain http %s: it tells the option', async (_, options, given) => {
  const { app, inputs } = refusing(unencrypted, () => false);
  const { code, stderr } = await run(given, app, options);
  expect(code).toBe(3);
  expect(inputs).toHaveLength(1);
  expect(stderr).toContain(`--allow-unencrypted ${plain}`);
});

it('--allow-unencrypted is the answer beforehand, for exactly that address', async () => {
  const { app, inputs } = refusing(unencrypted, (given) => given.acceptUnencrypted === plain);
  expect((await run([...argv, '--allow-unencrypted', plain], app, { env })).code).toBe(0);
  expect((await run([...argv, '--allow-unencrypted', 'http://192.168.1.21:8123'], app, { env })).code).toBe(3);
  expect(inputs.map(({ acceptUnencrypted }) => acceptUnencrypted)).toEqual([plain, 'http://192.168.1.21:8123']);
});

const offers = [{ what: 'schedule', apps: true, keeps: 7 }, { what: 'encryption' }, anOffer] as const;
const offering = () =>
  fakeApp({
    setUp: () => Promise.resolve(aSetup({ offers: [...offers], warnings: [{ code: 'ha.automatic-off', facts: {} }] })),
  });

it('sets in Home Assistant what is answered with yes, and says where the key is', async () => {
  const app = offering();
  const { code, stderr } = await run(argv, app, { tty: true, env, input: 'y\ny\nn\n' });
  expect(code).toBe(0);
  expect(app.asked.filter(([name]) => name === 'improveHome')).toEqual([['improveHome', offers.slice(0, 2)]]);
  for (const part of [
    'every day, with all its apps and keep the last 7?',
    'keeps only 3 backups. Have it keep 7 backups?',
  ])
    expect(stderr.replace(/\s+/g, ' ')).toContain(part);
  expect(stderr.replace(/\s+/g, ' ')).toContain('http://homeassistant.local:8123/config/backup/settings');
});

it.each([
  ['no', { tty: true, input: 'n\n\nn\n' }, argv],
  ['nobody there', { tty: false }, argv],
  ['a machine that reads', { tty: true }, [...argv, '--json']],
])('sets nothing there without a yes: %s', async (_what, how, call) => {
  const app = offering();
  expect((await run(call, app, { ...how, env })).code).toBe(4);
  expect(app.asked.map(([name]) => name)).not.toContain('improveHome');
});
