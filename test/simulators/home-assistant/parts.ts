import { createHash } from 'node:crypto';
import { concat, noise, ofBuffer, type ByteSource, type CrcSource } from './byte-source.ts';

/** A stored (uncompressed) deflate block holds this much. */
const STORED_MAX = 65535;
const STORED_HEADER = 5;
const GZIP_HEADER = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]);
/** SecureTar v3: one authentication tag for each chunk of 1 MiB. */
const V3_CHUNK = 1024 * 1024;
const V3_TAG = 17;

function storedHeader(length: number, last: boolean): Buffer {
  const header = Buffer.alloc(STORED_HEADER);
  header[0] = last ? 1 : 0;
  header.writeUInt16LE(length, 1);
  header.writeUInt16LE(~length & 0xffff, 3);
  return header;
}

/** Deflate without compression: its length is known beforehand and it can be read from anywhere. */
function stored(content: ByteSource): ByteSource {
  const blocks = Math.max(1, Math.ceil(content.size / STORED_MAX));
  const stride = STORED_MAX + STORED_HEADER;
  return {
    size: content.size + blocks * STORED_HEADER,
    *read(start, end) {
      for (let block = Math.floor(start / stride); block < blocks && block * stride < end; block += 1) {
        const length = Math.min(STORED_MAX, content.size - block * STORED_MAX);
        const head = storedHeader(length, block === blocks - 1);
        const from = Math.max(0, start - block * stride);
        const to = Math.min(STORED_HEADER + length, end - block * stride);
        if (from < STORED_HEADER) yield head.subarray(from, Math.min(STORED_HEADER, to));
        const first = block * STORED_MAX + Math.max(0, from - STORED_HEADER);
        const last = block * STORED_MAX + to - STORED_HEADER;
        if (first < last) yield* content.read(first, last);
      }
    },
  };
}

/** A valid gzip stream; the CRC is computed when its last bytes are first read. */
export function gzip(content: CrcSource): ByteSource {
  let trailer: Buffer | undefined;
  const end: ByteSource = {
    size: 8,
    *read(from, to) {
      if (!trailer) {
        trailer = Buffer.alloc(8);
        trailer.writeUInt32LE(content.crc(), 0);
        trailer.writeUInt32LE(content.size % 2 ** 32, 4);
      }
      yield trailer.subarray(from, to);
    },
  };
  return concat([ofBuffer(GZIP_HEADER), stored(content), end]);
}

export interface EncryptionTraits {
  readonly version: 1 | 2 | 3;
  /** Noise pool and seed: salts and ciphertext are pseudo-random, nothing is really encrypted. */
  readonly pool: Buffer;
  readonly seed: number;
  /** v3: salts of the archive, the same in every part. */
  readonly archiveSeed: string;
}

const derive = (text: string, length: number): Buffer => createHash('sha512').update(text).digest().subarray(0, length);

/** The header of SecureTar v2 and v3 (facts#archive-encryption). */
function secureHeader(traits: EncryptionTraits, plainSize: number): Buffer {
  const common = Buffer.alloc(32);
  common.write('SecureTar', 0, 'latin1');
  common[9] = traits.version;
  common.writeBigUInt64BE(BigInt(plainSize), 16);
  const part = `${traits.archiveSeed}/${traits.seed}`;
  if (traits.version === 2) return Buffer.concat([common, derive(`salt ${part}`, 16)]);
  return Buffer.concat([
    common,
    derive(`root salt ${traits.archiveSeed}`, 16),
    derive(`validation salt ${traits.archiveSeed}`, 16),
    derive(`validation key ${traits.archiveSeed}`, 32),
    derive(`key salt ${part}`, 16),
    derive(`stream header ${part}`, 24),
  ]);
}

/** A part of `plainSize` bytes in the shape of its encrypted form: right header, right length, pseudo-random body. */
export function sealed(traits: EncryptionTraits, plainSize: number): ByteSource {
  const body = (size: number): ByteSource => noise(traits.pool, traits.seed, size);
  const padded = plainSize + 16 - (plainSize % 16);
  // v1: only a salt in front; its many small paddings make the stream a little longer than v2's.
  if (traits.version === 1) return concat([ofBuffer(derive(`v1 ${traits.seed}`, 16)), body(padded + 48)]);
  const size = traits.version === 2 ? padded : plainSize + V3_TAG * Math.max(1, Math.ceil(plainSize / V3_CHUNK));
  return concat([ofBuffer(secureHeader(traits, plainSize)), body(size)]);
}
