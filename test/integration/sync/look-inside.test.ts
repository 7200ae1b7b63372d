import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import type { App } from '../../../src/core/app.ts';
import type { InsideListener } from '../../../src/core/commands/opened-archive.ts';
import { codeOf, never, type TestComputer } from '../../support/app-harness.ts';
import { insideArchive, plainPart } from '../../support/inside-archive.ts';
import { sameHome, storedOnce } from '../../support/stored-once.ts';
import { useSyncWorld } from '../../support/sync-world.ts';

const world = useSyncWorld({ home: sameHome });
/** So large that it pays to read around it. */
const media = 40 * 1024 * 1024;
const parts = {
  ssl: plainPart([{ name: 'x', text: 'x' }]),
  media: plainPart([{ name: 'film', text: randomBytes(media / 2).toString('hex') }]),
  homeassistant: plainPart([
    { name: 'data/automations.yaml', text: '- alias: Light\n' },
    { name: 'data/noise', text: randomBytes(100_000).toString('hex') },
  ]),
};
const stored = storedOnce(world, () => {
  const archive = insideArchive(parts, { slug: 'abcd1231', folders: ['ssl', 'media'] });
  return world.home.addBackup({ id: 'abcd1231', date: world.ago(1), protected: false, archive });
});

let id: string;
let computer: TestComputer;
let app: App;
let to: string;
const fetches: number[] = [];
const listener: InsideListener = { onActivity: () => undefined, onFetch: (bytes) => fetches.push(bytes) };
const keys = (): Promise<readonly string[]> => Promise.reject(new Error('asked for a key'));

beforeEach(async () => {
  ({ id } = await stored());
  await world.home.stop();
  computer = await world.addComputer();
  app = await computer.start();
  to = join(computer.folder, 'out');
  fetches.length = 0;
  world.apple.clearLog();
});

const wish = (): { what: string; file: string } => ({ what: id, file: join(computer.folder, id) });
const downloaded = (): number =>
  world.apple.log().reduce((sum, { kind, bytesOut }) => sum + (kind === 'download' ? bytesOut : 0), 0);
const there = (): Promise<string[]> => readdir(to).catch(() => []);

describe('a backup in iCloud', () => {
  test('one file comes out, and hardly more than its part comes down', async () => {
    const path = 'homeassistant/automations.yaml';
    const found = await app.extract({ ...wish(), path, to, keys }, listener, never);
    expect(found).toMatchObject({ type: 'file', bytes: 15, proof: 'checksum', origin: { from: 'icloud' } });
    expect(await readFile(join(to, 'automations.yaml'), 'utf8')).toBe('- alias: Light\n');
    expect(fetches).toHaveLength(1);
    expect(fetches[0]).toBeLessThan(250_000);
    expect(found.origin.fetched).toBeLessThan(10_000_000);
    // Of what a request would have brought besides, the connection's buffers hold the rest.
    expect(downloaded()).toBeLessThan(media / 2);
  });

  test('the files of one part are listed without the others', async () => {
    const found = await app.contents({ ...wish(), part: 'homeassistant', keys }, listener, never);
    expect(found.problems).toEqual([]);
    expect(found.parts.map(({ name, files }) => [name, files?.length ?? null])).toEqual([
      ['ssl', null],
      ['media', null],
      ['homeassistant', 2],
    ]);
    expect(found.origin.fetched).toBeLessThan(10_000_000);
  });

  test('a connection that breaks off is taken up again', async () => {
    world.apple.fault({ host: 'cvws', reset: true, afterBytes: 100_000, times: 3 });
    const found = await app.extract({ ...wish(), path: 'homeassistant', to, keys }, listener, never);
    expect(found).toMatchObject({ files: 2, bytes: 200_015 });
  });

  test('what is not in it, or nowhere: nothing is written', async () => {
    const asked = app.extract({ ...wish(), path: 'homeassistant/x', to, keys }, listener, never);
    expect(await codeOf(asked)).toBe('inside.no-such-path');
    const nowhere = { ...wish(), what: 'ffffffff', path: 'ssl/x', to, keys };
    expect(await codeOf(app.extract(nowhere, listener, never))).toBe('restore.no-copy');
    expect(await there()).toEqual([]);
  });

  test('cancelled in the middle: nothing stays, and the next one works', async () => {
    world.apple.throttle({ downBps: 1_000_000 });
    const cancel = new AbortController();
    const onActivity: InsideListener['onActivity'] = ({ phase }) => phase === 'transferring' && cancel.abort();
    const asked = app.extract({ ...wish(), path: 'media', to, keys }, { ...listener, onActivity }, cancel.signal);
    expect(await codeOf(asked)).toBe('sync.cancelled');
    world.apple.throttle({});
    expect(await there()).toEqual([]);
    await app.extract({ ...wish(), path: 'ssl/x', to, keys }, listener, never);
    expect(await there()).toEqual(['x']);
  });
});
