import { describe, expect, it } from 'vitest';
import { commands } from '../../src/cli/commands.ts';
import { runCli } from '../../src/cli/run-cli.ts';
import { fakeApp } from './fake-app.ts';
import { run, Terminal } from './terminal.ts';

describe('wrong calls end with 2, say why in a few lines on stderr, and open nothing', () => {
  it.each([
    ['', 'No command was given.'],
    ['unknown', 'Unknown command.'],
    ['--url x setup', '--url has to come after a command.'],
    ['status --wrong', 'Unknown option: --wrong.'],
    ['status --ä', 'Unknown option.'],
    ['status --json=1', '--json takes no value.'],
    ['status more', 'There are too many words after status.'],
    ['status --data-dir', '--data-dir needs a value.'],
    ['status --data-dir=', '--data-dir needs a value.'],
    ['setup', '--url is missing.'],
    ['setup --url', '--url needs a value.'],
    ['setup --url h --keep 0', '--keep has to be a whole number from 1 to 1000.'],
    ['setup --url h --keep 2.5', '--keep has to be a whole number from 1 to 1000.'],
    ['setup --url h --retention-days=-1', '--retention-days has to be a whole number from 0 to 3650.'],
    ['setup --url h --folder-change later', '--folder-change has to be one of: move, anew, renamed.'],
    ['setup --url h --accept-certificate AB:CD', '--accept-certificate has to be a SHA-256 fingerprint'],
    ['setup --url h', "Without a terminal the token comes from HA_ICLOUD_BACKUP_TOKEN, which isn't set."],
    ['login', '--apple-id is missing.'],
    ['login --apple-id a@b.c', "the password comes from HA_ICLOUD_BACKUP_APPLE_PASSWORD, which isn't set."],
    ['restore --to d', 'The ID of a backup is missing.'],
    ['restore id', '--to is missing.'],
    ['restore id other --to d', 'There are too many words after restore.'],
    ['check', 'A FILE is missing.'],
    ['contents', 'FILE|ID is missing.'],
    ['salvage --to d', 'A FILE is missing.'],
    ['salvage file.tar', '--to is missing.'],
    ['extract file.tar --to d', 'FILE|ID and PATH are required.'],
    ['extract file.tar homeassistant', '--to is missing.'],
    ['prune', 'No terminal to ask: use --yes or --dry-run.'],
    ['logout --apple --ha', 'Use only one of --apple, --ha, --all.'],
  ])('%s', async (line, message) => {
    const terminal = new Terminal();
    const argv = line === '' ? [] : line.split(' ');
    const code = await runCli(argv, terminal.io, () => Promise.reject(new Error('the app was opened')));
    expect({ code, stdout: terminal.stdout }).toEqual({ code: 2, stdout: '' });
    expect(terminal.stderr).toContain(message);
    expect(terminal.stderr).toContain('Usage: ha-icloud-backup');
    expect(terminal.stderr.split('\n').length).toBeLessThanOrEqual(6);
  });
});

it.each([
  ['setup', '--url', 'h', '--token', 'hunter2-secret'],
  ['setup', '--token=hunter2-secret', '--url', 'h'],
  ['--password', 'hunter2-secret', 'login', '--apple-id', 'a@b.c'],
  ['login', '--apple-id', 'a@b.c', '--apple-password=hunter2-secret'],
  ['setup', '--url', 'h', '-token', 'hunter2-secret'],
  ['extract', 'file.tar', 'ssl', '--to', 'd', '--key', 'hunter2-secret'],
])('refuses secrets on the command line and does not repeat them: %s %s %s', async (...argv) => {
  const { code, stderr } = await run(argv, fakeApp(), { tty: true });
  expect(code).toBe(2);
  expect(stderr).toContain('HA_ICLOUD_BACKUP_TOKEN');
  expect(stderr).not.toContain('hunter2');
});

