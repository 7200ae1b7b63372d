import { recogniseNoArchive } from './no-archive.ts';

/**
 * What the first bytes of a part of a backup say about it. Layouts and size formulas: securetar's source, checked against
 * archives that Home Assistant 2025.1 to 2026.11 wrote (facts#archive-encryption).
 */
export type PartFormat =
  | { readonly kind: 'plain' }
  | { readonly kind: 'secure-tar'; readonly version: 2 | 3; readonly total: number }
  /** A SecureTar of the future: encrypted, but not to be checked here. */
  | { readonly kind: 'newer-secure-tar' }
  /**
   * No mark at all, a multiple of 16 bytes: SecureTar 1 (Home Assistant 2025.1 and before), or something unknown.
   * `random`: the bytes look like encrypted ones, and not like those of another known format.
   */
  | { readonly kind: 'unmarked'; readonly random: boolean }
  | { readonly kind: 'unknown' };

/** Bytes of a part that have to be seen: up to the `ustar` mark of an uncompressed one. */
export const partHeadBytes = 512;

const chunkBytes = 1024 * 1024;

/** Length of a SecureTar part whose plain text has `plain` bytes. */
export const secureTarTotal = (version: 2 | 3, plain: number): number =>
  version === 2
    ? 48 + plain + 16 - (plain % 16) // header and salt, PKCS#7 always adds 1 to 16 bytes
    : 136 + plain + 17 * Math.max(1, Math.ceil(plain / chunkBytes)); // one 17-byte tag per secretstream chunk

export const readPartFormat = (head: Buffer, size: number): PartFormat => {
  if (head.toString('latin1', 0, 9) === 'SecureTar') return readSecureTar(head);
  if (head[0] === 0x1f && head[1] === 0x8b && head[2] === 0x08) return { kind: 'plain' };
  if (head.toString('latin1', 257, 262) === 'ustar') return { kind: 'plain' };
  return size % 16 === 0 && size >= 32 ? { kind: 'unmarked', random: looksRandom(head) } : { kind: 'unknown' };
};

const readSecureTar = (head: Buffer): PartFormat => {
  const version = head[9] ?? 0;
  if (version > 3) return { kind: 'newer-secure-tar' };
  const known = (version === 2 || version === 3) && head.length >= 24;
  // Reserved for what nobody writes yet: securetar refuses to read it.
  if (!known || head.subarray(10, 16).some((byte) => byte !== 0)) return { kind: 'unknown' };
  const plain = head.readBigUInt64BE(16);
  return { kind: 'secure-tar', version, total: secureTarTotal(version, Number(plain)) };
};

/** Chance gives `256 * (1 - (255/256)^n)` different values among n bytes; texts, tables and tars have far fewer. */
const looksRandom = (head: Buffer): boolean => {
  const expected = 256 * (1 - (255 / 256) ** head.length);
  return recogniseNoArchive(head) === undefined && new Set(head).size >= 0.85 * expected;
};
