import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Sheet, SheetFacts } from '../../../src/shared/sheet.ts';
import { simulatorKey } from '../../simulators/home-assistant/index.ts';
import { codeOf, never } from '../../support/app-harness.ts';
import { useSyncWorld } from '../../support/sync-world.ts';

const world = useSyncWorld({ home: { encryptionKeySet: true } });

const write = (more: { withKey?: boolean; keys?: string[]; typed?: string[] } = {}): Promise<Sheet> => {
  const { withKey = false, keys = [], typed = [] } = more;
  const page = (sheet: SheetFacts, key: string | undefined): string => JSON.stringify({ ...sheet, key });
  const file = join(world.computer.folder, 'home.html');
  return world.app.writeSheet({ file, withKey, keys, askKey: () => Promise.resolve(typed), page }, never);
};
const written = (): Promise<string> => readFile(join(world.computer.folder, 'home.html'), 'utf8');
const modeOf = async (): Promise<number> => (await stat(join(world.computer.folder, 'home.html'))).mode & 0o777;

test('what is known here stands on it, and nobody is asked', async () => {
  await world.home.addBackup({ date: world.ago(1), protected: true });
  await world.run();
  world.apple.clearLog();
  world.home.clearLog();
  const sheet = await write();
  expect(sheet).toMatchObject({ home: { name: 'Home' }, computers: ['Test Mac'], key: null });
  expect(sheet.folder).toContain(world.folder);
  expect(sheet.account).not.toContain(world.apple.account.appleId);
  expect(sheet.newest).toMatchObject({ protected: true, haVersion: world.home.version });
  expect([world.apple.log(), world.home.log()]).toEqual([[], []]);
});

test('with the key of Home Assistant: only the owner can read it, and it is written once', async () => {
  expect(await write({ withKey: true })).toMatchObject({ key: 'home-assistant' });
  expect(await written()).toContain(simulatorKey);
  if (process.platform !== 'win32') expect(await modeOf()).toBe(0o600);
  expect(await codeOf(write())).toBe('restore.target-exists');
  expect(await written()).toContain(simulatorKey);
});

test('a key that is given goes before that of Home Assistant', async () => {
  expect(await write({ withKey: true, keys: ['GIVEN'] })).toMatchObject({ key: 'given' });
  expect(await written()).toContain('GIVEN');
});

test('Home Assistant is away: the key is asked for, and without one nothing is written', async () => {
  await world.home.stop();
  expect(await codeOf(write({ withKey: true }))).toBe('restore.key-needed');
  await expect(written()).rejects.toThrow();
  expect(await write({ withKey: true, typed: ['TYPED'] })).toMatchObject({ key: 'given' });
});

test('what is there already is left alone', async () => {
  await writeFile(join(world.computer.folder, 'home.html'), 'mine');
  expect(await codeOf(write())).toBe('restore.target-exists');
  expect(await written()).toBe('mine');
});
