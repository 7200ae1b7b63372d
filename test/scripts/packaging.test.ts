import { fileURLToPath } from 'node:url';
import { getConfig } from 'app-builder-lib/out/util/config/config.js';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** As electron-builder itself reads and completes it. */
const config = await getConfig(root, 'electron-builder.yml', null);
const [{ filter: packed }] = config.files as [{ filter: string[] }];

it('makes an AppImage with the runtime that needs no libfuse2', () => {
  expect(config.toolsets?.appimage).toBe('1.0.3');
});

it('sets the fuses by the table alone, and looks after signing at what was signed before', () => {
  expect(config.electronFuses).toBeUndefined();
  expect(config).toMatchObject({
    beforePack: './scripts/before-pack.mjs',
    afterPack: './scripts/after-pack.mjs',
    afterSign: './scripts/after-sign.mjs',
  });
});

it('puts the final hashes into the archive, and the signed rclone beside it', () => {
  expect(packed).toContain('out/rclone.lock.json');
  const resources = config.extraResources as { from: string; to: string }[];
  expect(resources.map(({ from }) => from)).toContain('out/rclone/${platform}-${arch}');
  expect(resources.filter(({ to }) => /lock|sha256/.test(to))).toEqual([]);
});

it('leaves rclone alone when the package is signed', () => {
  const [pattern = ''] = config.mac?.signIgnore as string[];
  expect('/dist/mac/A.app/Contents/Resources/rclone/darwin-arm64/rclone').toMatch(new RegExp(pattern));
  expect(config.mac?.sign).toBeUndefined();
  expect(config.win?.signExts).toEqual(['!rclone.exe']);
});

it('publishes nothing, and packs neither tests nor sources', () => {
  expect(config.publish).toBeNull();
  const taken = packed.filter((pattern) => !pattern.startsWith('!'));
  expect(taken.filter((pattern) => !/^(?:out\/|package\.json$|node_modules\/keytar\/)/.test(pattern))).toEqual([]);
});
