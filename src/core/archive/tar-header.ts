/** How a tar writes its headers: ustar, PAX (types `x`, `g`), GNU long names (`L`, `K`) and base-256 numbers. */
export const blockSize = 512;

/** `not-understood`: it may be a fine tar, but goes beyond the limits or is of a kind that nobody writes backups in. */
export type TarFault = 'bad-header' | 'cut-short' | 'data-after-end' | 'not-understood';

export class TarError extends Error {
  readonly fault: TarFault;
  constructor(fault: TarFault) {
    super(fault);
    this.fault = fault;
  }
}

/** PAX for the next entry and for all of them, GNU's long name and long link target. */
export type Extended = 'x' | 'g' | 'L' | 'K';
export const isExtended = (type: string): type is Extended =>
  type === 'x' || type === 'g' || type === 'L' || type === 'K';

/** What extended headers say of the next member in place of its own header. */
export interface Override {
  readonly name?: string;
  readonly size?: number;
  /** Seconds since 1970, with fractions. */
  readonly modified?: number;
  readonly link?: string;
  readonly sparse?: boolean;
}

/** Zeros behind a content of that size, up to the next block. Throws for what is no size. */
export const paddingOf = (size: number): number => {
  if (!Number.isSafeInteger(size + blockSize) || size < 0) throw new TarError('bad-header');
  return (blockSize - (size % blockSize)) % blockSize;
};

const zeros = Buffer.alloc(64 * 1024);

export const isZero = (bytes: Buffer): boolean => {
  for (let at = 0; at < bytes.length; at += zeros.length) {
    const piece = bytes.subarray(at, at + zeros.length);
    if (!piece.equals(zeros.subarray(0, piece.length))) return false;
  }
  return true;
};

/** Sum of all bytes of the header, its own field counted as spaces. */
export const checksumFits = (block: Buffer): boolean => {
  let sum = 0;
  for (let at = 0; at < blockSize; at += 1) sum += at >= 148 && at < 156 ? 32 : (block[at] ?? 0);
  return sum === readNumber(block, 148, 8);
};

/** Octal text, or base-256 (big endian, highest bit set as the mark) as GNU tar writes large numbers. NaN if neither. */
export const readNumber = (block: Buffer, offset: number, length: number): number =>
  plainOctal(block, offset, length) ?? anyNumber(block, offset, length);

/** As nearly all are written: digits, then spaces or zeros. There may be millions, so no text is made of them. */
const plainOctal = (block: Buffer, offset: number, length: number): number | undefined => {
  let value = 0;
  let at = offset;
  for (; at < offset + length; at += 1) {
    const digit = (block[at] ?? 0) - 0x30;
    if (digit < 0 || digit > 7) break;
    value = value * 8 + digit;
  }
  const end = at === offset ? undefined : block[at];
  return at < offset + length && (end === 0 || (end === 0x20 && (block[at + 1] ?? 0) === 0)) ? value : undefined;
};

const anyNumber = (block: Buffer, offset: number, length: number): number => {
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

export const readName = (block: Buffer): string => {
  const name = textIn(block, 0, 100);
  if (block[345] === 0) return name;
  const prefix = block.toString('latin1', 257, 262) === 'ustar' ? textIn(block, 345, 155) : '';
  return prefix === '' ? name : `${prefix}/${name}`;
};

/** Up to the first zero. */
const textIn = (block: Buffer, from: number, length: number): string => {
  let end = from;
  while (end < from + length && block[end] !== 0) end += 1;
  return end === from ? '' : block.toString('utf8', from, end);
};

export const normalise = (name: string): string => name.replace(/^(\.\/)+/, '');

/** Records of the form `LENGTH key=value\n`, LENGTH counting itself. A broken record makes the header a bad one. */
export const readPax = (bytes: Buffer, maxRecords: number): Override => {
  let found: Override = {};
  let records = 0;
  for (let at = 0; at < bytes.length;) {
    records += 1;
    if (records > maxRecords) throw new TarError('not-understood');
    const space = bytes.indexOf(0x20, at);
    const end = at + lengthIn(bytes, at, space);
    const equals = bytes.indexOf(0x3d, space);
    if (!(end <= bytes.length) || equals < space + 2 || equals >= end) throw new TarError('bad-header');
    const key = bytes.toString('utf8', space + 1, equals);
    found = { ...found, ...overrideBy(key, () => bytes.toString('utf8', equals + 1, end - 1)) };
    at = end;
  }
  return found;
};

/** NaN for what is no length of a record. */
const lengthIn = (bytes: Buffer, at: number, space: number): number => {
  const digits = space < 0 || space - at > 6 ? '' : bytes.toString('latin1', at, space);
  return /^\d+$/.test(digits) && Number(digits) >= 5 ? Number(digits) : Number.NaN;
};

const overrideBy = (key: string, value: () => string): Override => {
  if (key === 'path') return { name: value() };
  if (key === 'size') return { size: /^\d{1,16}$/.test(value()) ? Number(value()) : Number.NaN };
  if (key === 'linkpath') return { link: value() };
  if (key === 'mtime') return { modified: Number(value()) };
  return key.startsWith('GNU.sparse.') ? { sparse: true } : {};
};

/** A link's target; empty for what is none. */
export const readLink = (block: Buffer): string => textIn(block, 157, 100);
