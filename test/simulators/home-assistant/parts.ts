import { concat, made, ofBuffer, type ByteSource, type CrcSource } from './byte-source.ts';

/** A stored (uncompressed) deflate block holds this much. */
const STORED_MAX = 65535;
const STORED_HEADER = 5;
const GZIP_HEADER = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]);

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

/** What Python writes of a gzip file, one write each. */
export interface GzipWrites {
  /** Header and deflate data. */
  readonly data: ByteSource;
  /** CRC-32, computed when it is first read. */
  readonly crc: ByteSource;
  /** Bytes of plain text. */
  readonly length: ByteSource;
}

export function gzipWrites(content: CrcSource): GzipWrites {
  const word = (value: () => number): ByteSource =>
    made(4, () => {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32LE(value());
      return bytes;
    });
  return {
    data: concat([ofBuffer(GZIP_HEADER), stored(content)]),
    crc: word(() => content.crc()),
    length: word(() => content.size % 2 ** 32),
  };
}

/** A valid gzip stream. */
export function gzip(content: CrcSource): ByteSource {
  const { data, crc, length } = gzipWrites(content);
  return concat([data, crc, length]);
}
