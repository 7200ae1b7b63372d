import { beforeEach, describe, expect } from 'vitest';
import { needs } from '../../support/skip.ts';
import { documentOf, isBuilt } from './program.ts';
import { it, settle, tarsOf } from './world.ts';

beforeEach(() => {
  needs(isBuilt(), 'the built program (npm run build)');
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
