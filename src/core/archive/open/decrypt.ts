import { createDecipheriv } from 'node:crypto';
import { PieceReader, type Pieces } from './bytes.ts';
import type { CbcKey } from './key-ring.ts';
import { PartFault } from './part-fault.ts';
import { readySodium } from './sodium.ts';

export const blockBytes = 16;

/** Plain text of one chunk of SecureTar 3, and what is added to it. */
const chunkBytes = 1024 * 1024;
const tagBytes = 17;

/** As it is, padding included: what stands in it is for the caller to judge. */
async function* decryptCbc(cipher: Pieces, { key, iv }: CbcKey): AsyncGenerator<Buffer> {
  const decipher = createDecipheriv('aes-128-cbc', key, iv).setAutoPadding(false);
  for await (const piece of cipher) yield decipher.update(piece);
}

/** SecureTar 1: no length stands anywhere, and its padding is inside of the gzip stream (see gunzip.ts). */
export const decryptVersion1 = decryptCbc;

/** SecureTar 2: so many bytes of plain text, then PKCS#7 padding. Errors: PartFault `padding`. */
export async function* decryptVersion2(cipher: Pieces, key: CbcKey, plain: number): AsyncGenerator<Buffer> {
  const pad = blockBytes - (plain % blockBytes);
  let left = plain;
  const padding: Buffer[] = [];
  for await (const piece of decryptCbc(cipher, key)) {
    const text = piece.subarray(0, left);
    left -= text.length;
    if (text.length > 0) yield text;
    if (text.length < piece.length) padding.push(piece.subarray(text.length));
  }
  const found = Buffer.concat(padding);
  if (found.length !== pad || found.some((byte) => byte !== pad)) throw new PartFault('padding');
}

/** SecureTar 3, each chunk authenticated, in its order, and the last one marked. Errors: PartFault `authentication`, `trailing`. */
export async function* decryptVersion3(cipher: Pieces, key: Uint8Array, header: Buffer): AsyncGenerator<Buffer> {
  const sodium = await readySodium();
  const state = sodium.crypto_secretstream_xchacha20poly1305_init_pull(header, key);
  const reader = new PieceReader(cipher);
  let ended = false;
  try {
    while (!ended) {
      const chunk = await reader.take(chunkBytes + tagBytes);
      const opened =
        chunk.length < tagBytes ? false : sodium.crypto_secretstream_xchacha20poly1305_pull(state, chunk, null);
      if (opened === false) throw new PartFault('authentication');
      ended = opened.tag === sodium.crypto_secretstream_xchacha20poly1305_TAG_FINAL;
      if (opened.message.length > 0) yield asBuffer(opened.message);
    }
    if ((await reader.next()) !== undefined) throw new PartFault('trailing');
  } finally {
    await reader.close();
  }
}

const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
