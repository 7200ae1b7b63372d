import { createDecipheriv } from 'node:crypto';
import { partHeadBytes, readPartFormat } from '../secure-tar.ts';
import { blockBytes } from './decrypt.ts';
import { startsLikeGzip } from './gunzip.ts';
import type { CbcKey, KeyRing } from './key-ring.ts';
import { PartFault } from './part-fault.ts';

/** How a part is read, and with what: what `unlock` found. `start`: where its content begins, `plain`: bytes that it holds. */
export type Unlocked =
  | { readonly secureTar: null }
  | { readonly secureTar: 1; readonly start: 16; readonly key: CbcKey }
  | { readonly secureTar: 2; readonly start: 48; readonly key: CbcKey; readonly plain: number }
  | {
      readonly secureTar: 3;
      readonly start: 136;
      readonly key: Uint8Array;
      readonly header: Buffer;
      readonly plain: number;
    };

/** Bytes of a part that `unlock` has to see: a header, and behind it as much as securetar looks at to know a tar. */
export const unlockBytes = 48 + partHeadBytes;

/** What is inside of a part begins like gzip or tar, or the key was a wrong one (securetar `_is_valid_tar_header`). */
export const innerFormat = (start: Buffer): 'gzip' | 'tar' | undefined => {
  if (startsLikeGzip(start)) return 'gzip';
  return start.toString('latin1', 257, 262) === 'ustar' ? 'tar' : undefined;
};

/**
 * Finds the key of a part by its first bytes, facts#archive-encryption.
 *
 * @param head - `unlockBytes`, or the whole part where it is shorter
 * @param size - of the whole part
 * @param isVersion1 - whether the archive's labels say that parts without a mark are SecureTar 1
 */
export const unlock = async (head: Buffer, size: number, keys: KeyRing, isVersion1: boolean): Promise<Unlocked> => {
  if (size === 0) throw new PartFault('empty');
  const format = readPartFormat(head, size);
  switch (format.kind) {
    case 'plain':
      return { secureTar: null };
    case 'newer-secure-tar':
      throw new PartFault('newer');
    case 'unknown':
      throw new PartFault('no-format');
    case 'unmarked':
      if (!format.random) throw new PartFault('no-format');
      return unlockVersion1(head, keys, isVersion1);
    case 'secure-tar': {
      if (format.total !== size) throw new PartFault('length');
      if (keys.isEmpty) throw new PartFault('key-needed');
      const plain = Number(head.readBigUInt64BE(16));
      return format.version === 2 ? unlockVersion2(head, plain, keys) : await unlockVersion3(head, plain, keys);
    }
  }
};

const unlockVersion1 = (head: Buffer, keys: KeyRing, isVersion1: boolean): Unlocked => {
  if (keys.isEmpty) throw new PartFault(isVersion1 ? 'key-needed' : 'no-format');
  const key = keys.tryCbc(head.subarray(0, blockBytes), opens(head.subarray(blockBytes)));
  if (!key) throw new PartFault(isVersion1 ? 'wrong-key' : 'no-format');
  return { secureTar: 1, start: 16, key };
};

const unlockVersion2 = (head: Buffer, plain: number, keys: KeyRing): Unlocked => {
  const key = keys.tryCbc(head.subarray(32, 48), opens(head.subarray(48)));
  if (!key) throw new PartFault('wrong-key');
  return { secureTar: 2, start: 48, key, plain };
};

const unlockVersion3 = async (head: Buffer, plain: number, keys: KeyRing): Promise<Unlocked> => {
  const key = await keys.tryStream({
    rootSalt: head.subarray(32, 48),
    validationSalt: head.subarray(48, 64),
    validationKey: head.subarray(64, 96),
    keySalt: head.subarray(96, 112),
  });
  if (!key) throw new PartFault('wrong-key');
  return { secureTar: 3, start: 136, key, header: Buffer.from(head.subarray(112, 136)), plain };
};

const opens =
  (cipher: Buffer) =>
  ({ key, iv }: CbcKey): boolean => {
    const decipher = createDecipheriv('aes-128-cbc', key, iv).setAutoPadding(false);
    return innerFormat(decipher.update(cipher.subarray(0, cipher.length - (cipher.length % blockBytes)))) !== undefined;
  };
