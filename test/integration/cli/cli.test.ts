import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { beforeEach, expect } from 'vitest';
import { needs } from '../../support/skip.ts';
import { documentOf, isBuilt, linesOf } from './program.ts';
import { it, settle, tarsOf } from './world.ts';

beforeEach(() => {
  needs(isBuilt(), 'the built program (npm run build)');
});

it('goes the way of a newcomer, from the set-up to the restored file', async ({ apple, home, server }) => {
  const older = await home.addBackup({ protected: true });

  const setup = await server.run(['setup', '--url', home.url, '--keep', '2', '--json']);
  expect(documentOf(setup)).toMatchObject({ name: 'Home', admin: true, backups: 1, secretStore: 'environment' });

  const codes = ['111111', apple.account.deviceCode];
  const login = await server.run(['login', '--apple-id', apple.account.appleId], codes.join('\n'));
  expect(login, login.stderr).toMatchObject({ code: 0 });
  expect(login.stderr).toContain('(icloud.code-wrong)');

  const backup = await server.run(['backup', '--create']);
  expect(backup, backup.stderr).toMatchObject({ code: 0 });
  expect(backup.stdout).toContain('stored 2 backups');
  expect(tarsOf(apple)).toHaveLength(2);

  const list = documentOf(await server.run(['list', '--json'])) as { backups: { id: string; where: string[] }[] };
  expect(list.backups.map(({ id }) => id)).toContain(older);
  expect(list.backups.every(({ where }) => where.length === 2)).toBe(true);

  const prune = documentOf(await server.run(['prune', '--dry-run', '--json']));
  expect(prune).toMatchObject({ held: null, removed: [], backups: [{ next: 'keep' }, { next: 'keep' }] });

  const target = join(server.folder, 'back');
  const restore = await server.run(['restore', older, '--to', target, '--json']);
  expect(restore, restore.stderr).toMatchObject({ code: 0 });
  const result = linesOf(restore.stdout).at(-1) as { restored: { file: string; sha256: string } };
  expect((await readFile(result.restored.file)).equals(home.archiveBytes(older))).toBe(true);
  expect((await server.run(['check', result.restored.file])).code).toBe(0);

  const status = await server.run(['status']);
  expect(status.code).toBe(0);
  expect(status.stdout).toMatch(/^Everything is backed up/);

  const logout = await server.run(['logout', '--all']);
  expect(logout, logout.stderr).toMatchObject({ code: 0 });
  expect((await server.run(['backup'])).stderr).toContain('(settings.not-set-up)');
  expect(tarsOf(apple)).toHaveLength(2);
});

it('lets another program lead the sign-in, by SMS to the second phone', async ({ apple, home, server }) => {
  await server.run(['setup', '--url', home.url]);
  apple.account.phones = [
    { id: 1, number: '+4915112345612', mode: 'sms' },
    { id: 2, number: '+4915112345634', mode: 'sms' },
  ];
  const login = server.start(['login', '--apple-id', apple.account.appleId, '--json']);
  const asked: string[] = [];
  const answers: Record<string, string> = {
    'device-code': 'sms',
    'choose-phone': '2',
    'phone-code': apple.account.smsCode,
  };
  for await (const line of login) {
    const { type, step = '', ...rest } = JSON.parse(line) as { type: string; step?: string };
    asked.push(type === 'step' ? step : type);
    if (type === 'step') login.stdin.write(`${answers[step] ?? ''}\n`);
    if (step === 'choose-phone') expect(rest).toMatchObject({ phones: [{ number: 1 }, { number: 2 }] });
    if (type === 'result') expect(rest).toMatchObject({ signIn: { daysLeft: 29 } });
  }
  expect(asked).toEqual(['device-code', 'choose-phone', 'phone-code', 'result']);
  expect((await login).exitCode).toBe(0);
  expect(apple.smsSent()).toBe(1);
});

it('waits for the approval of a device, and says so', async ({ apple, home, server }) => {
  await server.run(['setup', '--url', home.url]);
  apple.account.adp = true;
  apple.approveAdp(1);
  const login = await server.run(
    ['login', '--apple-id', apple.account.appleId, '--json'],
    `${apple.account.deviceCode}\n`,
  );
  expect(login, login.stderr).toMatchObject({ code: 0 });
  expect(linesOf(login.stdout)).toMatchObject([{ step: 'device-code' }, { step: 'approve' }, { type: 'result' }]);
  expect(login.stderr).toContain('Tap Allow on your iPhone');
});

it('--data-dir wins over the folder of the environment', async ({ home, server }) => {
  const elsewhere = join(server.folder, 'elsewhere');
  expect((await server.run(['--data-dir', elsewhere, 'setup', '--url', home.url])).stdout).toContain('Found Home');
  const folders = [...(await server.files()).keys()].map((path) => relative(server.folder, path).split(sep)[0]);
  expect(new Set(folders)).toEqual(new Set(['elsewhere']));
});

it('does not mind a reader that leaves early', async ({ server }) => {
  const help = server.start(['--help']);
  help.stdout.destroy();
  const [code] = (await once(help, 'exit')) as [number];
  expect(code).toBe(0);
});

it('a config key that could be guessed stays in use, is told with the way out, and gets no new sign-in', async ({
  apple,
  home,
  server,
}) => {
  await settle({ apple, home, server });
  const asked = apple.log().length;
  server.env['HA_ICLOUD_BACKUP_CONFIG_KEY'] = 'short';
  const status = await server.run(['status']);
  expect(status.stdout).toContain('The key in HA_ICLOUD_BACKUP_CONFIG_KEY is too short (secrets.key-short)');
  expect(status.stdout).toContain('openssl rand -hex 32');
  const login = await server.run(['login', '--apple-id', apple.account.appleId]);
  expect(login).toMatchObject({ code: 3 });
  expect(login.stderr).toContain('(secrets.key-short)');
  expect(apple.log()).toHaveLength(asked);
});
