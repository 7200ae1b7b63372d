import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { AppError } from '../../../src/core/errors/app-error.ts';
import type { SecretStore } from '../../../src/core/ports/secret-store.ts';
import type { KeyCheck } from '../../../src/shared/keys.ts';
import { simulatorKey } from '../../simulators/home-assistant/index.ts';
import { command } from '../../simulators/home-assistant/test-support.ts';
import { codeOf, never } from '../../support/app-harness.ts';
import { useSyncWorld } from '../../support/sync-world.ts';

const world = useSyncWorld({ home: { encryptionKeySet: true } });
const laterKey = 'LATR-1234-LATR-5678-LATR-9012-LATR';
const strangerKey = 'NONE-1234-NONE-5678-NONE-9012-NONE';

const setKey = async (password: string): Promise<void> => {
  await command(world.home, { type: 'backup/config/update', create_backup: { password } });
};
const check = (given: readonly string[], remember = false): Promise<KeyCheck> =>
  world.app.checkKeys({ given, remember }, () => undefined, never);
const problems = async (): Promise<string[]> => (await world.app.status()).problems.map(({ code }) => code);

test('from the first backup to a changed key: known, told, tried, remembered and forgotten', async () => {
  const { app } = world;
  await world.home.addBackup({ date: world.ago(1), sizeBytes: 307_200, protected: true });
  await world.run();
  expect(await app.keys()).toMatchObject({ copies: 1, present: { opens: 1, tried: 1, newest: true }, remembered: [] });
  expect(await check([simulatorKey.toLowerCase().replaceAll('-', ' ')])).toMatchObject({
    copies: 1,
    problem: null,
    keys: [{ from: 'given', isPresent: true, opens: 1, newest: true, remembered: false }],
  });
  expect(await check([strangerKey], true)).toMatchObject({
    keys: [{ opens: 0, tried: 1, newest: false, remembered: false }],
  });

  await setKey(laterKey);
  expect(await check([])).toMatchObject({ keys: [{ from: 'present', opens: 0, newest: false }] });
  expect(await problems()).toContain('keys.changed');
  expect(await check([simulatorKey], true)).toMatchObject({
    keys: [{ isPresent: false, opens: 1, newest: true, remembered: true }],
  });
  expect((await app.keys()).remembered).toMatchObject([{ isPresent: false, opens: 1, tried: 1, newest: true }]);
  // The new kit is at hand: nothing more to remind of.
  await check([laterKey]);
  expect(await problems()).not.toContain('keys.changed');

  const [first] = (await app.keys()).remembered;
  expect(await codeOf(app.forgetKeys({ at: 'never' }, never))).toBe('keys.not-remembered');
  expect((await app.forgetKeys({ at: first?.at ?? '' }, never)).remembered).toEqual([]);

  // What is written down tells no key.
  for (const name of await readdir(world.computer.folder, { recursive: true })) {
    const text = await readFile(join(world.computer.folder, name), 'latin1').catch(() => '');
    for (const key of [simulatorKey, laterKey, strangerKey]) expect([name, text.includes(key)]).toEqual([name, false]);
  }
});

test.each(['secrets.locked', 'secrets.denied'] as const)(
  'a keychain that says %s loses no remembered key',
  async (code) => {
    await world.home.addBackup({ date: world.ago(1), sizeBytes: 307_200, protected: true });
    await world.run();
    await check([simulatorKey], true);
    const [held] = (await world.app.keys()).remembered;
    const refuse = (): Promise<never> => Promise.reject(new AppError(code));
    const shut: SecretStore = { kind: 'keychain', read: refuse, write: refuse, remove: refuse };
    const app = await world.restart((ports) => ({ ...ports, secretStore: () => Promise.resolve(shut) }));
    expect(await codeOf(app.keys())).toBe(code);
    expect(await codeOf(app.forgetKeys({ at: held?.at ?? '' }, never))).toBe(code);
    expect(await codeOf(check([laterKey], true))).toBe(code);
    // A key that somebody brings along is taken, and the answer says why it could not be tried.
    expect(await check([strangerKey])).toMatchObject({ problem: { code }, keys: [{ from: 'given', tried: 0 }] });
    await world.restart();
    expect((await world.app.keys()).remembered).toEqual([held]);
  },
);
