import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { abandonSignIn } from '../../../src/main/on-window-closed.ts';
import { TestHost } from '../../support/host-world.ts';
import { useSyncWorld } from '../../support/sync-world.ts';

const world = useSyncWorld();
let program: TestHost;

/** A month later: set up and signed in, and Apple wants a code again. */
beforeEach(async () => {
  await world.home.addBackup({ date: world.ago(0.2) });
  world.endSessions();
  await world.run('schedule');
  world.clock.forward(2 * 3_600_000);
  world.apple.clearLog();
  program = await TestHost.open(world.computer);
});
afterEach(async () => {
  await program.host.dispose();
});

test('Apple is asked for a code when the user says so, not by any start, timer or window', async () => {
  expect(program.state.signIn).toMatchObject({ step: 'ready', problem: { code: 'icloud.trust-expired' } });
  program.host.start();
  await program.ask('window.show-prompt', {});
  expect(program.shell.calls).toContain('prompt');
  await program.until(({ status }) => expect(status.home?.seenAt).not.toBeNull());
  expect(program.state.signIn.step).toBe('ready');
  expect(world.apple.log()).toEqual([]);
});

test('after the code what waited goes up at once, and the next date is named', async () => {
  program.host.start();
  await program.ask('icloud.reconnect', {});
  expect(program.state.signIn).toMatchObject({ step: 'device-code', problem: null });
  await program.ask('icloud.code', { code: world.apple.account.deviceCode });
  expect(program.state.signIn).toMatchObject({ step: 'done', until: program.state.status.signIn?.until });
  await program.until(({ status, running }) => {
    expect(status).toMatchObject({ safety: 'safe', waiting: 0, problems: [] });
    expect(running).toBeNull();
  });
  expect(world.drive().confirmed).toHaveLength(1);
  await program.ask('window.show-prompt', {});
  expect(program.state.signIn).toMatchObject({ step: 'ready', problem: null });
});

test('a prompt that is closed by its frame leaves nothing that keeps backups from iCloud', async () => {
  await program.ask('icloud.reconnect', {});
  expect(program.state).toMatchObject({ signIn: { step: 'device-code' }, status: { running: { pid: process.pid } } });
  await abandonSignIn(program.host);
  expect(program.state).toMatchObject({ signIn: { step: 'ready' }, status: { running: null } });
  expect(await readdir(join(world.computer.folder, 'data', 'rclone', 'sign-in')).catch(() => [])).toEqual([]);
});

test('another password at Apple’s: the prompt asks for it, and takes the masked account for the stored one', async () => {
  const { account } = world.apple;
  account.password = 'a new password of the user';
  await program.ask('icloud.reconnect', {});
  const { signIn } = program.state;
  expect(signIn).toMatchObject({ step: 'password', problem: { code: 'icloud.password-wrong' } });
  const masked = signIn.step === 'password' ? (signIn.account ?? '') : '';
  expect(masked).not.toBe(account.appleId);
  await program.ask('icloud.start', { appleId: masked, password: account.password });
  await program.ask('icloud.code', { code: account.deviceCode });
  expect(program.state.signIn.step).toBe('done');
});
