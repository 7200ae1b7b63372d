/**
 * What the first bytes of a part of a backup say about it. Layouts and size formulas: securetar's source, checked against
 * archives that Home Assistant 2025.1 to 2026.11 wrote (facts 14.3).
 */
export type PartFormat =
  | { readonly kind: 'plain' }
  | { readonly kind: 'secure-tar'; readonly version: 2 | 3; readonly total: number }
  /** No mark at all, a multiple of 16 bytes: SecureTar 1 (Home Assistant 2025.1 and before), or something unknown. */
  | { readonly kind: 'unmarked' }
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
  return size % 16 === 0 && size >= 32 ? { kind: 'unmarked' } : { kind: 'unknown' };
};

const readSecureTar = (head: Buffer): PartFormat => {
  const version = head[9];
  if ((version !== 2 && version !== 3) || head.length < 24) return { kind: 'unknown' };
  const plain = head.readBigUInt64BE(16);
  return { kind: 'secure-tar', version, total: secureTarTotal(version, Number(plain)) };
};
