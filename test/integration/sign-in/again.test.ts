import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { SignIn } from '../../../src/core/icloud/sign-in.ts';
import { codeOf, never, signInTo } from '../../support/app-harness.ts';
import { hour, useSyncWorld } from '../../support/sync-world.ts';

const world = useSyncWorld();

const open = async (password = world.apple.account.password): Promise<SignIn> =>
  await world.app.signIn({ appleId: world.apple.account.appleId, password });
const rcloneFolder = (): string => join(world.computer.folder, 'data', 'rclone');
const config = async (): Promise<string> => await readFile(join(rcloneFolder(), 'rclone.conf'), 'utf8');

/** The session from before goes on: the drive answers, without a sign-in. */
const expectOldSession = async (before: string): Promise<void> => {
  expect(await config()).toBe(before);
  world.apple.clearLog();
  expect(await world.app.list({ allInstances: true }, never)).toMatchObject({ problems: [] });
  expect(world.apple.requests('drive')).toBeGreaterThan(0);
  expect(world.apple.signIns()).toBe(0);
};

describe('while a sign-in is in use, another one that', () => {
  test('has the wrong password changes nothing', async () => {
    const [before, secrets] = [await config(), await world.computer.secrets.read()];
    expect(await codeOf((await open('mistyped')).start(never))).toBe('icloud.password-wrong');
    await expectOldSession(before);
    expect(await world.computer.secrets.read()).toEqual(secrets);
  });

  test.each(['before the code', 'after a wrong code'])('is given up %s changes nothing', async (when) => {
    const before = await config();
    const signIn = await open();
    await signIn.start(never);
    if (when === 'after a wrong code') await codeOf(signIn.enterCode('000000', never));
    await signIn.abandon();
    await expectOldSession(before);
    expect(await readdir(join(rcloneFolder(), 'sign-in'))).toEqual([]);
  });

  test('ends with the program changes nothing; what it left is removed after an hour', async () => {
    const before = await config();
    await (await open()).start(never);
    // A lock of a program that is gone is none; here that program is this one.
    await rm(join(world.computer.folder, 'data', 'run.lock'));
    await world.restart();
    await expectOldSession(before);
    expect(await readdir(join(rcloneFolder(), 'sign-in'))).toHaveLength(1);
    world.clock.forward(hour + 60_000);
    await world.restart();
    expect(await readdir(join(rcloneFolder(), 'sign-in'))).toEqual([]);
    await expectOldSession(before);
  });

  test('fails at its last step changes nothing', async () => {
    const before = await config();
    const signIn = await open();
    await signIn.start(never);
    world.apple.fault({ path: 'accountLogin', status: 500, body: '{}' });
    expect(await codeOf(signIn.enterCode('123456', never))).not.toBe('none');
    await signIn.abandon();
    await expectOldSession(before);
  });

  test('is completed takes its place, with the new password and the old key', async () => {
    const before = await world.computer.secrets.read();
    world.apple.account.password = 'chosen anew';
    world.clock.forward(24 * hour);
    await signInTo(world.app, world.apple);
    expect(await world.computer.secrets.read()).toEqual({ ...before, applePassword: 'chosen anew' });
    expect(await world.app.status()).toMatchObject({ signIn: { daysLeft: 29 }, problems: [] });
    await world.home.addBackup({ date: world.ago(0.1) });
    expect(await world.run()).toMatchObject({ outcome: 'done' });
  });

  test('is of another Apple ID takes its place, also for a session that dies later', async () => {
    world.apple.account.appleId = 'somebody@example.org';
    await signInTo(world.app, world.apple);
    expect(world.app.settings.current.appleId).toBe('somebody@example.org');
    world.endSessions({ trust: true });
    await world.home.addBackup({ date: world.ago(0.1) });
    world.apple.clearLog();
    expect(await (await world.restart()).status()).toMatchObject({ problems: [] });
    expect(await world.run()).toMatchObject({ outcome: 'done', backups: [{ outcome: 'stored' }] });
    expect(world.apple.signIns()).toBe(1);
  });
});

describe('the key of the config', () => {
  test('stays as long as it opens the config', async () => {
    const { configKey } = (await world.computer.secrets.read()) ?? {};
    world.clock.forward(hour);
    await signInTo(world.app, world.apple);
    expect(await world.computer.secrets.read()).toMatchObject({ configKey });
  });

  test('is minted anew where it was lost, but the old config stays until the sign-in is done', async () => {
    const before = await config();
    const { configKey, haTokens = {} } = (await world.computer.secrets.read()) ?? {};
    await world.computer.secrets.write({ haTokens });
    await world.home.addBackup({ date: world.ago(0.1) });
    expect(await world.run()).toMatchObject({ outcome: 'failed', problem: { code: 'secrets.missing' } });
    expect(world.apple.log()).toEqual([]);
    const signIn = await open();
    await signIn.start(never);
    expect(await config()).toBe(before);
    expect(await world.computer.secrets.read()).toEqual({ haTokens });
    await signIn.enterCode('123456', never);
    const after = await world.computer.secrets.read();
    expect(after).toMatchObject({ haTokens, applePassword: world.apple.account.password });
    expect(after?.configKey).not.toBe(configKey);
    expect(await world.run()).toMatchObject({ outcome: 'done', backups: [{ outcome: 'stored' }] });
  });

  test('encrypts it from its first byte, at every moment of a sign-in', async () => {
    const computer = await world.newComputer();
    const app = await computer.start();
    const ended = new AbortController();
    const seen = readConfigsUntil(ended.signal, computer.folder);
    await signInTo(app, world.apple);
    world.clock.forward(61_000);
    await signInTo(app, world.apple);
    ended.abort();
    const texts = [...(await seen)];
    const { appleId, password } = world.apple.account;
    const plain = texts.filter((text) => text !== '' && !text.startsWith('# Encrypted rclone configuration File'));
    expect(plain.filter((text) => /\[|=/u.test(text))).toEqual([]);
    expect(texts.filter((text) => text.includes(appleId) || text.includes(password))).toEqual([]);
    expect(texts.length).toBeGreaterThan(4);
  });
});

const readConfigsUntil = async (ended: AbortSignal, folder: string): Promise<Set<string>> => {
  const seen = new Set<string>();
  while (!ended.aborted) {
    for (const text of await readConfigs(folder)) seen.add(text);
    await turn();
  }
  return seen;
};

/** Every file below the folder that may be a config, as it is now. */
const readConfigs = async (folder: string): Promise<string[]> => {
  const entries = await readdir(join(folder, 'data'), { recursive: true, withFileTypes: true }).catch(() => []);
  const paths = entries
    .filter(({ name }) => name.includes('rclone.conf'))
    .map((entry) => join(entry.parentPath, entry.name));
  return await Promise.all(paths.map(async (path) => await readFile(path, 'utf8').catch(() => '')));
};
