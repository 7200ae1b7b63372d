import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Destination } from '../../src/core/ports/destination.ts';
import { codeOf, never } from '../support/app-harness.ts';
import { aManifest } from '../support/domain-builders.ts';

/** One kind of destination, as the contract's tests meet it. */
export interface Subject {
  readonly drive: Destination;
  /** Puts a file into an instance's folder past the destination, as another computer would. */
  put(folder: string, name: string, content: string): void;
}

export interface Kind {
  /** A fresh, empty one for each test. */
  open(): Promise<Subject>;
  /** After the last test. */
  close(): Promise<void>;
}

const folder = 'Home (1234abcd)';
const day = new Date('2026-01-02T03:04:05Z');
const ignore = (): void => undefined;
const cancelled = AbortSignal.abort();

/** What `core/sync` counts on, whatever the destination is. */
export const destinationContract = (kind: Kind): void => {
  let dir: string;
  let subject: Subject;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'destination-'));
  });
  beforeEach(async () => {
    subject = await kind.open();
  });
  afterEach(async () => await rm(join(dir, 'got'), { force: true }));
  afterAll(async () => {
    await kind.close();
    await rm(dir, { recursive: true, force: true });
  });

  const staged = async (content: string): Promise<string> => {
    const file = join(dir, 'staged');
    await writeFile(file, content);
    return file;
  };
  const read = async (name: string, size: number, offset = 0): Promise<string> => {
    const pieces: Uint8Array[] = [];
    const take = (piece: Uint8Array): Promise<void> => Promise.resolve(void pieces.push(piece));
    await subject.drive.read(folder, name, { size, offset }, take, never);
    return Buffer.concat(pieces).toString();
  };
  /** Of those ranges, in order. */
  const readRanges = async (name: string, size: number, ranges: readonly [number, number][]): Promise<string[]> => {
    const got = ranges.map(([start]) => ({ start, bytes: Buffer.alloc(0) }));
    const take = (offset: number, piece: Uint8Array): Promise<void> => {
      const range = got.find(({ start, bytes }) => start + bytes.length === offset);
      if (range === undefined) throw new Error(`nobody asked for ${offset}`);
      range.bytes = Buffer.concat([range.bytes, piece]);
      return Promise.resolve();
    };
    const missing = ranges.map(([start, end]) => ({ start, end }));
    await subject.drive.readRanges(folder, name, { size, missing, take }, never);
    return got.map(({ bytes }) => bytes.toString());
  };
  const names = async (): Promise<string[]> =>
    (await subject.drive.names(folder, never)).map(({ name }) => name).sort();

  describe('looking', () => {
    test('a folder that does not exist is empty, complete, and said not to exist', async () => {
      expect(await subject.drive.folders(never)).toEqual([]);
      expect(await subject.drive.names(folder, never)).toEqual([]);
      const nothing = { folder, exists: false, files: { complete: true, items: [] }, marker: undefined };
      expect(await subject.drive.list(folder, never)).toMatchObject(nothing);
      expect(await subject.drive.browse('Nowhere/at all', never)).toBeUndefined();
    });

    test('shows files with their sizes, manifests as read, and the marker', async () => {
      const marker = { schema: 1, instanceId: 'i1', instanceName: 'Home', mintedBy: null };
      const manifest = aManifest();
      subject.put(folder, 'a.tar', '12345');
      subject.put(folder, 'a.manifest.json', JSON.stringify(manifest));
      subject.put(folder, 'b.manifest.json', '{"schema":2}');
      subject.put(folder, 'c.manifest.json', 'garbage');
      subject.put(folder, 'instance.json', JSON.stringify(marker));
      const { files, manifests, exists, marker: found } = await subject.drive.list(folder, never);
      expect({ exists, complete: files.complete, found }).toEqual({ exists: true, complete: true, found: marker });
      expect(files.items.find(({ name }) => name === 'a.tar')?.size).toBe(5);
      expect(Object.fromEntries(manifests)).toEqual({
        'a.manifest.json': manifest,
        'b.manifest.json': 'newer',
        'c.manifest.json': 'unreadable',
      });
      expect(await subject.drive.folders(never)).toEqual([folder]);
    });
  });

  describe('what was put', () => {
    test('arrives once, with its size, and comes back byte for byte', async () => {
      await subject.drive.put(await staged('content'), folder, 'a.tar', day, ignore, never);
      expect(await subject.drive.arrived(folder, 'a.tar', 7, never)).toMatchObject([{ name: 'a.tar', size: 7 }]);
      expect([await read('a.tar', 7), await read('a.tar', 7, 3)]).toEqual(['content', 'tent']);
      await subject.drive.fetch(folder, 'a.tar', 7, join(dir, 'got'), ignore, never);
      expect(await readFile(join(dir, 'got'), 'utf8')).toBe('content');
    });

    test('as a text is there when the call is done', async () => {
      const manifest = aManifest();
      await subject.drive.putText(JSON.stringify(manifest), folder, 'a.manifest.json', never);
      const { manifests } = await subject.drive.list(folder, never);
      expect(manifests.get('a.manifest.json')).toEqual(manifest);
    });

    test('never takes the place of what was there', async () => {
      subject.put(folder, 'a.tar', 'the first');
      await codeOf(subject.drive.put(await staged('second'), folder, 'a.tar', day, ignore, never));
      expect(await read('a.tar', 9)).toBe('the first');
    });

    test('under a decomposed name is found under the composed one', async () => {
      await subject.drive.put(await staged('content'), folder, 'Zu\u0308rich.tar', day, ignore, never);
      expect(await names()).toEqual(['Z\u00fcrich.tar']);
      expect(await subject.drive.arrived(folder, 'Zu\u0308rich.tar', 7, never)).toHaveLength(1);
    });
  });

  describe('bringing back', () => {
    test.each([
      ['that is not there', 'nothing.tar', 7, 'cloud.not-found'],
      ['of another size', 'a.tar', 8, 'cloud.copy-mismatch'],
    ])('a file %s: %s', async (_, name, size, code) => {
      subject.put(folder, 'a.tar', 'content');
      expect(await codeOf(read(name, size))).toBe(code);
      expect(await codeOf(readRanges(name, size, [[0, size]]))).toBe(code);
      expect(await codeOf(subject.drive.fetch(folder, name, size, join(dir, 'got'), ignore, never))).toBe(code);
    });

    test('what `take` throws ends it', async () => {
      subject.put(folder, 'a.tar', 'content');
      const take = (): Promise<void> => Promise.reject(new Error('no room'));
      const reading = subject.drive.read(folder, 'a.tar', { size: 7, offset: 0 }, take, never);
      await expect(reading).rejects.toThrow('no room');
    });

    test('ranges: those that were asked for, and nothing else', async () => {
      subject.put(folder, 'a.tar', 'content');
      expect(await readRanges('a.tar', 7, [])).toEqual([]);
      const ranges = await readRanges('a.tar', 7, [
        [0, 2],
        [3, 4],
        [5, 7],
      ]);
      expect(ranges).toEqual(['co', 't', 'nt']);
    });

    test('ranges: what `take` throws ends it', async () => {
      subject.put(folder, 'a.tar', 'content');
      const take = (): Promise<void> => Promise.reject(new Error('no room'));
      const ranges = { size: 7, missing: [{ start: 0, end: 3 }], take };
      await expect(subject.drive.readRanges(folder, 'a.tar', ranges, never)).rejects.toThrow('no room');
    });

    test('touches no file that is there', async () => {
      subject.put(folder, 'a.tar', 'content');
      await writeFile(join(dir, 'got'), 'mine');
      await expect(subject.drive.fetch(folder, 'a.tar', 7, join(dir, 'got'), ignore, never)).rejects.toThrow();
      expect(await readFile(join(dir, 'got'), 'utf8')).toBe('mine');
    });
  });

  test('removing takes that file and no other', async () => {
    for (const name of ['a.tar', 'a.manifest.json', 'b.tar']) subject.put(folder, name, name);
    await subject.drive.remove(folder, 'a.tar', never);
    expect(await names()).toEqual(['a.manifest.json', 'b.tar']);
  });

  test.each<[string, (drive: Destination) => Promise<unknown>]>([
    ['folders', (drive) => drive.folders(cancelled)],
    ['list', (drive) => drive.list(folder, cancelled)],
    ['names', (drive) => drive.names(folder, cancelled)],
    ['putText', (drive) => drive.putText('x', folder, 'a.json', cancelled)],
    ['put', async (drive) => await drive.put(await staged('x'), folder, 'x.tar', day, ignore, cancelled)],
    ['remove', (drive) => drive.remove(folder, 'a.tar', cancelled)],
  ])('%s that was given up before it began changes nothing', async (_, call) => {
    subject.put(folder, 'a.tar', 'content');
    expect(await codeOf(call(subject.drive))).toBe('sync.cancelled');
    expect(await names()).toEqual(['a.tar']);
  });
};
