import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { never } from '../../support/app-harness.ts';
import { patienceMs } from '../../../src/core/state/run-lock.ts';
import { haveEnded, usePrograms } from '../../support/spawned-program.ts';
import { base, day, hour, useSyncWorld } from '../../support/sync-world.ts';
import { eventually } from '../../support/eventually.ts';

const world = useSyncWorld();
const spawn = usePrograms();
const usual = 409_600;
/** What comes down is flushed in pieces of this size; a kill costs what came after the last one. */
const flushEvery = 64 * 1024 * 1024;

/** The n-th request of the kind was answered to its end. */
const answered = async (path: string, count: number): Promise<void> => {
  await world.apple.waitFor(
    () =>
      world.apple.log().filter((entry) => entry.path.includes(path) && entry.done && entry.status > 0).length >= count,
  );
};
/** From now on such a request is never answered; resolves when one has come. */
const stalled = async (path: string): Promise<void> => {
  world.apple.fault({ path, stall: true, times: Infinity });
  await world.apple.waitFor((entry) => entry.path.includes(path) && entry.status === 0 && !entry.done);
};
const [upload, document, list, trash] = ['upload/web', 'update/documents', 'retrieveItemDetails', 'moveItemsToTrash'];
/** Files that were really made in the drive. */
const made = (): number =>
  world.apple.log().filter(({ path, status }) => path.includes(document) && status === 200).length;
/** Bytes of the download that are safe on disk, as its note there says. */
const flushedBytes = async (): Promise<number> => {
  const staging = join(world.computer.folder, 'staging');
  const [note] = (await readdir(staging, { recursive: true }).catch(() => [])).filter((name) => name.endsWith('.json'));
  const text = note === undefined ? '{}' : await readFile(join(staging, note), 'utf8');
  return (JSON.parse(text) as { flushed?: number }).flushed ?? 0;
};

/** A moment of a first run (marker, archive and manifest are uploaded one after the other), and how to stop there. */
interface Moment {
  readonly what: string;
  /** Whether the second run goes on where the first was. */
  readonly resumed?: boolean;
  readonly reach: () => Promise<void>;
  /** Bytes of the archive, where it matters. */
  readonly size?: number;
}

const moments: readonly Moment[] = [
  {
    what: 'Home Assistant is listed',
    reach: async () => {
      world.home.fault({ kind: 'no-answer', command: 'backup/info' });
      await eventually(() => expect(world.home.log().map(({ what }) => what)).toContain('backup/info'));
    },
  },
  { what: 'iCloud is listed', reach: () => stalled(list) },
  { what: 'the folder is there, its marker is not', reach: () => stalled(upload) },
  {
    what: 'half of the archive is downloaded',
    size: 2 * flushEvery,
    reach: async () => {
      world.home.fault({ kind: 'download-stall', afterBytes: 1.5 * flushEvery });
      await eventually(async () => expect(await flushedBytes()).toBeGreaterThan(0));
    },
    resumed: true,
  },
  {
    what: 'the archive is downloaded, nothing is uploaded',
    reach: async () => {
      await answered(document, 1);
      const before = world.apple.requests('drive');
      // The marker is listed with three requests; the next ones are the look before the upload.
      await world.apple.waitFor(() => world.apple.requests('drive') >= before + 3);
      await stalled(list);
    },
  },
  {
    what: 'half of the archive is uploaded',
    reach: async () => {
      world.apple.throttle({ upBps: 150_000 });
      await world.apple.waitFor((entry) => entry.kind === 'upload' && entry.bytesIn > usual / 4);
    },
  },
  {
    what: 'the bytes are uploaded, but no file is made of them',
    reach: async () => {
      await answered(document, 1);
      await stalled(document);
    },
  },
  {
    what: 'the archive is uploaded, but not yet confirmed',
    reach: async () => {
      await answered(document, 2);
      await stalled(list);
    },
  },
  {
    what: 'the archive is confirmed, its manifest is not uploaded',
    reach: async () => {
      await answered(upload, 2);
      await stalled(upload);
    },
  },
  {
    what: 'the manifest is uploaded, but not yet seen',
    reach: async () => {
      await answered(document, 3);
      await stalled(list);
    },
  },
];

const expectTidy = async (ids: readonly string[]): Promise<void> => {
  expect(world.drive()).toMatchObject({ confirmed: ids, others: [] });
  const folders = world.apple.tree().filter(({ type, path }) => type === 'folder' && path.startsWith(`${base}/`));
  expect(folders.filter(({ path }) => path.endsWith(world.folder))).toHaveLength(1);
  const markers = world.apple.files(`${base}/${world.folder}`).filter(({ path }) => path.includes('instance'));
  expect(markers).toHaveLength(1);
  expect(await world.staged()).toEqual([]);
  expect(await readdir(join(world.computer.folder, 'data', 'rclone', 'running'))).toEqual([]);
  expect(await readdir(join(world.computer.folder, 'data'))).not.toContain('run.lock');
  expect(await world.run('schedule')).toMatchObject({ outcome: 'done', backups: [], askedApple: false });
};

