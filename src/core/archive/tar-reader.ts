/**
 * Reads a tar as a stream: headers and the beginnings of members, never their bulk. Formats: ustar, PAX (types `x`, `g`),
 * GNU long names (`L`) and base-256 sizes, so members beyond 8 GiB are read right (facts 14.1, 15).
 */
const blockSize = 512;
/** Longest extended header that is believed; real ones have under 200 bytes. */
const maxExtended = 1024 * 1024;

export interface TarMember {
  /** Without a leading `./`. */
  readonly name: string;
  /** Bytes of content, from the PAX record where there is one. */
  readonly size: number;
}

export interface TarListener {
  /** A regular file begins; returns how many of its first bytes are wanted (0 to `size`). */
  begin(member: TarMember): number;
  /** The wanted bytes, once they are all there. Not called when none were wanted. */
  head(member: TarMember, bytes: Buffer): void;
}

export type TarFault = 'bad-header' | 'cut-short' | 'data-after-end';

export class TarError extends Error {
  readonly fault: TarFault;
  constructor(fault: TarFault) {
    super(fault);
    this.fault = fault;
  }
}

/** What the bytes to come are. */
type Phase =
  | { readonly at: 'header' }
  | { readonly at: 'extended'; readonly kind: 'x' | 'g' | 'L' }
  | { readonly at: 'head'; readonly member: TarMember }
  | { readonly at: 'skip' }
  | { readonly at: 'end' };

export class TarReader {
  readonly #listener: TarListener;
  #phase: Phase = { at: 'header' };
  /** Bytes wanted before the phase can go on, and what has been gathered of them. */
  #wanted = blockSize;
  #gathered: Buffer[] = [];
  #gatheredBytes = 0;
  /** Content and padding still to be passed over after the gathered bytes. */
  #toSkip = 0;
  #zeroBlocks = 0;
  #override: { name?: string; size?: number } = {};

  constructor(listener: TarListener) {
    this.#listener = listener;
  }

  push(chunk: Uint8Array): void {
    let rest = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    while (rest.length > 0) rest = this.#phase.at === 'skip' ? this.#skip(rest) : this.#gather(rest);
  }

  /** Call after the last byte. Throws `cut-short` unless the end-of-archive mark was seen. */
  finish(): void {
    if (this.#phase.at !== 'end' || this.#zeroBlocks < 2) throw new TarError('cut-short');
    // What is left over must be padding as well, even if it is no whole block.
    if (this.#gathered.some((piece) => !isZero(piece))) throw new TarError('data-after-end');
  }

  #skip(rest: Buffer): Buffer {
    const step = Math.min(rest.length, this.#toSkip);
    this.#toSkip -= step;
    if (this.#toSkip === 0) this.#expectHeader();
    return rest.subarray(step);
  }

  #gather(rest: Buffer): Buffer {
    const piece = rest.subarray(0, this.#wanted - this.#gatheredBytes);
    // Copied, for the caller may reuse its buffer; at most a header or the head of a member.
    this.#gathered.push(Buffer.from(piece));
    this.#gatheredBytes += piece.length;
    if (this.#gatheredBytes === this.#wanted) {
      const whole = Buffer.concat(this.#gathered);
      this.#gathered = [];
      this.#gatheredBytes = 0;
      this.#take(whole);
    }
    return rest.subarray(piece.length);
  }

  #take(bytes: Buffer): void {
    const phase = this.#phase;
    switch (phase.at) {
      case 'header':
      case 'end':
        this.#takeBlock(bytes, phase.at === 'end');
        return;
      case 'extended':
        this.#takeExtended(phase.kind, bytes);
        this.#skipThenHeader(this.#toSkip);
        return;
      case 'head':
        this.#listener.head(phase.member, bytes);
        this.#skipThenHeader(this.#toSkip);
        return;
      case 'skip':
        return;
    }
  }

  #takeBlock(block: Buffer, ended: boolean): void {
    if (isZero(block)) {
      this.#zeroBlocks += 1;
      this.#phase = { at: 'end' };
      return;
    }
    // A single zero block is no end; anything that follows an end is not ours to guess.
    if (ended) throw new TarError('data-after-end');
    this.#takeHeader(block);
  }

  #takeHeader(block: Buffer): void {
    if (!checksumFits(block)) throw new TarError('bad-header');
    const type = String.fromCharCode(block[156] ?? 0);
    const size = this.#override.size ?? readNumber(block, 124, 12);
    if (!Number.isSafeInteger(size) || size < 0) throw new TarError('bad-header');
    const padding = (blockSize - (size % blockSize)) % blockSize;
    if (type === 'x' || type === 'g' || type === 'L') {
      this.#beginExtended(type, size, padding);
      return;
    }
    const member = { name: normalise(this.#override.name ?? readName(block)), size };
    this.#override = {};
    this.#beginMember(member, type === '0' || type === '\0', padding);
  }

  #beginExtended(kind: 'x' | 'g' | 'L', size: number, padding: number): void {
    if (size === 0 || size > maxExtended) throw new TarError('bad-header');
    this.#phase = { at: 'extended', kind };
    this.#wanted = size;
    this.#toSkip = padding;
  }

  #beginMember(member: TarMember, isFile: boolean, padding: number): void {
    const wanted = isFile ? Math.min(this.#listener.begin(member), member.size) : 0;
    const rest = member.size - wanted + padding;
    if (wanted === 0) {
      this.#skipThenHeader(rest);
      return;
    }
    this.#phase = { at: 'head', member };
    this.#wanted = wanted;
    this.#toSkip = rest;
  }

  #takeExtended(kind: 'x' | 'g' | 'L', bytes: Buffer): void {
    if (kind === 'L') {
      this.#override = { ...this.#override, name: bytes.toString('utf8').replace(/\0.*$/s, '') };
      return;
    }
    if (kind === 'g') return;
    const records = readPax(bytes);
    const path = records.get('path');
    const size = records.get('size');
    this.#override = {
      ...this.#override,
      ...(path === undefined ? {} : { name: path }),
      ...(size === undefined ? {} : { size: Number(size) }),
    };
  }

