import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createCliApp } from '../../../src/cli/create-app.ts';
import { Redactor } from '../../../src/core/state/redact.ts';
import { createHost } from '../../../src/main/host/create-host.ts';
import type { Host } from '../../../src/main/host-contract.ts';
import { resourcesDir } from '../../support/app-harness.ts';
import { FakeShell } from '../../support/host-world.ts';
import { useSyncWorld } from '../../support/sync-world.ts';

const world = useSyncWorld();
let folder: string;
let shell: FakeShell;
let host: Host;

/** Secrets from the environment: a test must never meet the keychain of the person who runs it. */
const environment = (): Record<string, string | undefined> => {
  const { HTTPS_PROXY = '', RCLONE_CA_CERT = '' } = world.apple.env();
  return {
    PATH: process.env['PATH'],
    HOME: folder,
    HTTPS_PROXY,
    HA_ICLOUD_BACKUP_CA_FILE: RCLONE_CA_CERT,
    HA_ICLOUD_BACKUP_TOKEN: world.home.token,
    HA_ICLOUD_BACKUP_APPLE_PASSWORD: world.apple.account.password,
    HA_ICLOUD_BACKUP_CONFIG_KEY: 'c0ffee'.repeat(10),
  };
};

const open = async (): Promise<Host> => {
  shell = new FakeShell();
  const redactor = new Redactor();
  return await createHost({
    shell,
    dataDir: folder,
    resourcesDir,
    rcloneLock: undefined,
    environment: environment(),
    redactor,
  });
};

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'host-test-'));
  host = await open();
});
afterEach(async () => {
  await host.dispose();
  await rm(folder, { recursive: true, force: true });
});

test('the real thing: from nothing to a first backup, a second start, the log and the diagnostics', async () => {
  const id = await world.home.addBackup({ date: world.ago(0.2) });
  const { appleId, password, deviceCode } = world.apple.account;
  host.start();
  expect(await host.handle('setup.connect', { url: world.home.url, token: world.home.token })).toMatchObject({
    name: 'Home',
    secretStore: 'environment',
  });
  await host.handle('icloud.start', { appleId, password });
  await host.handle('icloud.code', { code: deviceCode });
  await host.handle('backup.start', { create: false });
  expect(world.drive().confirmed).toEqual([id]);
  expect(host.state.current()).toMatchObject({ status: { safety: 'safe', secretStore: 'environment' } });
  await host.dispose();

  host = await open();
  expect(host.state.current()).toMatchObject({ status: { safety: 'safe' }, route: { page: 'home' }, revision: 1 });
  await host.handle('diagnostics.copy', {});
  expect(shell.copied).toContain('version 0.0.0-test');
  for (const secret of [password, world.home.token, appleId, deviceCode]) expect(shell.copied).not.toContain(secret);
  const log = await host.handle('activity.log', {});
  for (const { text } of log) expect(text).not.toContain(world.home.token);
  await host.handle('open', { place: 'logs' });
  expect(shell.calls).toContain(`path ${join(folder, 'logs')}`);
});

test('the terminal and the app share one data folder, and each sees what the other did', async () => {
  await host.handle('setup.connect', { url: world.home.url, token: world.home.token });
  const io = { env: environment(), workingFolder: folder };
  const terminal = await createCliApp({ io, dataDir: folder, resourcesDir, version: '0.0.0-test' });
  expect((await terminal.status()).home?.name).toBe('Home');
  await terminal.changeSettings({ retentionDays: 99 });
  expect(await host.handle('settings.read', {})).toMatchObject({ retentionDays: 99 });
  expect(await readFile(join(folder, 'settings.json'), 'utf8')).not.toContain(world.home.token);
});

test('settings that were damaged while nobody looked stay in question until a window confirms them', async () => {
  await host.handle('setup.connect', { url: world.home.url, token: world.home.token });
  await host.dispose();
  await writeFile(join(folder, 'settings.json'), 'not what it was');
  host = await open();
  const codes = (): string[] => host.state.current().status.problems.map(({ code }) => code);
  expect(codes()[0]).toBe('settings.broken');
  expect(await host.handle('settings.confirm', {})).toMatchObject({ retentionDays: 0, requireProtected: true });
  expect(codes()).not.toContain('settings.broken');
  expect(await readFile(join(folder, 'settings.json'), 'utf8')).not.toContain('review');
});
