import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import sodium from 'libsodium-wrappers-sumo';
import { buildTar, tarHeader } from '../../support/tar-builder.ts';
import type { ProofOrders } from './orders.ts';

/** Content of one gzip member; members follow each other, as many as are needed. */
const memberBytes = 8 * 1024 * 1024;
const chunkBytes = 1024 * 1024;
const blockBytes = 512;
const partName = 'homeassistant.tar.gz';

type Written = ProofOrders['writeArchive']['answer'];

/** Takes the plain text of a part and hands on what stands in the file. */
interface Seal {
  readonly head: Buffer;
  /** Bytes of so much plain text in the file, behind the head. */
  readonly sealedBytes: (plain: number) => number;
  readonly push: (plain: Buffer, isLast: boolean) => Buffer;
  /** What a public tool has to know. */
  readonly secrets: { readonly key: string; readonly iv: string };
}

const secureTarHeader = (version: 2 | 3, plain: number): Buffer => {
  const bytes = Buffer.alloc(32);
  bytes.write('SecureTar', 'latin1');
  bytes[9] = version;
  bytes.writeBigUInt64BE(BigInt(plain), 16);
  return bytes;
};

const sealing2 = (password: string, plain: number): Seal => {
  const hashed = (start: Buffer): Buffer => {
    let bytes = start;
    for (let round = 0; round < 100; round += 1) bytes = createHash('sha256').update(bytes).digest();
    return bytes.subarray(0, 16);
  };
  const salt = randomBytes(16);
  const key = hashed(Buffer.from(password));
  const iv = hashed(Buffer.concat([key, salt]));
  const cipher = createCipheriv('aes-128-cbc', key, iv);
  return {
    head: Buffer.concat([secureTarHeader(2, plain), salt]),
    sealedBytes: (bytes) => bytes + 16 - (bytes % 16),
    push: (piece, isLast) => Buffer.concat([cipher.update(piece), ...(isLast ? [cipher.final()] : [])]),
    secrets: { key: key.toString('hex'), iv: iv.toString('hex') },
  };
};

const sealing3 = (password: string, plain: number): Seal => {
  const rootSalt = randomBytes(16);
  const root = sodium.crypto_pwhash(32, password, rootSalt, 8, 16 * 1024 * 1024, sodium.crypto_pwhash_ALG_ARGON2ID13);
  const derive = (salt: Buffer): Uint8Array =>
    sodium.crypto_generichash_blake2b_salt_personal(32, root, salt, Buffer.from('SecureTarv3\0\0\0\0\0'));
  const [validationSalt, keySalt] = [randomBytes(16), randomBytes(16)];
  const key = derive(keySalt);
  const { state, header } = sodium.crypto_secretstream_xchacha20poly1305_init_push(key);
  return {
    head: Buffer.concat([secureTarHeader(3, plain), rootSalt, validationSalt, derive(validationSalt), keySalt, header]),
    sealedBytes: (bytes) => bytes + 17 * Math.ceil(bytes / chunkBytes),
    push: (piece, isLast) => {
      const tag = isLast ? sodium.crypto_secretstream_xchacha20poly1305_TAG_FINAL : 0;
      return Buffer.from(sodium.crypto_secretstream_xchacha20poly1305_push(state, piece, null, tag));
    },
    secrets: { key: Buffer.from(key).toString('hex'), iv: Buffer.from(header).toString('hex') },
  };
};

/** Half of it can be compressed, as in a home's database. */
const content = (): Buffer => {
  const rows = Array.from(
    { length: memberBytes / 2 / 64 },
    (_, row) => `${randomBytes(6).toString('hex')},sensor.temperature_${row % 97},21.${row % 10}`,
  );
  const text = Buffer.from(rows.join('\n').padEnd(memberBytes / 2, ' ')).subarray(0, memberBytes / 2);
  return Buffer.concat([text, randomBytes(memberBytes - text.length)]);
};

/** A backup of Home Assistant alone, of about that size, in constant memory. */
export const writeProofArchive = async ({
  file,
  bytes,
  version,
  password,
}: ProofOrders['writeArchive']['argument']): Promise<Written> => {
  await sodium.ready;
  const member = gzipSync(content(), { level: 6 });
  const members = Math.max(Math.round(bytes / member.length), 1);
  const first = gzipSync(tarHeader('data/share.bin', members * memberBytes));
  const last = gzipSync(Buffer.alloc(2 * blockBytes));
  const plain = first.length + members * member.length + last.length;
  const seal = version === 2 ? sealing2(password, plain) : sealing3(password, plain);
  const json = { slug: 'bench', name: 'Bench', version: 2, protected: true, homeassistant: { version: '2026.11.0' } };
  const table = buildTar([{ name: 'backup.json', content: Buffer.from(JSON.stringify(json)) }]);
  const begin = table.subarray(0, table.length - 2 * blockBytes);
  const size = seal.head.length + seal.sealedBytes(plain);
  const out = await open(file, 'w');
  try {
    await out.write(begin);
    await out.write(tarHeader(partName, size));
    await out.write(seal.head);
    const pieces = (function* (): Generator<Buffer> {
      yield first;
      for (let index = 0; index < members; index += 1) yield member;
      yield last;
    })();
    await writeSealed(out, pieces, plain, seal);
    await out.write(Buffer.alloc((blockBytes - (size % blockBytes)) % blockBytes));
    await out.write(Buffer.alloc(2 * blockBytes));
  } finally {
    await out.close();
  }
  const start = begin.length + blockBytes + seal.head.length;
  return { start, sealed: seal.sealedBytes(plain), plain, ...seal.secrets };
};

/** In pieces of exactly one chunk, the last one shorter. */
const writeSealed = async (out: FileHandle, pieces: Iterable<Buffer>, plain: number, seal: Seal): Promise<void> => {
  let rest: Buffer = Buffer.alloc(0);
  let left = plain;
  for (const piece of pieces) {
    rest = Buffer.concat([rest, piece]);
    while (rest.length >= chunkBytes || (rest.length === left && left > 0)) {
      const chunk = rest.subarray(0, chunkBytes);
      rest = rest.subarray(chunk.length);
      left -= chunk.length;
      await out.write(seal.push(chunk, left === 0));
    }
  }
};