describe.skipIf(process.platform === 'win32')('killed when', () => {
  test.each(moments)('$what: the next run makes it good', async ({ reach, size = usual, resumed = false }) => {
    const id = await world.home.addBackup({ sizeBytes: size, date: world.ago(0.1) });
    const program = await spawn(world.computer, world.apple, { what: 'back-up' });
    await Promise.race([reach(), program.ended().then(() => Promise.reject(new Error('ended before the moment')))]);
    await haveEnded(await program.kill());
    world.apple.clearFaults();
    world.apple.throttle({});
    world.home.clearFaults();
    world.home.throttle(undefined);

    await world.restart();
    expect(await world.run()).toMatchObject({ outcome: 'done' });
    await expectTidy([id]);
    // Marker, archive, manifest: nothing went up twice.
    expect(made()).toBe(3);
    expect(world.home.rangeRequests()).toHaveLength(resumed ? 1 : 0);
  });

  test('Home Assistant makes a backup: it is pulled all the same', async () => {
    const release = world.home.holdBackups();
    const program = await spawn(world.computer, world.apple, { what: 'back-up', create: true });
    await eventually(() =>
      expect(
        world.home
          .log()
          .map(({ what }) => what)
          .join(),
      ).toContain('backup/generate'),
    );
    await haveEnded(await program.kill());
    release();
    await eventually(() => expect(world.home.backups()).toHaveLength(1));
    await world.restart();
    expect(await world.run()).toMatchObject({ outcome: 'done', backups: [{ outcome: 'stored' }] });
    await expectTidy(world.home.backups().map(({ id }) => id));
  });

  test.each([
    ['the next run makes it good', 0],
    ['which a listing does not show at once: the run after that makes it good', 1],
  ])('an old archive is in the trash, its manifest is not: %s', async (_, lateRuns) => {
    await world.app.setUp({ url: world.home.url, token: world.home.token, retentionDays: 1, floor: 1 }, never);
    for (const days of [0.2, 0.1]) await world.home.addBackup({ date: world.ago(days) });
    await world.run();
    world.clock.forward(2 * day);
    const id = await world.home.addBackup({ date: world.ago(0.1) });
    world.apple.clearLog();
    const program = await spawn(world.computer, world.apple, { what: 'back-up' });
    await answered(trash, 1);
    await stalled(trash);
    await haveEnded(await program.kill());
    world.apple.clearFaults();
    await world.restart();
    world.apple.lateListings({ goneMs: lateRuns * day });
    for (let run = 0; run < lateRuns; run += 1) await world.run();
    world.apple.lateListings({});
    // What was deleted twice counted twice.
    if (lateRuns > 0) world.clock.forward(day + hour);
    expect(await world.run()).toMatchObject({ outcome: 'done', warnings: [] });
    expect(await world.app.status()).toMatchObject({ problems: [] });
    await expectTidy([id]);
  });
});

describe('two programs on one computer', () => {
  test('do not run at once; who says so names the other', async () => {
    await world.home.addBackup({ date: world.ago(0.1) });
    world.apple.fault({ path: list, stall: true });
    const program = await spawn(world.computer, world.apple, { what: 'back-up' });
    await world.apple.waitFor((entry) => entry.path.includes(list));
    await expect(world.run()).rejects.toMatchObject({ code: 'sync.running', facts: { pid: program.pid } });
    expect(await world.app.status()).toMatchObject({ running: { pid: program.pid } });
    await expect(world.app.prune({ dryRun: true }, never)).rejects.toMatchObject({ code: 'sync.running' });
    await haveEnded(await program.kill());
    // A dead owner is no reason to wait, and its lock is not named any more.
    expect(await world.app.status()).toMatchObject({ running: null });
    expect(await readFile(join(world.computer.folder, 'data', 'run.lock'), 'utf8')).toContain(String(program.pid));
    expect(await world.run()).toMatchObject({ outcome: 'done' });
  });

  test('logout ends the run of the other, though its download never comes to an end, and takes everything', async () => {
    await world.home.addBackup({ sizeBytes: usual, date: world.ago(0.1) });
    world.home.fault({ kind: 'download-stall', afterBytes: usual / 2 });
    const program = await spawn(world.computer, world.apple, { what: 'back-up' });
    await eventually(() =>
      expect(
        world.home
          .log()
          .map(({ what }) => what)
          .join(),
      ).toContain('download'),
    );
    expect(await world.app.status()).toMatchObject({ running: { pid: program.pid } });
    const began = Date.now();
    expect(await world.app.logout('all', never)).toMatchObject({
      problems: [],
      removed: ['config', 'apple', 'ha-token', 'staging', 'settings'],
    });
    expect(Date.now() - began).toBeLessThan(patienceMs.logout);
    expect(await program.result()).toMatchObject({ code: 'none', said: 'cancelled' });
    expect(await world.computer.secrets.read()).toBeUndefined();
    expect(await readdir(join(world.computer.folder, 'staging')).catch(() => [])).toEqual([]);
    const data = await readdir(join(world.computer.folder, 'data'));
    expect(data.filter((name) => name.startsWith('run.lock'))).toEqual([]);
    expect(await readdir(join(world.computer.folder, 'data', 'rclone'))).not.toContain('rclone.conf');
    expect(await world.app.status()).toMatchObject({ safety: 'not-set-up', running: null });
  });
});
