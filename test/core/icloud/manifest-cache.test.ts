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
    for (const name of names) await writeFile(join(into, name), this.#contents.get(name)?.text ?? '');
  };
}

describe('ManifestCache', () => {
  let dir: string;
  let remote: Remote;
  const read = (folder = 'Base/Home') => new ManifestCache(dir).read(folder, remote.files(), remote.fetchMany);
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'manifest-cache-'));
    remote = new Remote();
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

  it('takes an unreadable marker for none', async () => {
    remote.set('instance.json', { schema: 9 });
    expect((await read()).marker).toBeUndefined();
  });

  it('keeps what arrived before a failure', async () => {
    remote.set('a.manifest.json', manifest);
    remote.set('b.manifest.json', manifest);
    const broken: FetchMany = async (names, into) => {
      await remote.fetchMany(names.slice(0, 1), into);
      throw new AppError('icloud.offline');
    };
    const cache = new ManifestCache(dir);
    await expect(cache.read('Base/Home', remote.files(), broken)).rejects.toMatchObject({ code: 'icloud.offline' });
    await read();
    expect(remote.fetched).toEqual([['a.manifest.json'], ['b.manifest.json']]);
    expect((await readdir(dir)).filter((name) => name.startsWith('landing-'))).toEqual([]);
  });

  it('does not keep a file that is not as long as listed', async () => {
    remote.set('a.manifest.json', manifest);
    const short: FetchMany = async (names, into) => {
      for (const name of names) await writeFile(join(into, name), '{}');
    };
    const cache = new ManifestCache(dir);
    const { manifests } = await cache.read('Base/Home', remote.files(), short);
    expect(manifests.get('a.manifest.json')).toBe('unreadable');
    expect((await read()).manifests.get('a.manifest.json')).toEqual(manifest);
  });
});
