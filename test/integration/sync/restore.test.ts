import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import type { App } from '../../../src/core/app.ts';
import { codeOf, never, type TestComputer } from '../../support/app-harness.ts';
import { base, useSyncWorld } from '../../support/sync-world.ts';

const world = useSyncWorld();
const size = 307_200;
let id: string;
let original: Buffer;
/** A computer with nothing on it but a sign-in; the one that made the copies and Home Assistant burned down. */
let computer: TestComputer;
let app: App;
let to: string;

beforeEach(async () => {
  id = await world.home.addBackup({ date: world.ago(1), sizeBytes: size });
  await world.run();
  original = world.home.archiveBytes(id);
  await world.home.stop();
  computer = await world.addComputer();
  app = await computer.start();
  expect(app.settings.current.instances).toEqual([]);
  to = join(computer.folder, 'restored');
});

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
    expect(ours).toMatchObject([{ id, size, instance: 'Home', verification: { level: 1 } }]);
    const result = await app.restore({ id: id.slice(0, 6), to }, () => undefined, never);
    expect(result).toMatchObject({ id, bytes: size, instanceName: 'Home' });
    expect((await readFile(result.file)).equals(original)).toBe(true);
    expect(await there()).toHaveLength(1);
    expect(await app.check(result.file, never)).toMatchObject({ verdict: 'good', sha256: result.sha256 });
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
    expect(await codeOf(restore())).toBe('icloud.copy-mismatch');
    expect(await there()).toEqual([]);
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

  test('one that always breaks off leaves nothing, and the next try works', async () => {
    world.apple.fault({ host: 'cvws', reset: true, afterBytes: 100_000, times: Infinity });
    expect(await codeOf(restore())).toMatch(/^icloud\./u);
    expect(await there()).toEqual([]);
    world.apple.clearFaults();
    expect(await codeOf(restore())).toBe('none');
  });

  test('cancelled: nothing is left', async () => {
    world.apple.throttle({ downBps: 50_000 });
    const cancel = new AbortController();
    const restoring = codeOf(app.restore({ id, to }, () => undefined, cancel.signal));
    await world.apple.waitFor((entry) => entry.kind === 'download' && entry.bytesOut > 60_000);
    cancel.abort();
    expect(await restoring).toBe('sync.cancelled');
    expect(await there()).toEqual([]);
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
