import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import type { App } from '../../../src/core/app.ts';
import type { TestResult } from '../../../src/shared/status.ts';
import { codeOf, never, type TestComputer } from '../../support/app-harness.ts';
import { base, useSyncWorld } from '../../support/sync-world.ts';
import { simulatorKey } from '../../simulators/home-assistant/index.ts';
import { command } from '../../simulators/home-assistant/test-support.ts';

const world = useSyncWorld({ home: { encryptionKeySet: true } });
const size = 307_200;
const newKey = 'NEWK-KEY1-NEWK-KEY2-NEWK-KEY3-NEWK';
let id: string;
/** The path of its copy in iCloud Drive. */
let path: string;
/** Another computer of the same account, which knows no Home Assistant. */
let other: TestComputer;
let elsewhere: App;

beforeEach(async () => {
  id = await world.home.addBackup({ date: world.ago(1), sizeBytes: size, protected: true });
  await world.run();
  path = `${base}/${world.folder}/${world.drive().manifests[0]?.archive ?? ''}`;
  other = await world.addComputer();
  elsewhere = await other.start();
});

const nobody = (): Promise<string[]> => Promise.resolve([]);
const testOn = (app: App, moreKeys: () => Promise<readonly string[]> = nobody): Promise<TestResult> =>
  app.test({ which: { id }, moreKeys }, () => undefined, never);
const notes = (): string[] =>
  world.apple
    .files(`${base}/${world.folder}`)
    .flatMap((file) => (/\/test-.*\.json$/u.exec(file.path) ? [file.path] : []));
const listedOn = async (app: App): Promise<unknown> =>
  (await app.list({ allInstances: true }, never)).backups.find((backup) => backup.id === id)?.verification;
const left = (computer: TestComputer): Promise<string[]> =>
  readdir(join(computer.folder, 'staging', 'tests')).catch(() => []);

