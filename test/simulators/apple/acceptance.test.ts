import { createHash, randomBytes } from 'node:crypto';
import { readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startAppleSimulator, type AppleSimulator } from './index.ts';
import { newComputer, parseReply, type Computer } from './run-rclone.ts';

const MIB = 1024 * 1024;
const LONG_AGO = new Date('2026-01-02T03:04:05Z');

interface Listed {
  Name: string;
  Size: number;
  ModTime: string;
}

/** One story from the first sign-in to an expired trust; each step builds on the one before. */
describe('an unmodified rclone against the simulator', () => {
  let apple: AppleSimulator;
  let computer: Computer;
  let bytes: Buffer;

  beforeAll(async () => {
    apple = await startAppleSimulator();
    computer = await newComputer(apple);
    bytes = randomBytes(50 * MIB);
    await writeFile(join(computer.dir, 'f.tar'), bytes);
    await utimes(join(computer.dir, 'f.tar'), LONG_AGO, LONG_AGO);
  });
  afterAll(async () => {
    await apple.stop();
    await computer.close();
  });

  it('signs in with two factors, the wrong code first', async () => {
    expect(await computer.beginSignIn()).toMatchObject({ State: '2fa_do', Option: { Name: 'config_2fa' } });
    const wrong = await computer.answer('2fa_do', '000000');
    expect(wrong).toMatchObject({ code: 2, stdout: '' });
    expect(wrong.stderr).toContain('-21669');
    expect(parseReply(await computer.answer('2fa_do', apple.account.deviceCode))).toMatchObject({
      State: '',
      Error: '',
    });
    expect(await computer.config()).toMatch(/^trust_token = HSARMTKNSRVX.+$/mu);
    expect(await computer.config()).toMatch(/^cookies = .*X-APPLE-WEBAUTH-TOKEN/mu);
    expect({ signIns: apple.signIns(), pushes: apple.codePushes(), sms: apple.smsSent() }).toEqual({
      signIns: 1,
      pushes: 1,
      sms: 0,
    });
  });

  it('makes a folder, uploads 50 MiB and lists them', async () => {
    expect(await computer.run(['mkdir', 'icloud:HA'])).toMatchObject({ code: 0 });
    expect(await computer.run(['copyto', join(computer.dir, 'f.tar'), 'icloud:HA/f.tar'])).toMatchObject({ code: 0 });
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    expect(apple.files('HA')).toMatchObject([{ path: 'HA/f.tar', size: bytes.length, sha256, mtime: LONG_AGO }]);
    const listing = JSON.parse((await computer.run(['lsjson', 'icloud:HA'])).stdout) as Listed[];
    expect(listing).toMatchObject([{ Name: 'f.tar', Size: 52_428_800, ModTime: '2026-01-02T03:04:05Z' }]);
  });

  it('moves to another folder under another name, in two calls', async () => {
    expect(await computer.run(['moveto', 'icloud:HA/f.tar', 'icloud:Other/g.tar'])).toMatchObject({ code: 0 });
    expect(apple.files().map((file) => file.path)).toEqual(['Other/g.tar']);
    const changes = apple.log().filter((entry) => /moveItems$|renameItems$/u.test(entry.path));
    expect(changes.map((entry) => entry.path)).toEqual(['/moveItems', '/renameItems']);
  });

  it('downloads the same bytes', async () => {
    const target = join(computer.dir, 'back.tar');
    expect(await computer.run(['copyto', 'icloud:Other/g.tar', target])).toMatchObject({ code: 0 });
    expect((await readFile(target)).equals(bytes)).toBe(true);
  });

  it('deletes into the trash', async () => {
    expect(await computer.run(['deletefile', 'icloud:Other/g.tar'])).toMatchObject({ code: 0 });
    expect(apple.files()).toEqual([]);
    expect(apple.tree()).toContainEqual(
      expect.objectContaining({ path: 'Other/g.tar', inTrash: true, size: bytes.length }),
    );
  });

  it('is stuck on 421 with dead cookies until its cache is gone, then signs in silently', async () => {
    apple.expireSession();
    const stuck = await computer.run(['lsjson', 'icloud:']);
    expect(stuck.code).toBe(1);
    expect(stuck.stderr).toContain('HTTP error 421');
    await computer.dropCache();
    apple.clearLog();
    expect(await computer.run(['lsjson', 'icloud:'])).toMatchObject({ code: 0 });
    expect({ signIns: apple.signIns(), pushes: apple.codePushes() }).toEqual({ signIns: 1, pushes: 0 });
  });

  it('needs a new code when the trust is gone as well', async () => {
    apple.expireSession();
    apple.expireTrust();
    await computer.dropCache();
    const refused = await computer.run(['lsjson', 'icloud:']);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('trust token expired, please reauth');
    const again = await computer.run(['config', 'reconnect', 'icloud:'], `${apple.account.deviceCode}\n`);
    expect(again.code).toBe(0);
    expect(await computer.run(['lsjson', 'icloud:'])).toMatchObject({ code: 0 });
  });

  it('never talked to anybody but Apple', () => {
    expect(apple.foreignConnects()).toEqual([]);
  });
});
