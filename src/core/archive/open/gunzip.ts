import { crc32, createInflateRaw, type InflateRaw } from 'node:zlib';
import { PieceReader, type Pieces } from './bytes.ts';
import { blockBytes } from './decrypt.ts';
import { PartFault } from './part-fault.ts';

/** Bytes of plain text at once. */
const outBytes = 256 * 1024;
/** Gzip files behind each other are one gzip file; Home Assistant writes a single one. */
const maxMembers = 10_000;
/** Of the texts in a gzip header. */
const maxHeaderText = 64 * 1024;

const flag = { headerCrc: 2, extra: 4, name: 8, comment: 16, reserved: 0xe0 } as const;

export const startsLikeGzip = (bytes: Buffer): boolean =>
  bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 0x08 && ((bytes[3] ?? flag.reserved) & flag.reserved) === 0;

/**
 * RFC 1952: every member's CRC32 and length are compared, and nothing may follow the last one.
 * Errors: PartFault `compression`, `checksum`, `length`, `trailing`, `cut`, `bounds`.
 */
export async function* gunzip(compressed: Pieces): AsyncGenerator<Buffer> {
  const input = new PieceReader(compressed);
  try {
    for (let members = 0; ; members += 1) {
      const start = await input.take(1);
      if (members > 0 && start.length === 0) return;
      input.giveBack(start);
      if (members >= maxMembers) throw new PartFault('bounds');
      await skipHeader(input, members > 0 ? 'trailing' : 'compression');
      const sums = yield* inflate(input);
      checkSums(await input.take(8), sums);
    }
  } finally {
    await input.close();
  }
}

/**
 * The gzip stream inside of SecureTar 1, where every write was padded to whole blocks for itself: the deflate data (unless they
 * end with a block), CRC32, length (facts#archive-encryption). Errors: as `gunzip`, and PartFault `padding`.
 */
export async function* gunzipVersion1(compressed: Pieces): AsyncGenerator<Buffer> {
  const input = new PieceReader(compressed);
  try {
    const headerBytes = await skipHeader(input, 'compression');
    const sums = yield* inflate(input);
    await skipPadding(input, headerBytes + sums.consumed);
    const trailer = [await paddedWord(input), await paddedWord(input)];
    checkSums(Buffer.concat(trailer), sums);
    if ((await input.next()) !== undefined) throw new PartFault('trailing');
  } finally {
    await input.close();
  }
}

interface Sums {
  readonly crc: number;
  /** Bytes of plain text, and bytes that they were made of. */
  readonly bytes: number;
  readonly consumed: number;
}

const checkSums = (trailer: Buffer, { crc, bytes }: Sums): void => {
  if (trailer.length < 8) throw new PartFault('cut');
  if (trailer.readUInt32LE(0) !== crc) throw new PartFault('checksum');
  if (trailer.readUInt32LE(4) !== bytes % 2 ** 32) throw new PartFault('length');
};

/** Returns its length. */
const skipHeader = async (input: PieceReader, otherwise: 'trailing' | 'compression'): Promise<number> => {
  const fixed = await input.take(10);
  if (!startsLikeGzip(fixed)) throw new PartFault(otherwise);
  if (fixed.length < 10) throw new PartFault('cut');
  const flags = fixed[3] ?? 0;
  let length = fixed.length;
  if ((flags & flag.extra) !== 0) {
    const extra = await input.take(2);
    length += 2 + (await input.take(extra.length === 2 ? extra.readUInt16LE() : 0)).length;
  }
  for (const text of [flag.name, flag.comment]) if ((flags & text) !== 0) length += await skipText(input);
  if ((flags & flag.headerCrc) !== 0) length += (await input.take(2)).length;
  return length;
};

const skipText = async (input: PieceReader): Promise<number> => {
  for (let length = 1; length <= maxHeaderText; length += 1) {
    const [byte] = await input.take(1);
    if (byte === undefined) throw new PartFault('cut');
    if (byte === 0) return length;
  }
  throw new PartFault('bounds');
};

/** The deflate data, which say themselves where they end; what follows stays in the input. */
async function* inflate(input: PieceReader): AsyncGenerator<Buffer, Sums> {
  const engine = createInflateRaw({ chunkSize: outBytes });
  const feeder = new Feeder(engine, input);
  let [crc, bytes] = [0, 0];
  try {
    const feeding = feeder.run();
    for await (const piece of engine as AsyncIterable<Buffer>) {
      crc = crc32(piece, crc);
      bytes += piece.length;
      yield piece;
    }
    feeder.stop();
    await feeding;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'Z_BUF_ERROR') throw new PartFault('cut', error);
    if (error instanceof Error && 'errno' in error) throw new PartFault('compression', error);
    throw error;
  } finally {
    feeder.stop();
    engine.destroy();
  }
  feeder.giveBackRest();
  return { crc, bytes, consumed: engine.bytesWritten };
}

/** Writes to the engine, one piece at a time, so that it is known which bytes were not used when it ends. */
class Feeder {
  readonly #engine: InflateRaw;
  readonly #input: PieceReader;
  #last: Buffer = Buffer.alloc(0);
  /** What the engine had used before that piece. */
  #before = 0;
  #stop: () => void = () => undefined;
  readonly #stopped: Promise<'stopped'>;

  constructor(engine: InflateRaw, input: PieceReader) {
    this.#engine = engine;
    this.#input = input;
    this.#stopped = new Promise((resolve) => (this.#stop = () => resolve('stopped')));
  }

  async run(): Promise<void> {
    try {
      for (;;) {
        const piece = await this.#input.next();
        if (!piece) {
          this.#engine.end();
          return;
        }
        this.#last = piece;
        this.#before = this.#engine.bytesWritten;
        // At the end of its data the engine leaves the rest of the piece, and may or may not call back.
        const outcome = await Promise.race([this.#write(piece), this.#stopped]);
        if (outcome === 'stopped' || this.#unused > 0) return;
      }
    } catch (error) {
      this.#engine.destroy(error instanceof Error ? error : new Error(String(error)));
    }
  }

  #write(piece: Buffer): Promise<'written'> {
    return new Promise((resolve, reject) =>
      this.#engine.write(piece, (error) => (error ? reject(error) : resolve('written'))),
    );
  }

  stop(): void {
    this.#stop();
  }

  giveBackRest(): void {
    this.#input.giveBack(this.#last.subarray(this.#last.length - this.#unused));
  }

  get #unused(): number {
    return this.#last.length - (this.#engine.bytesWritten - this.#before);
  }
}

const skipPadding = async (input: PieceReader, at: number): Promise<void> => {
  const pad = blockBytes - (at % blockBytes);
  if (pad === blockBytes) return;
  expectPadding(await input.take(pad), pad);
};

/** Four bytes that were padded to a block. */
const paddedWord = async (input: PieceReader): Promise<Buffer> => {
  const block = await input.take(blockBytes);
  if (block.length < blockBytes) throw new PartFault('cut');
  expectPadding(block.subarray(4), blockBytes - 4);
  return block.subarray(0, 4);
};

const expectPadding = (bytes: Buffer, pad: number): void => {
  if (bytes.length !== pad || bytes.some((byte) => byte !== pad)) throw new PartFault('padding');
};
