import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RemoteFile } from '../../../src/core/domain/manifest.ts';
import { AppError } from '../../../src/core/errors/app-error.ts';
import { ManifestCache, type FetchMany } from '../../../src/core/icloud/manifest-cache.ts';
import { aManifest } from '../../support/domain-builders.ts';

const manifest = aManifest();
const marker = { schema: 1, instanceId: 'i1', instanceName: 'Home', mintedBy: null };

/** A remote folder in memory, with the names of each fetch. */
class Remote {
  readonly fetched: (readonly string[])[] = [];
  /** Listed, and not to be had. */
  readonly missing = new Set<string>();
  #contents = new Map<string, { text: string; id: string }>();

  set(name: string, content: unknown, id = `FILE::${name}`): void {
    this.#contents.set(name, { text: typeof content === 'string' ? content : JSON.stringify(content), id });
  }
  delete(name: string): void {
    this.#contents.delete(name);
  }
  files(): RemoteFile[] {
    return [...this.#contents].map(([name, { text, id }]) => ({ name, id, size: Buffer.byteLength(text) }));
  }
  readonly fetchMany: FetchMany = async (names, into) => {
    this.fetched.push(names);
    for (const name of names)
      if (!this.missing.has(name)) await writeFile(join(into, name), this.#contents.get(name)?.text ?? '');
  };
}

describe('ManifestCache', () => {
  let dir: string;
  let remote: Remote;
  let now: Date;
  const read = (folder = 'Base/Home') =>
    new ManifestCache(dir, () => now).read(folder, remote.files(), remote.fetchMany);
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'manifest-cache-'));
    remote = new Remote();
    now = new Date('2026-11-21T12:00:00Z');
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  it('fetches what is missing in one go, and nothing twice', async () => {
    remote.set('a.tar', 'archive');
    remote.set('a.manifest.json', manifest);
    remote.set('b.manifest.json', manifest);
    remote.set('instance.json', marker);
    const first = await read();
    expect(first.manifests.get('a.manifest.json')).toEqual(manifest);
    expect(first.marker).toEqual(marker);
    expect(await read()).toEqual(first);
    remote.set('c.manifest.json', manifest);
    await read();
    expect(remote.fetched).toEqual([['a.manifest.json', 'b.manifest.json', 'instance.json'], ['c.manifest.json']]);
  });

  it('sees that a file of the same name is another one', async () => {
    remote.set('a.manifest.json', manifest, 'FILE::old');
    await read();
    remote.set('a.manifest.json', { ...manifest, backupId: 'b2' }, 'FILE::new');
    expect((await read()).manifests.get('a.manifest.json')).toMatchObject({ backupId: 'b2' });
  });

  it('may be deleted at any time', async () => {
    remote.set('a.manifest.json', manifest);
    await read();
    await rm(dir, { recursive: true });
    expect((await read()).manifests.get('a.manifest.json')).toEqual(manifest);
  });

  it('forgets what is gone, of this folder alone', async () => {
    remote.set('a.manifest.json', manifest);
    await read('Base/One');
    await read('Base/Two');
    remote.delete('a.manifest.json');
    await read('Base/One');
    const left = (await readdir(dir, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
    expect(left).toHaveLength(1);
  });

  it.each<[string, unknown, 'unreadable' | 'newer']>([
    ['torn text', '{"schema":1,"backupId"', 'unreadable'],
    ['another shape', { schema: 1, hello: 'world' }, 'unreadable'],
    ['something that is no number', { schema: 'two' }, 'unreadable'],
    ['a newer shape', { schema: 2, whatever: true }, 'newer'],
    ['more than any manifest has', 'x'.repeat(300_000), 'unreadable'],
  ])('says what it thinks of %s', async (_what, content, verdict) => {
    remote.set('a.manifest.json', content);
    expect((await read()).manifests).toEqual(new Map([['a.manifest.json', verdict]]));
  });

  it('reads of a newer one what it knows, where that is in its place', async () => {
    remote.set('a.manifest.json', { ...manifest, schema: 3, more: { than: 'today' } });
    remote.set('b.manifest.json', { ...manifest, schema: 3, sha256: undefined });
    const notes = await read();
    expect([...notes.manifests.values()]).toEqual(['newer', 'newer']);
    expect(notes.newer).toEqual(new Map([['a.manifest.json', manifest]]));
  });

  it('never fetches what is too large, or named as no file of ours', async () => {
    remote.set('big.manifest.json', 'x'.repeat(300_000));
    for (const name of ['a:b.manifest.json', 'ä.manifest.json', '..\\a.manifest.json', 'a?.manifest.json']) {
      remote.set(name, manifest);
    }
    const { manifests } = await read();
    expect(remote.fetched).toEqual([]);
    expect([...manifests.values()]).toEqual(Array.from({ length: 5 }, () => 'unreadable'));
  });

  it.each<[what: string, content: unknown, marker: object | undefined]>([
    ['a later program', { ...marker, schema: 2, more: true }, { ...marker, schema: 2 }],
    ['nobody', '', undefined],
    ['somebody else', 'garbage', undefined],
    ['a text editor that adds a mark', `\uFEFF${JSON.stringify(marker)}`, marker],
    ['somebody with five megabytes', 'x'.repeat(5_000_000), undefined],
  ])('takes of a marker by %s what it can', async (_what, content, expected) => {
    remote.set('a.manifest.json', manifest);
    remote.set('instance.json', content);
    expect(await read()).toMatchObject({ marker: expected, manifests: new Map([['a.manifest.json', manifest]]) });
  });

  it('keeps what arrived before a failure', async () => {
    remote.set('a.manifest.json', manifest);
    remote.set('b.manifest.json', manifest);
    const broken: FetchMany = async (names, into) => {
      await remote.fetchMany(names.slice(0, 1), into, 'first');
      throw new AppError('cloud.offline');
    };
    const cache = new ManifestCache(dir, () => now);
    await expect(cache.read('Base/Home', remote.files(), broken)).rejects.toMatchObject({ code: 'cloud.offline' });
    await read();
    expect(remote.fetched).toEqual([['a.manifest.json'], ['b.manifest.json']]);
    expect((await readdir(dir)).filter((name) => name.startsWith('landing-'))).toEqual([]);
  });

  describe('of a file that cannot be had', () => {
    const minutes = (count: number): void => void (now = new Date(now.getTime() + count * 60_000));
    const stateOf = async (name = 'a.manifest.json') => (await read()).manifests.get(name);

    beforeEach(() => {
      remote.set('a.manifest.json', manifest);
      remote.set('b.manifest.json', { ...manifest, backupId: 'b2' });
      remote.missing.add('a.manifest.json');
    });

    it('knows nothing, and that it is this one alone', async () => {
      const { manifests } = await read();
      expect(manifests.get('a.manifest.json')).toBe('unfetched');
      expect(manifests.get('b.manifest.json')).toMatchObject({ backupId: 'b2' });
      expect(remote.fetched).toEqual([['a.manifest.json', 'b.manifest.json'], ['a.manifest.json']]);
    });

    it('asks again after a pause, and a longer one each time', async () => {
      await read();
      const attempts: number[] = [];
      for (let minute = 0; minute < 24 * 60; minute += 10) {
        const before = remote.fetched.length;
        await read();
        if (remote.fetched.length > before) attempts.push(minute);
        minutes(10);
      }
      expect(attempts).toEqual([10, 70, 430, 790, 1150]);
    });

    it('has it as soon as it comes, and forgets the pauses', async () => {
      await read();
      remote.missing.clear();
      expect(await stateOf()).toBe('unfetched');
      minutes(10);
      expect(await stateOf()).toEqual(manifest);
      expect((await readdir(dir)).filter((name) => name.endsWith('.doubts.json'))).toHaveLength(1);
      remote.missing.add('a.manifest.json');
      expect(await stateOf()).toEqual(manifest);
    });

    it('calls it unreadable only after days, and still has it when it comes', async () => {
      for (let hour = 0; hour <= 47; hour += 6) {
        expect(await stateOf()).toBe('unfetched');
        minutes(6 * 60);
      }
      expect(await stateOf()).toBe('unreadable');
      remote.missing.clear();
      minutes(6 * 60);
      expect(await stateOf()).toEqual(manifest);
    });

    it('is held up by no date that lies ahead, and by no damaged note of the pauses', async () => {
      await read();
      const [note = ''] = (await readdir(dir)).filter((name) => name.endsWith('.doubts.json'));
      remote.missing.clear();
      minutes(-365 * 24 * 60);
      expect(await stateOf()).toEqual(manifest);
      remote.set('c.manifest.json', manifest);
      await writeFile(join(dir, note), '{"c":');
      expect(await stateOf('c.manifest.json')).toEqual(manifest);
    });

    it('asks once only where very much is missing', async () => {
      for (let index = 0; index < 60; index += 1) {
        remote.set(`${index}.manifest.json`, { ...manifest, backupId: `b${index}` });
        remote.missing.add(`${index}.manifest.json`);
      }
      await read();
      expect(remote.fetched).toHaveLength(1);
    });
  });

  it('reads one of two files of the same name, and asks for it once', async () => {
    remote.set('a.manifest.json', manifest);
    const twice = [...remote.files(), { name: 'a.manifest.json', id: 'FILE::second', size: 7 }];
    const cache = new ManifestCache(dir, () => now);
    for (let look = 0; look < 2; look += 1) {
      const { manifests } = await cache.read('Base/Home', twice, remote.fetchMany);
      expect(manifests).toEqual(new Map([['a.manifest.json', manifest]]));
    }
    expect(remote.fetched).toEqual([['a.manifest.json']]);
  });

  it('cuts what is too long to be shown', async () => {
    remote.set('a.manifest.json', { ...manifest, name: 'x'.repeat(200_000) });
    const { manifests } = await read();
    expect(manifests.get('a.manifest.json')).toMatchObject({ name: `${'x'.repeat(199)}…`, sha256: manifest.sha256 });
  });

  it('does not keep a file that is not as long as listed', async () => {
    remote.set('a.manifest.json', manifest);
    const short: FetchMany = async (names, into) => {
      for (const name of names) await writeFile(join(into, name), '{}');
    };
    const cache = new ManifestCache(dir, () => now);
    const { manifests } = await cache.read('Base/Home', remote.files(), short);
    expect(manifests.get('a.manifest.json')).toBe('unfetched');
    now = new Date(now.getTime() + 3_600_000);
    expect((await read()).manifests.get('a.manifest.json')).toEqual(manifest);
  });
});
