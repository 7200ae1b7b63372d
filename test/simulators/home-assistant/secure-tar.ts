import { createCipheriv, createHash } from 'node:crypto';
import sodium from 'libsodium-wrappers-sumo';
import { concat, made, ofBuffer, type ByteSource } from './byte-source.ts';
import { chained, type Chain } from './chained.ts';
import type { GzipWrites } from './parts.ts';

/** How a part is sealed. Salts follow from the names, so the same part is the same bytes every time. */
export interface Sealing {
  readonly version: 2 | 3;
  /** The encryption key, as Home Assistant shows it. */
  readonly password: string;
  /** What all parts of the archive have in common. */
  readonly archive: string;
  readonly part: string;
}

const CHUNK = 1024 * 1024;
const BLOCK = 16;
const V3_TAG = 17;
/** The tag byte of a last chunk, and the block at whose head a tag is encrypted. */
const FINAL = 3;
const TAG_BLOCK = 64;
const HASH_ROUNDS = 100;
const PERSON = Buffer.from('SecureTarv3\0\0\0\0\0');
/** Argon2 takes a good part of a second: with one salt for all archives a process pays once for each key. */
const ROOT_SALT = derive('root salt', 16);

function derive(text: string, length: number): Buffer {
  return createHash('sha512').update(text).digest().subarray(0, length);
}

/** SecureTar 2 or 3 of those bytes (facts#archive-encryption); for 3, libsodium has to be ready when it is read. */
export function sealed(how: Sealing, plain: ByteSource): ByteSource {
  const header = Buffer.alloc(32);
  header.write('SecureTar', 0, 'latin1');
  header[9] = how.version;
  header.writeBigUInt64BE(BigInt(plain.size), 16);
  return how.version === 2 ? sealed2(how, header, plain) : sealed3(how, header, plain);
}

function sealed2({ password, archive, part }: Sealing, header: Buffer, plain: ByteSource): ByteSource {
  const salt = derive(`salt ${archive}/${part}`, BLOCK);
  const padded = concat([plain, ofBuffer(padding(plain.size))]);
  return concat([ofBuffer(header), ofBuffer(salt), chained(padded, cbc(password, salt))]);
}

/** SecureTar 1: no header, and each write of the gzip file was padded by itself (the data unless they end with a block). */
export function sealed1({ password, archive, part }: Omit<Sealing, 'version'>, gzip: GzipWrites): ByteSource {
  const salt = derive(`salt ${archive}/${part}`, BLOCK);
  const data = gzip.data.size % BLOCK === 0 ? [gzip.data] : [gzip.data, ofBuffer(padding(gzip.data.size))];
  const trailer = [gzip.crc, gzip.length].flatMap((word) => [word, ofBuffer(padding(word.size))]);
  return concat([ofBuffer(salt), chained(concat([...data, ...trailer]), cbc(password, salt))]);
}

/** PKCS#7. */
function padding(size: number): Buffer {
  const pad = BLOCK - (size % BLOCK);
  return Buffer.alloc(pad, pad);
}

/** AES-128-CBC: the last block of a chunk is the first vector of the next one. */
function cbc(password: string, salt: Buffer): Chain<Buffer> {
  const key = hashed(Buffer.from(password));
  return {
    chunkBytes: CHUNK,
    tagBytes: 0,
    first: () => hashed(Buffer.concat([key, salt])),
    seal(plain, vector) {
      const bytes = createCipheriv('aes-128-cbc', key, vector).setAutoPadding(false).update(plain);
      return { pieces: [bytes], next: Buffer.from(bytes.subarray(bytes.length - BLOCK)) };
    },
  };
}

function hashed(start: Buffer): Buffer {
  let bytes = start;
  for (let round = 0; round < HASH_ROUNDS; round += 1) bytes = createHash('sha256').update(bytes).digest();
  return bytes.subarray(0, BLOCK);
}

function sealed3({ password, archive, part }: Sealing, header: Buffer, plain: ByteSource): ByteSource {
  const validationSalt = derive(`validation salt ${archive}`, 16);
  const keySalt = derive(`key salt ${archive}/${part}`, 16);
  const start = derive(`stream header ${archive}/${part}`, 24);
  const validationKey = made(32, () => keyOf(password, validationSalt));
  const salts = [ofBuffer(header), ofBuffer(ROOT_SALT), ofBuffer(validationSalt), validationKey];
  const stream = secretStream(() => keyOf(password, keySalt), start);
  return concat([...salts, ofBuffer(keySalt), ofBuffer(start), chained(plain, stream)]);
}

const roots = new Map<string, Uint8Array>();

function keyOf(password: string, salt: Buffer): Buffer {
  const root =
    roots.get(password) ??
    sodium.crypto_pwhash(32, password, ROOT_SALT, 8, 16 * 1024 * 1024, sodium.crypto_pwhash_ALG_ARGON2ID13);
  roots.set(password, root);
  return Buffer.from(sodium.crypto_generichash_blake2b_salt_personal(32, root, salt, PERSON));
}

/**
 * libsodium's secretstream. Its own functions take a random header and are slow in WebAssembly; but each of its chunks is one
 * message of ChaCha20-Poly1305, a block with the tag in front, and the next nonce comes from the authenticator.
 */
function secretStream(streamKey: () => Buffer, start: Buffer): Chain<Buffer> {
  let known: Buffer | undefined;
  const key = (): Buffer =>
    (known ??= Buffer.from(sodium.crypto_core_hchacha20(start.subarray(0, 16), streamKey(), null)));
  return {
    chunkBytes: CHUNK,
    tagBytes: V3_TAG,
    first: () => Buffer.concat([Buffer.from([1, 0, 0, 0]), start.subarray(16)]),
    seal(plain, nonce, isLast) {
      const tag = Buffer.alloc(TAG_BLOCK);
      tag[0] = isLast ? FINAL : 0;
      const cipher = createCipheriv('chacha20-poly1305', key(), nonce, { authTagLength: 16 });
      const [block, body] = [cipher.update(tag), cipher.update(plain)];
      cipher.final();
      const mac = plain.length % 8 === 0 ? cipher.getAuthTag() : authenticator(key(), nonce, block, body);
      return { pieces: [block.subarray(0, 1), body, mac], next: nextNonce(nonce, mac) };
    },
  };
}

/** secretstream pads the end of a chunk by another number of zeros than ChaCha20-Poly1305 unless it is a multiple of 8 bytes. */
function authenticator(key: Buffer, nonce: Buffer, block: Buffer, body: Buffer): Buffer {
  const vector = Buffer.concat([Buffer.alloc(4), nonce]);
  const once = createCipheriv('chacha20', key, vector).update(Buffer.alloc(32));
  const lengths = Buffer.alloc(16);
  lengths.writeUInt32LE(block.length + body.length, 8);
  const text = Buffer.concat([block, body, Buffer.alloc(body.length % 16), lengths]);
  return Buffer.from(sodium.crypto_onetimeauth(text, once));
}

function nextNonce(nonce: Buffer, mac: Buffer): Buffer {
  const next = Buffer.from(nonce);
  next.writeUInt32LE(next.readUInt32LE(0) + 1, 0);
  for (let at = 0; at < 8; at += 1) next[4 + at] = (next[4 + at] ?? 0) ^ (mac[at] ?? 0);
  return next;
}
