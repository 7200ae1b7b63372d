import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect } from 'vitest';
import type { AppleSimulator } from '../../simulators/apple/index.ts';
import { it } from '../../support/apple-fixture.ts';
import { never } from '../../support/signed-in.ts';

const home = 'Home (1234abcd)';
const polls = (apple: AppleSimulator): number =>
  apple.log().filter((entry) => entry.path.endsWith('/requestPCS')).length;

describe('a web session', () => {
  it('is revived once, without the user, and not twice in a day', async ({ apple, computer }) => {
    const drive = computer.drive();
    await drive.folders(never);
    apple.expireSession();
    apple.clearLog();
    expect(await drive.folders(never)).toEqual([]);
    expect({ signIns: apple.signIns(), uses: computer.silent.uses }).toEqual({ signIns: 1, uses: 1 });
    expect([apple.codePushes(), apple.smsSent()]).toEqual([0, 0]);

    apple.expireSession();
    apple.clearLog();
    await expect(drive.folders(never)).rejects.toMatchObject({ code: 'icloud.session-refused' });
    await expect(drive.list(home, never)).rejects.toMatchObject({ code: 'icloud.session-refused' });
    expect({ signIns: apple.signIns(), uses: computer.silent.uses }).toEqual({ signIns: 0, uses: 1 });

    computer.silent.left = 1;
    expect(await drive.folders(never)).toEqual([]);
    expect(apple.signIns()).toBe(1);
  });

  it('is kept for the next process: no questions whether it lives', async ({ apple, computer }) => {
    await computer.drive().folders(never);
    apple.clearLog();
    await computer.drive().folders(never);
    await computer.drive().list(home, never);
    expect([apple.requests('setup'), apple.requests('signin')]).toEqual([0, 0]);
  });

  it.runIf(process.platform !== 'win32')('waits for no pipe that lies in its place', async ({ apple, computer }) => {
    await computer.drive().folders(never);
    const cache = join(computer.cacheDir, 'iclouddrive-photos');
    const [name = ''] = (await readdir(cache, { recursive: true })).filter((path) => path.endsWith('webservices.json'));
    await rm(join(cache, name));
    await execa('mkfifo', [join(cache, name)]);
    apple.clearLog();
    expect(await computer.drive().folders(never)).toEqual([]);
    expect(apple.codePushes()).toBe(0);
  });

  it.for([
    ['a look', 'list'],
    ['an upload', 'putText'],
    ['a removal', 'remove'],
  ] as const)('is revived in the middle of %s', async ([, what], { apple, computer }) => {
    apple.putFile(`HomeAssistantBackups/${home}/a.tar`, 'x');
    const drive = computer.drive();
    await drive.folders(never);
    apple.expireSession();
    if (what === 'list') expect((await drive.list(home, never)).files.items).toHaveLength(1);
    if (what === 'putText') await drive.putText('text', home, 'b.json', never);
    if (what === 'remove') await drive.remove(home, 'a.tar', never);
    expect(computer.silent.uses).toBe(1);
  });

  it('does not come back when the trust is over: one try, then the user', async ({ apple, computer }) => {
    await computer.drive().folders(never);
    apple.expireSession();
    apple.expireTrust();
    apple.clearLog();
    await expect(computer.drive().folders(never)).rejects.toMatchObject({ code: 'icloud.trust-expired' });
    expect([apple.signIns(), apple.codePushes()]).toEqual([1, 0]);
  });

  it('waits for new terms to be accepted', async ({ apple, computer }) => {
    await computer.drive().folders(never);
    apple.account.termsPending = true;
    apple.expireSession();
    await expect(computer.drive().folders(never)).rejects.toMatchObject({ code: 'icloud.terms-pending' });
    expect(computer.silent.uses).toBe(1);
  });

  it('is refused for good when access on the web is switched off', async ({ apple, computer }) => {
    await computer.drive().folders(never);
    apple.account.webAccess = false;
    await expect(computer.drive().folders(never)).rejects.toMatchObject({ code: 'icloud.session-refused' });
    expect(computer.silent.uses).toBe(1);
  });
});

describe('Advanced Data Protection', () => {
  it.for(['folders', 'list', 'putText', 'remove'] as const)('stops %s at once', async (what, { apple, computer }) => {
    apple.account.adp = true;
    await computer.forgetSession();
    const drive = computer.drive();
    const calls = {
      folders: () => drive.folders(never),
      list: () => drive.list(home, never),
      putText: () => drive.putText('text', home, 'a.json', never),
      remove: () => drive.remove(home, 'a.tar', never),
    };
    await expect(calls[what]()).rejects.toMatchObject({ code: 'icloud.approval-needed' });
    // rclone announces the request just before it sends it, so one may get away; it asks again after ten seconds.
    expect(polls(apple)).toBeLessThanOrEqual(1);
    expect(computer.silent.uses).toBe(0);
  });
});
