import { createHash } from 'node:crypto';
import { buildTar } from './tar-builder.ts';

/** Bytes that look like chance and are the same every time. */
export const noise = (length: number, seed: string): Buffer => {
  const blocks = Array.from({ length: Math.ceil(length / 32) }, (_, index) =>
    createHash('sha256').update(`${seed} ${index}`).digest(),
  );
  return Buffer.concat(blocks).subarray(0, length);
};

export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** A whole, unprotected backup of Home Assistant and the share folder, as Core writes it: backup.json first. */
export const smallArchive = (slug: string, bytes = 200_000, seed = slug): Buffer => {
  const json = { slug, name: 'Small', protected: false, homeassistant: { version: '2026.11.0' }, folders: ['share'] };
  const gzip = Buffer.from([0x1f, 0x8b, 0x08]);
  const half = Math.floor(bytes / 2);
  return buildTar([
    { name: 'backup.json', content: Buffer.from(JSON.stringify(json)) },
    { name: 'homeassistant.tar.gz', content: Buffer.concat([gzip, noise(half, `${seed} one`)]) },
    { name: 'share.tar.gz', content: Buffer.concat([gzip, noise(bytes - half, `${seed} two`)]) },
  ]);
};