it.each([
  [['--data-dir', 'elsewhere', '--json', 'status']],
  [['status', '--json', '--data-dir', 'elsewhere']],
  [['--json', 'status', '--data-dir=elsewhere']],
])('takes the options of every command before and behind it: %j', async (argv) => {
  const terminal = new Terminal();
  const opened: unknown[] = [];
  const code = await runCli(argv, terminal.io, (dataDir) => {
    opened.push(dataDir);
    return Promise.resolve(fakeApp());
  });
  expect({ code, opened }).toEqual({ code: 0, opened: ['elsewhere'] });
  expect(JSON.parse(terminal.stdout)).toMatchObject({ safety: 'safe' });
});

it('hands the options of a command on, without what was not said', async () => {
  const app = fakeApp();
  const env = { HA_ICLOUD_BACKUP_TOKEN: 'from the environment' };
  await run(['setup', '--url', 'ha.local', '--keep', '5'], app, { env });
  await run(
    [
      'setup',
      '--url',
      'h',
      '--folder',
      'A/B',
      '--retention-days',
      '0',
      '--ca-file',
      'ca.pem',
      '--folder-change',
      'move',
    ],
    app,
    { env },
  );
  await run(['backup', '--again', 'a', '--again', 'b', '--create'], app);
  await run(['restore', '1a2b', '--to', 'out', '--instance', 'Home'], app);
  await run(['check', 'file.tar'], app);
  await run(['list', '--all-instances'], app);
  await run(['logout'], app);
  await run(['logout', '--all'], app);
  const token = 'from the environment';
  expect(app.asked.filter(([what]) => what !== 'status')).toEqual([
    ['setUp', { url: 'ha.local', floor: 5, token }],
    [
      'setUp',
      { url: 'h', baseFolder: 'A/B', retentionDays: 0, caFile: '/work-folder/ca.pem', folderChange: 'move', token },
    ],
    ['backUp', { create: true, asked: ['a', 'b'], by: 'user' }],
    ['restore', { id: '1a2b', to: '/work-folder/out', instance: 'Home' }],
    ['check', '/work-folder/file.tar'],
    ['list', { allInstances: true }],
    ['logout', 'apple'],
    ['logout', 'all'],
  ]);
});

it.each(['ab'.repeat(32), 'AB'.repeat(32), 'Ab:'.repeat(31) + 'aB', `SHA256 Fingerprint=${'AB:'.repeat(31)}AB`])(
  'takes a fingerprint as browsers and openssl show it: %s',
  async (shown) => {
    const app = fakeApp();
    await run(['setup', '--url', 'h', '--accept-certificate', shown], app, { env: { HA_ICLOUD_BACKUP_TOKEN: 't' } });
    expect(app.asked[0]).toEqual(['setUp', { url: 'h', token: 't', acceptFingerprint: `${'AB:'.repeat(31)}AB` }]);
  },
);

describe('help', () => {
  it('names every command and every exit code', async () => {
    const { code, stdout, stderr } = await run(['--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const { name, summary } of commands)
      expect(stdout).toMatch(new RegExp(`^  ${name} +${summary.slice(0, 10)}`, 'm'));
    for (const exit of ['0', '1', '2', '3', '4', '130']) expect(stdout).toMatch(new RegExp(`^  ${exit} +\\w`, 'm'));
  });

  it.each(commands.map((command) => [command.name, command] as const))(
    '%s explains each of its options and has an example',
    async (name, command) => {
      const { code, stdout } = await run([name, '--help']);
      expect(code).toBe(0);
      expect(stdout).toContain(`ha-icloud-backup ${name}`);
      for (const option of Object.keys(command.options))
        expect(stdout).toMatch(new RegExp(`^  --${option}\\b.*\\w`, 'm'));
      expect(stdout).toMatch(/Examples\n {2}.*ha-icloud-backup/);
    },
  );

  it('tells the version', async () => {
    const { code, stdout } = await run(['--version']);
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) as unknown });
  });
});
