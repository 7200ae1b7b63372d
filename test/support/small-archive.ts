import { createHash } from 'node:crypto';
import { ofBuffer, toBuffer } from '../simulators/home-assistant/byte-source.ts';
import { homeFiles } from '../simulators/home-assistant/home-files.ts';
import { gzip } from '../simulators/home-assistant/parts.ts';
import { innerTar, type InnerFile } from '../simulators/home-assistant/tar.ts';
import { buildTar } from './tar-builder.ts';

/** Bytes that look like chance and are the same every time. */
export const noise = (length: number, seed: string): Buffer => {
  const blocks = Array.from({ length: Math.ceil(length / 32) }, (_, index) =>
    createHash('sha256').update(`${seed} ${index}`).digest(),
  );
  return Buffer.concat(blocks).subarray(0, length);
};

export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** When its newest state was written, in seconds since 1970. */
const newestState = Date.parse('2026-11-20T04:44:00Z') / 1000;

/** A part with noise in it, and whatever else. */
const partOf = (bytes: Buffer, others: readonly InnerFile[] = []): Buffer =>
  toBuffer(gzip(innerTar([...others, { name: 'data/www/noise.bin', content: ofBuffer(bytes) }], newestState)));

/**
 * A whole, unprotected backup of Home Assistant and the share folder, as Core writes it: backup.json first. It makes sense up
 * to its database.
 *
 * @param bytes - of noise in it; the rest takes some 25 KB
 */
export const smallArchive = (slug: string, bytes = 200_000, seed = slug): Buffer => {
  const json = { slug, name: 'Small', protected: false, homeassistant: { version: '2026.11.0' }, folders: ['share'] };
  const half = Math.floor(bytes / 2);
  return buildTar([
    { name: 'backup.json', content: Buffer.from(JSON.stringify(json)) },
    { name: 'homeassistant.tar.gz', content: partOf(noise(half, `${seed} one`), homeFiles(newestState)) },
    { name: 'share.tar.gz', content: partOf(noise(bytes - half, `${seed} two`)) },
  ]);
};
