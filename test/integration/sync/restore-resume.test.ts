import { randomBytes } from 'node:crypto';
import { appendFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import type { App } from '../../../src/core/app.ts';
import type { Manifest } from '../../../src/core/domain/manifest.ts';
import { AppError } from '../../../src/core/errors/app-error.ts';
import { appleBudget } from '../../../src/core/icloud/apple-budget.ts';
import type { LogEntry } from '../../simulators/apple/index.ts';
import { codeOf, never, type TestComputer } from '../../support/app-harness.ts';
import { haveEnded, usePrograms } from '../../support/spawned-program.ts';
import { sameHome, storedOnce } from '../../support/stored-once.ts';
import { base, sha256, useSyncWorld } from '../../support/sync-world.ts';

const world = useSyncWorld({ home: sameHome });
const spawn = usePrograms();
const size = 307_200;
const leastPiece = appleBudget.reading.leastPieceBytes;
const connections = 3;
const stored = storedOnce(world, () => world.home.addBackup({ date: world.ago(1), sizeBytes: size }));
let id: string;
let original: Buffer;
let manifest: Manifest;
let computer: TestComputer;
let app: App;
let to: string;

beforeEach(async () => {
  ({ id, original, manifest } = await stored());
  computer = await world.addComputer();
  app = await computer.start();
  to = join(computer.folder, 'restored');
  world.apple.clearLog();
});

const restore = (): Promise<unknown> => app.restore({ id, to }, () => undefined, never);
const there = async (): Promise<string[]> => (await readdir(to)).sort();
const target = (): string => join(to, manifest.archive);
const partial = (): string => `${target()}.partial`;
/** What the note beside the part says, which is what the next try builds on. */
const keptBytes = async (): Promise<number> => {
  const note: unknown = JSON.parse(await readFile(`${partial()}.json`, 'utf8'));
  const { flushed, more = [] } = note as { flushed: number; more?: [number, number][] };
  return more.reduce((sum, [start, end]) => sum + end - start, flushed);
};
/** Answers of Apple's content host with bytes of the archive. */
const pieces = (): LogEntry[] =>
  world.apple.log().filter((entry) => entry.kind === 'download' && entry.bytesOut > 2_000);

/** Restores until some of it is there, then cancels. Gives what was kept, as the error says. */
const interrupt = async (): Promise<number> => {
  world.apple.throttle({ downBps: 100_000 });
  const cancel = new AbortController();
  const restoring = app.restore({ id, to }, () => undefined, cancel.signal).catch((error: unknown) => error);
  await world.apple.waitFor((entry) => entry.kind === 'download' && entry.bytesOut > 100_000);
  cancel.abort();
  const error = await restoring;
  world.apple.throttle({});
  world.apple.clearLog();
  if (!(error instanceof AppError)) throw new Error('it went through');
  expect(error.code).toBe('sync.cancelled');
  return Number(error.facts.keptBytes);
};

describe('a restore that was interrupted', () => {
  test('by the user: keeps what came, and goes on behind it', async () => {
    const kept = await interrupt();
    expect(kept).toBeGreaterThan(30_000);
    expect(await there()).toEqual([`${manifest.archive}.partial`, `${manifest.archive}.partial.json`]);
    expect((await readFile(partial())).equals(original.subarray(0, kept))).toBe(true);
    expect(await readdir(join(computer.folder, 'data', 'rclone', 'running'))).toEqual([]);
    const seen: number[] = [];
    await app.restore(
      { id, to },
      (activity) => activity.phase === 'transferring' && seen.push(activity.download?.bytes ?? -1),
      never,
    );
    expect((await readFile(target())).equals(original)).toBe(true);
    expect(await there()).toEqual([manifest.archive]);
    expect(pieces()).toMatchObject([{ status: 206, bytesOut: size - kept }]);
    expect([seen[0], seen.at(-1)]).toEqual([kept, size]);
  });

  test('by a line that is lost for long: says how much is kept', async () => {
    world.apple.fault({ host: 'cvws', path: '.tar?', reset: true, afterBytes: 150_000 });
    world.apple.fault({ host: 'cvws', path: '.tar?', status: 503, times: Infinity });
    const error: unknown = await restore().catch((thrown: unknown) => thrown);
    if (!(error instanceof AppError)) throw new Error('it went through');
    const kept = Number(error.facts.keptBytes);
    expect([error.code.split('.')[0], kept > 0]).toEqual(['cloud', true]);
    world.apple.clearFaults();
    world.apple.clearLog();
    expect(await codeOf(restore())).toBe('none');
    expect(pieces()).toMatchObject([{ status: 206, bytesOut: size - kept }]);
    expect((await readFile(target())).equals(original)).toBe(true);
  });

  test('while the whole was compared: nothing comes down again', async () => {
    const cancel = new AbortController();
    const onActivity = (activity: { phase: string }): void => {
      if (activity.phase === 'checking') cancel.abort();
    };
    expect(await codeOf(app.restore({ id, to }, onActivity, cancel.signal))).toBe('sync.cancelled');
    world.apple.clearLog();
    expect(await codeOf(restore())).toBe('none');
    expect(pieces()).toEqual([]);
    expect(await there()).toEqual([manifest.archive]);
  });

  test('by a power cut: what was not flushed does not count', async () => {
    const kept = await interrupt();
    await appendFile(partial(), Buffer.alloc(5_000));
    expect(await codeOf(restore())).toBe('none');
    expect(pieces()).toMatchObject([{ status: 206, bytesOut: size - kept }]);
    expect((await readFile(target())).equals(original)).toBe(true);
  });

  test('and whose part was spoilt since: comes again from its first byte, once', async () => {
    const kept = await interrupt();
    const spoilt = await readFile(partial());
    spoilt[100] = (spoilt[100] ?? 0) ^ 1;
    await writeFile(partial(), spoilt);
    expect(await codeOf(restore())).toBe('none');
    expect(pieces().map(({ status, bytesOut }) => [status, bytesOut])).toEqual([
      [206, size - kept],
      [200, size],
    ]);
    expect((await readFile(target())).equals(original)).toBe(true);
    expect(await there()).toEqual([manifest.archive]);
  });

  test('and whose copy was spoilt since: nothing is handed out, nothing is left', async () => {
    await interrupt();
    const spoilt = Buffer.from(original);
    spoilt[size - 1] = (spoilt[size - 1] ?? 0) ^ 1;
    world.apple.putFile(`${base}/${world.folder}/${manifest.archive}`, spoilt);
    expect(await codeOf(restore())).toBe('cloud.copy-mismatch');
    expect(pieces()).toHaveLength(2);
    expect(await there()).toEqual([]);
  });

  test('needs room for the rest only', async () => {
    const kept = await interrupt();
    const freeBytes = (more: number) => () => Promise.resolve(1024 ** 3 + size - kept + more);
    app = await computer.start((ports) => ({ ...ports, freeBytes: freeBytes(-1) }));
    await expect(restore()).rejects.toMatchObject({
      code: 'disk.full',
      facts: { neededBytes: 1024 ** 3 + size - kept },
    });
    expect(pieces()).toEqual([]);
    app = await computer.start((ports) => ({ ...ports, freeBytes: freeBytes(0) }));
    expect(await codeOf(restore())).toBe('none');
  });
});

describe('what lies where the part would be', () => {
  test.each<[string, (kept: Manifest) => [name: string, text: string][]]>([
    ['a file of the user’s', () => [['.partial', 'mine']]],
    ['a note of the user’s', () => [['.partial.json', '{}']]],
    [
      'a part of another copy',
      ({ archive }) => [
        ['.partial', 'part'],
        ['.partial.json', JSON.stringify({ archive, size, sha256: 'f'.repeat(64), flushed: 4 })],
      ],
    ],
  ])('is not touched: %s', async (_what, files) => {
    await mkdir(to, { recursive: true });
    for (const [ending, text] of files(manifest)) await writeFile(`${target()}${ending}`, text);
    expect(await codeOf(restore())).toBe('restore.target-exists');
    for (const [ending, text] of files(manifest)) expect(await readFile(`${target()}${ending}`, 'utf8')).toBe(text);
    expect(await there()).toHaveLength(files(manifest).length);
    expect(pieces()).toEqual([]);
  });
});

describe('two at once', () => {
  test('of one copy into one folder: the second waits, and finds it there', async () => {
    const other = await computer.start();
    const codes = await Promise.all([codeOf(restore()), codeOf(other.restore({ id, to }, () => undefined, never))]);
    expect(codes.sort()).toEqual(['none', 'restore.target-exists']);
    expect((await readFile(target())).equals(original)).toBe(true);
    expect(await there()).toEqual([manifest.archive]);
  });
});

describe.skipIf(process.platform === 'win32')('a copy that is worth several connections', () => {
  let big: Buffer;
  const bigId = '0badcafe';
  const fetched = (): number => pieces().reduce((sum, { bytesOut }) => sum + bytesOut, 0);
  const restoreBig = async (): Promise<unknown> => await app.restore({ id: bigId, to }, () => undefined, never);
  const pathOf = (name: string): string => `${base}/${world.folder}/${name}`;

  beforeEach(() => {
    big = randomBytes(connections * leastPiece + 1_000_000);
    const archive = manifest.archive.replace(id, bigId);
    world.apple.putFile(pathOf(archive), big);
    manifest = { ...manifest, backupId: bigId, archive, size: big.length, sha256: sha256(big) };
    world.apple.putFile(pathOf(archive.replace(/\.tar$/u, '.manifest.json')), JSON.stringify(manifest));
  });

  test('comes over them, byte for byte, and for few requests', async () => {
    await restoreBig();
    expect(sha256(await readFile(target()))).toBe(manifest.sha256);
    expect(await there()).toEqual([manifest.archive]);
    expect([pieces().length, fetched()]).toEqual([connections, big.length]);
    expect(await readdir(join(computer.folder, 'data', 'rclone', 'running'))).toEqual([]);
    expect(await readdir(join(computer.folder, 'data', 'rclone', 'sign-in'))).toEqual([]);
  });

  test('killed again and again, at any moment: nothing that was kept comes a second time', async () => {
    let before = 0;
    for (const share of [0.2, 0.45, 0.8]) {
      world.apple.throttle({ downBps: 30_000_000 });
      world.apple.clearLog();
      const program = await spawn(computer, world.apple, { what: 'restore', id: bigId, to });
      // With some chance in the middle of a write, a flush or a note.
      await expect.poll(() => before + fetched()).toBeGreaterThan(big.length * share);
      await haveEnded(await program.kill());
      const kept = await keptBytes();
      expect(kept).toBeGreaterThanOrEqual(before);
      before = kept;
    }
    expect(before).toBeGreaterThan(0);
    world.apple.throttle({});
    world.apple.clearLog();
    app = await computer.start();
    await restoreBig();
    expect(sha256(await readFile(target()))).toBe(manifest.sha256);
    expect(await there()).toEqual([manifest.archive]);
    expect(fetched()).toBe(big.length - before);
  });

  test('from somebody who knows no ranges: comes in one stream', async () => {
    world.apple.ignoresRanges = true;
    await restoreBig().finally(() => (world.apple.ignoresRanges = false));
    expect(sha256(await readFile(target()))).toBe(manifest.sha256);
    expect(pieces().filter(({ bytesOut }) => bytesOut === big.length)).toHaveLength(1);
  });

  test('one connection that is refused costs nothing but its speed', async () => {
    world.apple.fault({ host: 'cvws', path: '.tar?', skip: 1, status: 503, times: 3 });
    await restoreBig();
    expect(sha256(await readFile(target()))).toBe(manifest.sha256);
  });

  test('spoilt: comes a second time, in one stream, before it is condemned', async () => {
    const spoilt = Buffer.from(big);
    spoilt[big.length - 1] = (spoilt[big.length - 1] ?? 0) ^ 1;
    world.apple.putFile(pathOf(manifest.archive), spoilt);
    expect(await codeOf(restoreBig())).toBe('cloud.copy-mismatch');
    expect(pieces().at(-1)).toMatchObject({ status: 200, bytesOut: big.length });
    expect(await there()).toEqual([]);
  });

  test('cancelled: what came is kept, every rclone has ended', async () => {
    world.apple.throttle({ downBps: 30_000_000 });
    const cancel = new AbortController();
    const restoring = codeOf(app.restore({ id: bigId, to }, () => undefined, cancel.signal));
    await expect.poll(fetched).toBeGreaterThan(big.length / 2);
    cancel.abort();
    expect(await restoring).toBe('sync.cancelled');
    expect(await readdir(join(computer.folder, 'data', 'rclone', 'running'))).toEqual([]);
    const kept = await keptBytes();
    expect(kept).toBeGreaterThan(big.length / 4);
    world.apple.throttle({});
    world.apple.clearLog();
    await restoreBig();
    expect(fetched()).toBe(big.length - kept);
  });
});
