import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { beforeEach, describe, expect } from 'vitest';
import { needs } from '../../support/skip.ts';
import { documentOf, isBuilt, linesOf } from './program.ts';
import { it, settle, signalOnce, tarsOf } from './world.ts';

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

describe('Ctrl-C', () => {
  it('ends a run in the middle of an upload with 130, and the next run goes on', async ({ apple, home, server }) => {
    await settle({ apple, home, server });
    await home.addBackup({ protected: true, sizeBytes: 12_000_000 });
    apple.throttle({ upBps: 1_000_000 });
    const backup = server.start(['backup', '--json']);
    const ended = await signalOnce(backup, 'SIGINT', /"upload":\{"name":[^}]*"bytes":[1-9]/);
    expect(ended, ended.stderr).toMatchObject({ exitCode: 130 });
    expect(linesOf(ended.stdout).at(-1)).toMatchObject({ type: 'result', report: { outcome: 'cancelled' } });

    const left = [...(await server.files()).keys()].filter((path) => /run\.lock|[\\/]running[\\/]/.test(path));
    expect(left).toEqual([]);

    apple.throttle({});
    const next = await server.run(['backup']);
    expect(next, next.stderr).toMatchObject({ code: 0 });
    expect(tarsOf(apple)).toHaveLength(1);
  });

  it('twice ends it at once, with the rest for the next run', async ({ apple, home, server }) => {
    await settle({ apple, home, server });
    await home.addBackup({ protected: true, sizeBytes: 12_000_000 });
    apple.throttle({ upBps: 1_000_000 });
    const backup = server.start(['backup', '--json']);
    let isSent = false;
    for await (const line of backup) {
      if (isSent || !/"upload":\{"name":[^}]*"bytes":[1-9]/.test(line)) continue;
      isSent = backup.kill('SIGINT');
      // The same signal twice might arrive as one.
      backup.kill('SIGTERM');
    }
    const ended = await backup;
    expect(ended, ended.stderr).toMatchObject({ exitCode: 130 });
    expect(linesOf(ended.stdout).filter((line) => (line as { type: string }).type === 'result')).toEqual([]);
    expect([...(await server.files()).keys()].filter((path) => path.endsWith('run.lock'))).toHaveLength(1);

    apple.throttle({});
    const next = await server.run(['backup']);
    expect(next, next.stderr).toMatchObject({ code: 0 });
    expect(tarsOf(apple)).toHaveLength(1);
  });

  it('is how a watch ends: with 0', async ({ apple, home, server }) => {
    await settle({ apple, home, server });
    await home.addBackup({ protected: true });
    const watch = server.start(['watch', '--json']);
    const ended = await signalOnce(watch, 'SIGTERM', /^\{"type":"status"/);
    expect(ended, ended.stderr).toMatchObject({ exitCode: 0 });
    const [report, ...rest] = linesOf(ended.stdout).filter((line) => (line as { type: string }).type !== 'activity');
    expect(report).toMatchObject({ type: 'report', trigger: 'start', report: { outcome: 'done' } });
    expect(rest.at(-1)).toMatchObject({ type: 'result' });
    expect(tarsOf(apple)).toHaveLength(1);
  });
});

describe('a closed terminal', () => {
  it('ends a run in order, also when it is told twice', async ({ apple, home, server }) => {
    await settle({ apple, home, server });
    await home.addBackup({ protected: true, sizeBytes: 12_000_000 });
    apple.throttle({ upBps: 1_000_000 });
    const backup = server.start(['backup', '--json']);
    let isHungUp = false;
    for await (const line of backup) {
      isHungUp ||= /"upload":\{"name":[^}]*"bytes":[1-9]/.test(line);
      // Once more while it is ending, as a shell passes it on; after its last words there is nobody left to hear it.
      if (isHungUp && line.startsWith('{"type":"activity"')) backup.kill('SIGHUP');
    }
    const ended = await backup;
    expect(ended, ended.stderr).toMatchObject({ exitCode: 130 });
    expect(linesOf(ended.stdout).at(-1)).toMatchObject({ type: 'result', report: { outcome: 'cancelled' } });
    const left = [...(await server.files()).keys()].filter((path) => /run\.lock|[\\/]running[\\/]/.test(path));
    expect(left).toEqual([]);
  });
});

describe('settings', () => {
  it('are shown, changed, and kept for every later command', async ({ server }) => {
    const changed = await server.run(['settings', 'retention-days', '30', '--json']);
    expect(changed, changed.stderr).toMatchObject({ code: 0 });
    expect(documentOf(await server.run(['settings', '--json']))).toMatchObject({ retentionDays: 30, keep: 3 });
    const refused = await server.run(['settings', 'keep', '0']);
    expect(refused.code).toBe(3);
    expect(refused.stderr).toContain('has to be a whole number from 1 to 1000.');
    expect(documentOf(await server.run(['settings', '--json']))).toMatchObject({ keep: 3 });
  });

  it('reach a watch that runs, with its next look', async ({ apple, home, server }) => {
    await settle({ apple, home, server });
    const watch = server.start(['watch', '--json']);
    const reports: unknown[] = [];
    let isChanged = false;
    for await (const text of watch) {
      const line = JSON.parse(text) as { type: string };
      if (line.type === 'report') reports.push(line);
      if (line.type === 'status' && !isChanged) {
        isChanged = true;
        await server.run(['settings', 'require-protected', 'yes']);
        await home.addBackup({ protected: false });
        home.setState('blocked');
        home.setState('running');
      }
      if (line.type === 'report' && reports.length === 2) watch.kill('SIGTERM');
    }
    expect(reports[1]).toMatchObject({ report: { warnings: [{ code: 'archive.unprotected' }] } });
    expect(tarsOf(apple)).toEqual([]);
  });
});

describe('what only the user can end ends with 3, and is not tried again', () => {
  it('a wrong token', async ({ apple, home, server }) => {
    await settle({ apple, home, server });
    home.revokeToken(home.token);
    for (const again of [1, 2]) {
      const backup = await server.run(['backup']);
      expect(backup, String(again)).toMatchObject({ code: 3 });
      expect(backup.stderr).toContain('(ha.token-invalid)');
    }
    expect(home.badTokenCount()).toBe(1);
    expect((await server.run(['status'])).code).toBe(3);
  });

  it('a sign-in that has run out', async ({ apple, home, server }) => {
    await settle({ apple, home, server });
    await home.addBackup({ protected: true });
    apple.expireTrust();
    apple.expireSession();
    const first = await server.run(['backup']);
    expect(first, first.stderr).toMatchObject({ code: 3 });
    expect(first.stderr).toContain('Run:  ha-icloud-backup login');
    const requests = apple.requests();
    expect((await server.run(['backup'])).code).toBe(3);
    expect(apple.requests()).toBe(requests);
    const login = await server.run(['login', '--apple-id', apple.account.appleId], `${apple.account.deviceCode}\n`);
    expect(login, login.stderr).toMatchObject({ code: 0 });
    expect((await server.run(['backup'])).code).toBe(0);
  });
});

it('writes no secret into any file, and says none', async ({ apple, home, server }) => {
  await settle({ apple, home, server });
  await home.addBackup({ protected: true });
  const ended = [await server.run(['backup', '--json']), await server.run(['status', '--json'])];
  apple.account.password = 'another one';
  apple.expireTrust();
  apple.expireSession();
  ended.push(await server.run(['backup']), await server.run(['login', '--apple-id', apple.account.appleId]));
  home.revokeToken(home.token);
  ended.push(await server.run(['backup']), await server.run(['list', '--json']));
  const secrets = Object.entries(server.env).filter(([name]) => /TOKEN|PASSWORD|CONFIG_KEY/.test(name));
  expect(secrets).toHaveLength(3);
  const texts = new Map([...(await server.files()), ['output', JSON.stringify(ended)]]);
  expect(texts.size).toBeGreaterThan(5);
  for (const [name, secret] of secrets) {
    for (const [place, text] of texts) expect(text.includes(secret), `${name} in ${place}`).toBe(false);
  }
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
