import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import type { App } from '../../../src/core/app.ts';
import { codeOf, never, type TestComputer } from '../../support/app-harness.ts';
import { sameHome, storedOnce } from '../../support/stored-once.ts';
import { base, useSyncWorld } from '../../support/sync-world.ts';

const world = useSyncWorld({ home: sameHome });
const size = 307_200;
const stored = storedOnce(world, () => world.home.addBackup({ date: world.ago(1), sizeBytes: size }));
let id: string;
let original: Buffer;
/** A computer with nothing on it but a sign-in; the one that made the copies and Home Assistant burned down. */
let computer: TestComputer;
let app: App;
let to: string;

beforeEach(async () => {
  ({ id, original } = await stored());
  await world.home.stop();
  computer = await world.addComputer();
  app = await computer.start();
  expect(app.settings.current.instances).toEqual([]);
  to = join(computer.folder, 'restored');
});

const noKeys = (): Promise<string[]> => Promise.resolve([]);
const restore = (what = id): Promise<unknown> => app.restore({ id: what, to }, () => undefined, never);
const archive = (): string => {
  const manifest = world.drive().manifests.find(({ backupId }) => backupId === id);
  return `${base}/${world.folder}/${manifest?.archive ?? ''}`;
};
const there = (): Promise<string[]> => readdir(to).catch(() => []);

describe('on an empty computer, without Home Assistant', () => {
  test('everything is listed, and comes back byte for byte', async () => {
    const { backups, problems } = await app.list({ allInstances: true }, never);
    expect(problems).toEqual([]);
    const ours = backups.filter(({ remote }) => remote?.includes(world.folder));
    expect(ours).toMatchObject([{ id, size, instance: 'Home', verification: { level: 4 } }]);
    const result = await app.restore({ id: id.slice(0, 6), to }, () => undefined, never);
    expect(result).toMatchObject({ id, bytes: size, instanceName: 'Home' });
    expect((await readFile(result.file)).equals(original)).toBe(true);
    expect(await there()).toHaveLength(1);
    expect(await app.check({ file: result.file, upTo: 1, keys: noKeys }, never)).toMatchObject({
      verdict: 'good',
      sha256: result.sha256,
    });
    expect(await codeOf(restore())).toBe('restore.target-exists');
    expect((await readFile(result.file)).equals(original)).toBe(true);
  });

  test('what is not there: nothing is written', async () => {
    expect(await codeOf(restore('ffffffff'))).toBe('restore.no-copy');
    expect(await there()).toEqual([]);
  });

  test('a copy of the right size with other content is not handed out', async () => {
    const spoilt = Buffer.from(original);
    spoilt[size / 2] = (spoilt[size / 2] ?? 0) ^ 1;
    world.apple.putFile(archive(), spoilt);
    expect(await codeOf(restore())).toBe('cloud.copy-mismatch');
    expect(await there()).toEqual([]);
  });

  test('a manifest that names a file as this program would not: nothing is written', async () => {
    const manifest = world.drive().manifests.find(({ backupId }) => backupId === id);
    const folder = `${base}/${world.folder}`;
    for (const file of world.apple.files(folder)) world.apple.removeFile(file.path);
    world.apple.putFile(`${folder}/evil.tar`, original);
    world.apple.putFile(`${folder}/evil.manifest.json`, JSON.stringify({ ...manifest, archive: 'evil.tar' }));
    expect(await codeOf(restore())).toBe('restore.no-copy');
    expect(await there()).toEqual([]);
  });

  test('a copy that a newer program stored comes back, too', async () => {
    const manifest = world.drive().manifests.find(({ backupId }) => backupId === id);
    const path = archive().replace(/\.tar$/u, '.manifest.json');
    world.apple.putFile(path, JSON.stringify({ ...manifest, schema: 2, chunks: ['what that may be'] }));
    const { backups } = await app.list({ allInstances: true }, never);
    expect(backups.find((backup) => backup.id === id)).toMatchObject({ size, where: ['icloud'] });
    const result = await app.restore({ id, to }, () => undefined, never);
    expect((await readFile(result.file)).equals(original)).toBe(true);
  });

  test('a copy of another size does not count as one', async () => {
    world.apple.putFile(archive(), original.subarray(0, 1000));
    expect(await codeOf(restore())).toBe('restore.no-copy');
  });

  test('a connection that breaks off is taken up again', async () => {
    world.apple.fault({ host: 'cvws', reset: true, afterBytes: 100_000, times: 2 });
    expect(await codeOf(restore())).toBe('none');
    const [name] = await there();
    expect((await readFile(join(to, name ?? ''))).equals(original)).toBe(true);
  });

  test('one that breaks off again and again is worth any number of tries, as long as it brings something', async () => {
    world.apple.fault({ host: 'cvws', reset: true, afterBytes: 20_000, times: Infinity });
    const result = await app.restore({ id, to }, () => undefined, never);
    expect((await readFile(result.file)).equals(original)).toBe(true);
  });

  test('one that brings nothing leaves nothing, and the next try works', async () => {
    world.apple.fault({ host: 'cvws', status: 503, times: Infinity });
    // Nothing can be said of a backup whose manifest cannot be had.
    expect(await codeOf(restore())).toBe('cloud.manifest-unfetched');
    expect(await there()).toEqual([]);
    world.apple.clearFaults();
    expect(await codeOf(restore())).toBe('none');
  });

  test('a session that dies in the middle is revived', async () => {
    world.apple.throttle({ downBps: 100_000 });
    world.apple.clearLog();
    const restoring = app.restore({ id, to }, () => undefined, never);
    await world.apple.waitFor((entry) => entry.kind === 'download' && entry.bytesOut > 60_000);
    world.endSessions({ trust: true });
    world.apple.fault({ host: 'cvws', reset: true, afterBytes: 100 });
    world.apple.throttle({});
    expect((await readFile((await restoring).file)).equals(original)).toBe(true);
    expect(world.apple.signIns()).toBeLessThanOrEqual(1);
  });

  test('a full disk is said before anything comes down', async () => {
    app = await computer.start((ports) => ({ ...ports, freeBytes: () => Promise.resolve(size) }));
    expect(await codeOf(restore())).toBe('disk.full');
    expect(world.apple.log().filter((entry) => entry.kind === 'download' && entry.bytesOut > size / 2)).toEqual([]);
  });

  test('a file of the user’s in the way is not touched', async () => {
    const result = await app.restore({ id, to }, () => undefined, never);
    await writeFile(result.file, 'mine');
    expect(await codeOf(restore())).toBe('restore.target-exists');
    expect(await readFile(result.file, 'utf8')).toBe('mine');
  });
});