  #skipThenHeader(bytes: number): void {
    this.#toSkip = bytes;
    if (bytes === 0) this.#expectHeader();
    else this.#phase = { at: 'skip' };
  }

  #expectHeader(): void {
    this.#phase = { at: 'header' };
    this.#wanted = blockSize;
  }
}

const isZero = (bytes: Buffer): boolean => bytes.every((byte) => byte === 0);

/** Sum of all bytes of the header, its own field counted as spaces. */
const checksumFits = (block: Buffer): boolean => {
  let sum = 0;
  for (let at = 0; at < blockSize; at += 1) sum += at >= 148 && at < 156 ? 32 : (block[at] ?? 0);
  return sum === readNumber(block, 148, 8);
};

/** Octal text, or base-256 (big endian, highest bit set as the mark) as GNU tar writes large numbers. NaN if neither. */
const readNumber = (block: Buffer, offset: number, length: number): number => {
  const field = block.subarray(offset, offset + length);
  if (((field[0] ?? 0) & 0x80) !== 0) {
    let value = BigInt((field[0] ?? 0) & 0x7f);
    for (const byte of field.subarray(1)) value = (value << 8n) | BigInt(byte);
    return Number(value);
  }
  const text = field.toString('latin1').replace(/\0.*$/s, '').trim();
  if (text === '') return 0;
  return /^[0-7]+$/.test(text) ? parseInt(text, 8) : Number.NaN;
};

const readName = (block: Buffer): string => {
  const text = (from: number, length: number): string =>
    block
      .subarray(from, from + length)
      .toString('utf8')
      .replace(/\0.*$/s, '');
  const prefix = block.toString('latin1', 257, 262) === 'ustar' ? text(345, 155) : '';
  return prefix === '' ? text(0, 100) : `${prefix}/${text(0, 100)}`;
};

const normalise = (name: string): string => name.replace(/^(\.\/)+/, '');

/** Records of the form `LENGTH key=value\n`, LENGTH counting itself. A broken record makes the header a bad one. */
const readPax = (bytes: Buffer): Map<string, string> => {
  const records = new Map<string, string>();
  for (let at = 0; at < bytes.length;) {
    const space = bytes.indexOf(0x20, at);
    const length = space < 0 ? Number.NaN : Number(bytes.toString('latin1', at, space));
    if (!Number.isInteger(length) || length < 5 || at + length > bytes.length) throw new TarError('bad-header');
    const record = bytes.toString('utf8', space + 1, at + length - 1);
    const equals = record.indexOf('=');
    if (equals < 1) throw new TarError('bad-header');
    records.set(record.slice(0, equals), record.slice(equals + 1));
    at += length;
  }
  return records;
};
