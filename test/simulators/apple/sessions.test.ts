import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { newComputer, parseReply } from './run-rclone.ts';
import { it, requestLines } from './with-simulator.ts';

const LIST = 'POST /retrieveItemDetailsInFolders';
const ROOT = ['lsjson', 'icloud:'];

describe('a web session', () => {
  it('is validated once and then used without further ado', async ({ apple, computer }) => {
    await computer.signIn();
    apple.clearLog();
    await computer.run(ROOT);
    await computer.run(ROOT);
    expect(requestLines(apple)).toEqual(['POST /setup/ws/1/validate 200', `${LIST} 200`, `${LIST} 200`]);
  });

  it('that died stays dead as long as the cache is there', async ({ apple, computer }) => {
    await computer.signIn();
    await computer.run(ROOT);
    apple.expireSession();
    apple.clearLog();
    expect((await computer.run(ROOT)).stderr).toContain('Invalid global session');
    expect(requestLines(apple)).toEqual([`${LIST} 421`, `${LIST} 421`]);
  });

  it('that was saved lives again, and everything in it is known as given away', async ({ apple, computer }) => {
    await computer.signIn();
    const bringBack = apple.saveSessions();
    apple.expireSession();
    apple.expireTrust();
    expect((await computer.run(ROOT)).code).toBe(1);
    bringBack();
    expect(await computer.run(ROOT)).toMatchObject({ code: 0 });
    const config = await computer.config();
    const given = apple.handedOut();
    // Web session, trust in the browser, session token, trust token, and some of the sign-in's own.
    expect(given.filter((value) => config.includes(value)).length).toBeGreaterThan(3);
    expect(given.every((value) => value.length >= 16)).toBe(true);
  });

  it('that died is renewed by password and trust token without the cache', async ({ apple, computer }) => {
    await computer.signIn();
    apple.expireSession();
    await computer.dropCache();
    apple.clearLog();
    expect(await computer.run(ROOT)).toMatchObject({ code: 0 });
    expect(requestLines(apple, (entry) => entry.kind === 'setup')).toEqual([
      'POST /setup/ws/1/validate 421',
      'POST /setup/ws/1/accountLogin 200',
    ]);
    expect({ signIns: apple.signIns(), pushes: apple.codePushes() }).toEqual({ signIns: 1, pushes: 0 });
  });

  it('is not renewed with a changed password', async ({ apple, computer }) => {
    await computer.signIn();
    apple.expireSession();
    apple.account.password = 'a new one';
    await computer.dropCache();
    const result = await computer.run(ROOT);
    expect(result.code).toBe(1);
    expect(result.stderr).toContain('-20101');
  });

  it('is replaced as soon as a re-login begins, even if that is given up', async ({ computer }) => {
    await computer.signIn();
    await computer.run(ROOT);
    expect(parseReply(await computer.run(['config', 'update', 'icloud', '--non-interactive'])).State).toBe('2fa_do');
    const result = await computer.run(ROOT);
    expect(result.code).toBe(1);
    expect(result.stderr).toContain('Missing X-APPLE-WEBAUTH-TOKEN cookie');
  });

  it('hiccups once in an upload: it still succeeds, after a request without its body', async ({ apple, computer }) => {
    await computer.signIn();
    await writeFile(join(computer.dir, 'a.tar'), 'x'.repeat(5000));
    apple.fault({ path: 'upload/web', status: 421, body: 'Invalid global session' });
    expect(await computer.run(['copyto', join(computer.dir, 'a.tar'), 'icloud:a.tar'])).toMatchObject({ code: 0 });
    const uploads = apple.log().filter((entry) => entry.path.endsWith('upload/web'));
    expect(uploads.map((entry) => entry.status)).toEqual([421, 400, 200]);
    expect(apple.files()).toMatchObject([{ path: 'a.tar', size: 5000 }]);
  });
});

describe('a trust token', () => {
  it('that is no longer accepted needs a code', async ({ apple, computer }) => {
    await computer.signIn();
    apple.expireSession();
    apple.expireTrust();
    await computer.dropCache();
    const result = await computer.run(ROOT);
    expect(result.code).toBe(1);
    expect(result.stderr).toContain('trust token expired, please reauth');
  });

  it('is good beside that of another computer', async ({ apple, computer }) => {
    const other = await newComputer(apple);
    await computer.signIn();
    await other.signIn();
    apple.expireSession();
    for (const each of [computer, other]) {
      await each.dropCache();
      expect(await each.run(ROOT)).toMatchObject({ code: 0 });
    }
    await other.close();
  });

  it('is not there for an account without two-factor authentication', async ({ apple, computer }) => {
    apple.account.hsa2 = false;
    expect((await computer.beginSignIn()).State).toBe('');
    expect((await computer.run(ROOT)).stderr).toContain('missing icloud trust token');
  });
});

describe('a sign-in that works and yet opens nothing', () => {
  it('terms are pending: 401 until they are accepted', async ({ apple, computer }) => {
    apple.account.termsPending = true;
    await computer.signIn();
    const refused = await computer.run(ROOT);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('Missing X-APPLE-WEBAUTH-TOKEN cookie');
    apple.account.termsPending = false;
    await computer.dropCache();
    expect(await computer.run(ROOT)).toMatchObject({ code: 0 });
  });

  it('web access is off: 421 until it is allowed', async ({ apple, computer }) => {
    apple.account.webAccess = false;
    await computer.signIn();
    const refused = await computer.run(ROOT);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('HTTP error 421');
    apple.account.webAccess = true;
    expect(await computer.run(ROOT)).toMatchObject({ code: 0 });
  });
});

describe('Advanced Data Protection', () => {
  it('waits for the approval of a device, once', async ({ apple, computer }) => {
    apple.account.adp = true;
    await computer.signIn();
    const listing = computer.run(ROOT);
    await apple.waitFor((entry) => entry.path.endsWith('/requestPCS') && entry.done);
    apple.approveAdp();
    const result = await listing;
    expect(result.code).toBe(0);
    expect(result.stderr).toContain(
      'waiting for device approval for PCS/iclouddrive (Requested the device to upload cookies.)',
    );
    expect(result.stderr).toContain('PCS cookies acquired for iclouddrive');
    apple.clearLog();
    expect(await computer.run(ROOT)).toMatchObject({ code: 0 });
    expect(requestLines(apple)).toEqual([`${LIST} 200`]);
  });

  it('refuses a forgotten cookie until the web session is a new one', async ({ apple, computer }) => {
    apple.account.adp = true;
    apple.approveAdp();
    await computer.signIn();
    expect(await computer.run(ROOT)).toMatchObject({ code: 0 });
    apple.dropPcs();
    const result = await computer.run(ROOT);
    expect(result.code).toBe(1);
    expect(result.stderr).toContain('Missing PCS cookies');
    apple.expireSession();
    apple.approveAdp();
    await computer.dropCache();
    expect(await computer.run(ROOT)).toMatchObject({ code: 0 });
  });

  it('fails with pending terms', async ({ apple, computer }) => {
    Object.assign(apple.account, { adp: true, termsPending: true });
    await computer.signIn();
    expect((await computer.run(ROOT)).stderr).toContain('requestPCS(iclouddrive): HTTP error 500');
  });
});