describe('a copy that is brought back for a test', () => {
  test('came back, and every computer of the account is told', async () => {
    const tested = await testOn(world.app);
    expect(tested).toMatchObject({ id, bytes: size, verdict: 'came-back', level: 5, problem: null });
    expect(tested.levels.map(({ level, holds }) => [level, holds])).toEqual(
      [1, 2, 3, 4, 5].map((level) => [level, true]),
    );
    expect(await listedOn(elsewhere)).toMatchObject({ level: 5, levelName: 'Came back', provedAt: tested.at });
    expect((await world.app.status()).newestVerified).toMatchObject({ id, level: 5 });
    expect(await left(world.computer)).toEqual([]);
  });

  test('without a key only its bytes can be compared, and that is what is said', async () => {
    const tested = await testOn(elsewhere);
    expect(tested).toMatchObject({ verdict: 'same-bytes', level: 1, problem: null });
    expect(tested.levels[1]).toMatchObject({ level: 2, holds: null, problem: { code: 'proof.key-needed' } });
    expect(await listedOn(world.app)).toMatchObject({ level: 4, problem: null });
  });

  test('with a key that somebody has, it is opened anywhere', async () => {
    expect(await testOn(elsewhere, () => Promise.resolve([simulatorKey]))).toMatchObject({ verdict: 'came-back' });
  });

  test("another backup's key is no fault of the copy", async () => {
    const tested = await testOn(elsewhere, () => Promise.resolve(['WRNG-KEY1-WRNG-KEY2-WRNG-KEY3-WRNG']));
    expect(tested).toMatchObject({ verdict: 'same-bytes', problem: { code: 'proof.wrong-key' } });
    expect((await world.app.status()).problems).toEqual([]);
  });

  test('other bytes than went up: it fails, turns the state, and passes again when they are back', async () => {
    const original = world.home.archiveBytes(id);
    const spoilt = Buffer.from(original);
    spoilt[size / 2] = (spoilt[size / 2] ?? 0) ^ 1;
    world.apple.putFile(path, spoilt);
    expect(await testOn(world.app)).toMatchObject({ verdict: 'failed', problem: { code: 'cloud.copy-mismatch' } });
    const status = await world.app.status();
    expect([status.safety, status.newestVerified]).toEqual(['danger', null]);
    expect(await listedOn(elsewhere)).toMatchObject({ problem: { code: 'proof.test-failed' } });
    expect(await left(world.computer)).toEqual([]);

    world.apple.putFile(path, original);
    world.clock.forward(60_000);
    expect(await testOn(world.app)).toMatchObject({ verdict: 'came-back', problem: null });
    expect((await world.app.status()).problems.map(({ code }) => code)).not.toContain('proof.test-failed');
    // One note for each copy: what an earlier one said goes with the next.
    expect(notes()).toHaveLength(1);
  });

  test('an interruption costs nothing that came already', async () => {
    world.apple.throttle({ downBps: 60_000 });
    const stop = new AbortController();
    const testing = codeOf(world.app.test({ which: { id }, moreKeys: nobody }, () => undefined, stop.signal));
    await world.apple.waitFor((entry) => entry.kind === 'download' && entry.bytesOut > 60_000);
    stop.abort();
    expect(await testing).toBe('sync.cancelled');
    expect(notes()).toEqual([]);
    expect(await left(world.computer)).toHaveLength(2);
    world.apple.throttle({});
    expect(await testOn(world.app)).toMatchObject({ verdict: 'came-back' });
    expect(await left(world.computer)).toEqual([]);
  });

  test('of another copy: what an interrupted test left is not kept for ever', async () => {
    const folder = join(world.computer.folder, 'staging', 'tests');
    await mkdir(folder, { recursive: true });
    const gone = 'Home_2026-11-21_0445_automatic_2026.11.2_57ab548c_d627aebd222a.tar';
    for (const ending of ['', '.json']) await writeFile(join(folder, `${gone}.partial${ending}`), '{}');
    await testOn(world.app);
    expect(await left(world.computer)).toEqual([]);
  });

  test('by lot: one of them', async () => {
    const tested = await world.app.test({ which: 'any', moreKeys: nobody }, () => undefined, never);
    expect(tested).toMatchObject({ id, verdict: 'came-back' });
  });

  test('what is not there cannot be tested', async () => {
    const missing = { which: { id: 'ffffffff' }, moreKeys: nobody };
    expect(await codeOf(world.app.test(missing, () => undefined, never))).toBe('restore.no-copy');
  });

  test('a note of a wrong clock has its say until the next test, and no longer', async () => {
    await testOn(world.app);
    const [first = ''] = notes();
    world.apple.putFile(first.replace(/-20\d{6}T/u, '-20991231T').replace('came-back', 'failed'), Buffer.from('{}'));
    expect(await listedOn(world.app)).toMatchObject({ problem: { code: 'proof.test-failed' } });
    world.clock.forward(60_000);
    expect(await testOn(world.app)).toMatchObject({ verdict: 'came-back' });
    expect(await listedOn(world.app)).toMatchObject({ level: 5, problem: null });
  });

  test('stored after Home Assistant got another key: red until it is tested with the one of then', async () => {
    const old = await world.home.addBackup({ date: world.ago(0.5), sizeBytes: size, protected: true });
    await command(world.home, { type: 'backup/config/update', create_backup: { password: newKey } });
    await world.run();
    const about = async () => (await world.app.status()).problems.map(({ code }) => code);
    expect(await about()).toContain('proof.wrong-key');
    const ofThen = (keys: readonly string[]): Promise<TestResult> =>
      world.app.test({ which: { id: old }, moreKeys: () => Promise.resolve(keys) }, () => undefined, never);
    expect(await ofThen([])).toMatchObject({ verdict: 'same-bytes', problem: { code: 'proof.wrong-key' } });
    expect(await about()).toContain('proof.wrong-key');
    world.clock.forward(60_000);
    expect(await ofThen([simulatorKey])).toMatchObject({ verdict: 'came-back', level: 5 });
    expect(await about()).not.toContain('proof.wrong-key');
    // The same bytes without that key, as the monthly test finds them: what they were proven to be, they are still.
    world.clock.forward(60_000);
    expect(await ofThen([])).toMatchObject({ verdict: 'same-bytes' });
    await world.run();
    expect(await about()).not.toContain('proof.wrong-key');
    expect(notes()).toHaveLength(1);
  });
});
