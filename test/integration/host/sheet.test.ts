import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { simulatorKey } from '../../simulators/home-assistant/index.ts';
import { command } from '../../simulators/home-assistant/test-support.ts';
import { eventually } from '../../support/eventually.ts';
import { TestHost } from '../../support/host-world.ts';
import { useSyncWorld } from '../../support/sync-world.ts';

const world = useSyncWorld({ home: { encryptionKeySet: true } });
let program: TestHost;

beforeEach(async () => {
  program = await TestHost.open(world.computer);
});
afterEach(async () => {
  await program.host.dispose();
});

const kit = new TextEncoder().encode(`Home Assistant emergency kit\n\nEncryption key:\n${simulatorKey}\n`);

test('the sheet is made in main: a key gets onto the page if the user says so, and to no window', async () => {
  expect(program.state.remindsOfSheet).toBe(false);
  await world.home.addBackup({ date: world.ago(1), protected: true });
  await program.ask('backup.start', { create: false });
  expect(program.state.remindsOfSheet).toBe(true);

  // The dialog was closed: nothing is written.
  expect(await program.ask('sheet.save', { withKey: false })).toBeNull();
  const file = join(world.computer.folder, 'home.pdf');
  program.shell.newFile = file;
  // The system's dialog asked whether it may be replaced.
  await writeFile(file, 'older');
  expect(await program.ask('sheet.save', { withKey: false })).toEqual({ file, key: null });
  const plain = await readFile(file, 'utf8');
  expect(plain).toContain('How to get Home back');
  expect(plain).not.toContain(simulatorKey);
  expect(await program.ask('sheet.save', { withKey: true })).toEqual({ file, key: 'home-assistant' });
  expect(await readFile(file, 'utf8')).toContain(simulatorKey);
  if (process.platform !== 'win32') expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(program.shell.calls).toContain('new file How to get Home back.pdf');

  await world.home.stop();
  await expect(program.ask('sheet.print', { withKey: true })).rejects.toMatchObject({ code: 'restore.key-needed' });
  expect(program.shell.printed).toBe('');
  const wrong = { kit: new TextEncoder().encode('a shopping list'), remember: false };
  await expect(program.ask('sheet.print', { withKey: true, key: wrong })).rejects.toMatchObject({
    code: 'keys.not-a-kit',
  });
  expect(await program.ask('sheet.print', { withKey: true, key: { kit, remember: false } })).toEqual({
    file: null,
    key: 'given',
  });
  expect(program.shell.printed).toContain(simulatorKey);
  expect(JSON.stringify([program.states, program.answers])).not.toContain(simulatorKey);
});

test('the reminder of it ends when the user has it, and stays away over a restart', async () => {
  await world.home.addBackup({ date: world.ago(1), protected: true });
  await program.ask('backup.start', { create: false });
  await program.ask('sheet.confirm', {});
  expect(program.state.remindsOfSheet).toBe(false);
  await program.host.dispose();
  program = await TestHost.open(world.computer);
  expect(program.state.remindsOfSheet).toBe(false);
});

test('a kit that opens the newest backup is one that is kept; a typed key tells nothing of that', async () => {
  await world.home.addBackup({ date: world.ago(1), protected: true });
  await program.ask('backup.start', { create: false });
  await program.ask('keys.check', { key: { typed: simulatorKey, remember: false } });
  expect(program.state.remindsOfSheet).toBe(true);
  expect(await program.ask('keys.check', { key: { kit, remember: false } })).toMatchObject({
    keys: [{ newest: true }],
  });
  expect(program.state.remindsOfSheet).toBe(false);
});

test('a key that is made from here gets to no window, and ends what was said of the kit with the old one', async () => {
  await world.home.addBackup({ date: world.ago(1), protected: true });
  await program.ask('backup.start', { create: false });
  await program.ask('sheet.confirm', {});
  await command(world.home, { type: 'backup/config/update', create_backup: { password: null } });
  const improved = await program.ask('setup.improve-home', { offers: [{ what: 'encryption' }] });
  expect(improved.offers.map(({ what }) => what)).not.toContain('encryption');
  await eventually(() => expect(program.state.remindsOfSheet).toBe(true));
  const told = JSON.stringify([program.states, program.answers, world.computer.logger.lines]);
  expect(told).not.toMatch(/[A-Z0-9]{4}(-[A-Z0-9]{4}){6}/u);
});
