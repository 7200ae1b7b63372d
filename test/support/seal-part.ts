import { createCipheriv, createHash } from 'node:crypto';
import sodium from 'libsodium-wrappers-sumo';
import { noise } from './small-archive.ts';

/** Writes SecureTar 2 and 3 as securetar does (facts#archive-encryption), with salts that are the same every time. */
export type Sealing = 'plain' | 2 | 3;

const chunkBytes = 1024 * 1024;

const header = (version: 2 | 3, plain: number): Buffer => {
  const bytes = Buffer.alloc(32);
  bytes.write('SecureTar', 'latin1');
  bytes[9] = version;
  bytes.writeBigUInt64BE(BigInt(plain), 16);
  return bytes;
};

export const sealPart = async (how: Sealing, password: string, plain: Buffer, name = 'part'): Promise<Buffer> => {
  if (how === 'plain') return plain;
  return how === 2 ? seal2(password, plain, name) : await seal3(password, plain, name);
};

const seal2 = (password: string, plain: Buffer, name: string): Buffer => {
  const hashed = (start: Buffer): Buffer => {
    let bytes = start;
    for (let round = 0; round < 100; round += 1) bytes = createHash('sha256').update(bytes).digest();
    return bytes.subarray(0, 16);
  };
  const salt = noise(16, `salt of ${name}`);
  const key = hashed(Buffer.from(password));
  const cipher = createCipheriv('aes-128-cbc', key, hashed(Buffer.concat([key, salt])));
  return Buffer.concat([header(2, plain.length), salt, cipher.update(plain), cipher.final()]);
};

const roots = new Map<string, Uint8Array>();

const seal3 = async (password: string, plain: Buffer, name: string): Promise<Buffer> => {
  await sodium.ready;
  const rootSalt = noise(16, 'root salt');
  const root =
    roots.get(password) ??
    sodium.crypto_pwhash(32, password, rootSalt, 8, 16 * 1024 * 1024, sodium.crypto_pwhash_ALG_ARGON2ID13);
  roots.set(password, root);
  const derive = (salt: Buffer): Uint8Array =>
    sodium.crypto_generichash_blake2b_salt_personal(32, root, salt, Buffer.from('SecureTarv3\0\0\0\0\0'));
  const [validationSalt, keySalt] = [noise(16, `validation of ${name}`), noise(16, `key of ${name}`)];
  const { state, header: start } = sodium.crypto_secretstream_xchacha20poly1305_init_push(derive(keySalt));
  const chunks: Uint8Array[] = [];
  for (let at = 0; at === 0 || at < plain.length; at += chunkBytes) {
    const isLast = at + chunkBytes >= plain.length;
    const tag = isLast ? sodium.crypto_secretstream_xchacha20poly1305_TAG_FINAL : 0;
    const chunk = plain.subarray(at, at + chunkBytes);
    chunks.push(sodium.crypto_secretstream_xchacha20poly1305_push(state, chunk, null, tag));
  }
  return Buffer.concat([
    header(3, plain.length),
    rootSalt,
    validationSalt,
    derive(validationSalt),
    keySalt,
    start,
    ...chunks,
  ]);
};
