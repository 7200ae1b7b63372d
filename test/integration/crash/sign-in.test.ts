import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { never, signInTo, type TestComputer } from '../../support/app-harness.ts';
import { FileStore } from '../../support/file-store.ts';
import type { ProgramWork } from '../../support/run-program.ts';
import { haveEnded, usePrograms } from '../../support/spawned-program.ts';
import { hour, runOn, useSyncWorld } from '../../support/sync-world.ts';

const world = useSyncWorld();
const spawn = usePrograms();

const signIn = (more: { dieAfterSecrets?: boolean } = {}): ProgramWork => {
  const { appleId, password, deviceCode } = world.apple.account;
  return { what: 'sign-in', appleId, password, code: deviceCode, ...more };
};
/** The program is killed at the request, or kills itself. Gives the rclone processes that it had. */
const killedAt = async (computer: TestComputer, path: string | undefined): Promise<readonly number[]> => {
  const program = await spawn(computer, world.apple, signIn({ dieAfterSecrets: path === undefined }));
  if (path === undefined) {
    await program.ended();
  } else {
    world.apple.fault({ path, stall: true });
    await world.apple.waitFor((entry) => entry.path.includes(path));
  }
  const left = await program.kill();
  world.apple.clearFaults();
  return left;
};
const stagedConfigs = (computer: TestComputer): Promise<string[]> =>
  readdir(join(computer.folder, 'data', 'rclone', 'sign-in'));
const configOf = (computer: TestComputer): Promise<string> =>
  readFile(join(computer.folder, 'data', 'rclone', 'rclone.conf'), 'utf8');

const moments = [
  { what: 'the password is checked', path: 'signin/init' },
  { what: 'the code is accepted, trust is asked for', path: '2sv/trust' },
  { what: 'the secrets are kept, the config is not yet in its place', path: undefined },
];

describe.skipIf(process.platform === 'win32')('a first sign-in, killed when', () => {
  test.each(moments)('$what: begins again and works', async ({ path }) => {
    const fresh = await world.newComputer();
    const computer = fresh.withSecrets(new FileStore(`${fresh.folder}-keychain.json`));
    const left = await killedAt(computer, path);
    expect(await stagedConfigs(computer)).toHaveLength(1);
    world.clock.forward(2 * hour);
    // rclone's `config` commands have no heartbeat: the next start ends what Apple keeps waiting.
    const app = await computer.start();
    await haveEnded(left);
    expect(await stagedConfigs(computer)).toEqual([]);
    await signInTo(app, world.apple);
    expect(await stagedConfigs(computer)).toEqual([]);
    expect(await app.list({ allInstances: true }, never)).toMatchObject({ problems: [] });
    await computer.secrets.remove();
  });
});

describe.skipIf(process.platform === 'win32')('a later sign-in, killed when', () => {
  test.each(moments)('$what: the session from before goes on', async ({ path }) => {
    const before = await configOf(world.computer);
    world.clock.forward(hour);
    world.apple.account.password = 'chosen anew';
    const left = await killedAt(world.computer, path);
    expect(await configOf(world.computer)).toBe(before);
    await world.home.addBackup({ date: world.ago(0.1) });
    const app = await world.restart();
    await haveEnded(left);
    world.apple.clearLog();
    expect(await world.run()).toMatchObject({ outcome: 'done', backups: [{ outcome: 'stored' }] });
    expect(world.apple.signIns()).toBe(0);
    expect(app.settings.current.appleId).toBe(world.apple.account.appleId);
    await new FileStore(`${world.computer.folder}-keychain.json`).remove();
  });
});

describe.skipIf(process.platform === 'win32')('a sign-in to another account, killed when', () => {
  test('the secrets are kept: its password is never sent for the account before', async () => {
    world.clock.forward(hour);
    Object.assign(world.apple.account, { appleId: 'somebody@example.org', password: 'of somebody' });
    await killedAt(world.computer, undefined);
    // The program in this process sees the keychain of the one that was killed.
    const keychain = new FileStore(`${world.computer.folder}-keychain.json`);
    const app = await world.computer.withSecrets(keychain).start();
    expect(app.settings.current.appleId).not.toBe('somebody@example.org');
    world.endSessions({ trust: true });
    await world.home.addBackup({ date: world.ago(0.1) });
    const report = await runOn(app);
    expect(report.problem?.code).not.toBe('icloud.password-wrong');
    const refused = world.apple.log().filter(({ path, status }) => path.includes('signin/complete') && status === 401);
    expect(refused).toEqual([]);
  });
});
