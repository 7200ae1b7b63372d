import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { combineCrc, crcOf } from './crc.ts';

/** Bytes that may never be in memory at once: read in slices from anywhere, and always the same. */
export interface ByteSource {
  readonly size: number;
  read(start: number, end: number): Iterable<Buffer>;
}

/** A source whose CRC-32 is known without reading all of it. */
export interface CrcSource extends ByteSource {
  crc(): number;
}

const SLICE = 256 * 1024;
/** Noise repeats one shared block; the stamp at its head tells every block of every source apart. */
export const NOISE_BLOCK = 1024 * 1024;
const STAMP = 8;

export function ofBuffer(buffer: Buffer): CrcSource {
  return {
    size: buffer.length,
    *read(start, end) {
      for (let at = start; at < end; at += SLICE) yield buffer.subarray(at, Math.min(at + SLICE, end));
    },
    crc: () => crcOf(buffer),
  };
}

export function zeros(size: number): CrcSource {
  return ofBuffer(Buffer.alloc(size));
}

/** So many bytes, made when they are first read. */
export function made(size: number, make: () => Buffer): ByteSource {
  let bytes: Buffer | undefined;
  return {
    size,
    *read(start, end) {
      bytes ??= make();
      yield bytes.subarray(start, end);
    },
  };
}

export function ofFile(path: string): ByteSource {
  return {
    size: statSync(path).size,
    *read(start, end) {
      const file = openSync(path, 'r');
      try {
        for (let at = start; at < end; at += SLICE) {
          const slice = Buffer.alloc(Math.min(SLICE, end - at));
          readSync(file, slice, 0, slice.length, at);
          yield slice;
        }
      } finally {
        closeSync(file);
      }
    },
  };
}

/** Pseudo-random bytes of any length for the price of `pool` (NOISE_BLOCK bytes, shared by all sources). */
export function noise(pool: Buffer, seed: number, size: number): CrcSource {
  const stampOf = (block: number): Buffer => {
    const stamp = Buffer.alloc(STAMP);
    stamp.writeUInt32BE(seed >>> 0, 0);
    stamp.writeUInt32BE(block, 4);
    return stamp;
  };
  return {
    size,
    *read(start, end) {
      let at = start;
      while (at < end) {
        const block = Math.floor(at / NOISE_BLOCK);
        const inside = at - block * NOISE_BLOCK;
        const source = inside < STAMP ? stampOf(block) : pool;
        const limit = inside < STAMP ? STAMP : NOISE_BLOCK;
        const length = Math.min(limit - inside, end - at, SLICE);
        yield source.subarray(inside, inside + length);
        at += length;
      }
    },
    crc() {
      const rest = crcOf(pool.subarray(STAMP));
      let crc = 0;
      const whole = Math.floor(size / NOISE_BLOCK);
      for (let block = 0; block < whole; block += 1) {
        crc = combineCrc(crc, crcOf(stampOf(block)), STAMP);
        crc = combineCrc(crc, rest, NOISE_BLOCK - STAMP);
      }
      const tail = size - whole * NOISE_BLOCK;
      const last = Buffer.concat([stampOf(whole), pool.subarray(STAMP)]).subarray(0, tail);
      return tail === 0 ? crc : combineCrc(crc, crcOf(last), tail);
    },
  };
}

export function concat(parts: readonly ByteSource[]): ByteSource {
  const size = parts.reduce((sum, part) => sum + part.size, 0);
  return {
    size,
    *read(start, end) {
      let offset = 0;
      for (const part of parts) {
        const from = Math.max(start - offset, 0);
        const to = Math.min(end - offset, part.size);
        if (from < to) yield* part.read(from, to);
        offset += part.size;
        if (offset >= end) return;
      }
    },
  };
}

/** The first bytes of a source. */
export function startOf(source: ByteSource, size: number): ByteSource {
  return { size: Math.min(size, source.size), read: (start, end) => source.read(start, end) };
}

export function concatCrc(parts: readonly CrcSource[]): CrcSource {
  return {
    ...concat(parts),
    crc: () => parts.reduce((crc, part) => combineCrc(crc, part.crc(), part.size), 0),
  };
}

export function toBuffer(source: ByteSource): Buffer {
  return Buffer.concat([...source.read(0, source.size)]);
}
