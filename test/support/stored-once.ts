import type { Manifest } from '../../src/core/domain/manifest.ts';
import { base, type SyncWorld } from './sync-world.ts';

/** A copy in iCloud as a real run stored it, and what it is a copy of. */
export interface StoredCopy {
  readonly id: string;
  readonly manifest: Manifest;
  readonly original: Buffer;
}

interface KeptFile {
  readonly path: string;
  readonly content: Buffer;
  readonly modified: Date;
}

/** Home Assistant's name for itself where copies outlive the test that made them: their folder is called by it. */
export const sameHome = { instanceId: '5a3e0f1c'.repeat(4) };

/**
 * For a file whose tests all begin with one copy in iCloud and a computer that has not seen it: the first of them stores it, by
 * a real run, and those after it find the drive as that run left it. The world's Home Assistant has to be the `sameHome`.
 *
 * @param add - makes the backup in the world's Home Assistant, and gives its id
 */
export const storedOnce = (world: SyncWorld, add: () => Promise<string>): (() => Promise<StoredCopy>) => {
  let kept: { readonly copy: StoredCopy; readonly files: readonly KeptFile[] } | undefined;
  const store = async (): Promise<StoredCopy> => {
    const id = await add();
    await world.run();
    const [manifest] = world.drive().manifests;
    if (manifest?.backupId !== id) throw new Error('nothing was stored');
    return { id, manifest, original: world.home.archiveBytes(id) };
  };
  const files = (): KeptFile[] =>
    world.apple.files(`${base}/${world.folder}`).map(({ path, mtime }) => {
      const content = world.apple.readFile(path);
      if (content === undefined) throw new Error(`listed and not there: ${path}`);
      return { path, content, modified: mtime };
    });
  return async () => {
    if (kept === undefined) {
      const copy = await store();
      kept = { copy, files: files() };
    } else {
      for (const { path, content, modified } of kept.files) world.apple.putFile(path, content, modified);
    }
    return kept.copy;
  };
};
