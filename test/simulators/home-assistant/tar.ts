import { concat, concatCrc, ofBuffer, zeros, type ByteSource, type CrcSource } from './byte-source.ts';

const BLOCK = 512;
/** Python's tarfile pads archives to this. */
const RECORD = 10240;
/** Largest size that fits 11 octal digits. */
const MAX_OCTAL = 8 ** 11 - 1;

const padTo = (size: number, unit: number): number => (unit - (size % unit)) % unit;

const octal = (value: number, length: number): string => `${value.toString(8).padStart(length - 1, '0')}\0`;

/** One header block as Python's tarfile writes it (USTAR magic also for PAX archives). */
function header(name: string, size: number, type: string, mtime: number): Buffer {
  const block = Buffer.alloc(BLOCK);
  block.write(name, 0, 100, 'utf8');
  const mode = type === 'x' ? 0 : 0o644;
  block.write(octal(mode, 8) + octal(0, 8) + octal(0, 8), 100, 'latin1');
  block.write(octal(size, 12) + octal(Math.floor(mtime), 12), 124, 'latin1');
  block.fill(' ', 148, 156);
  block.write(type, 156, 'latin1');
  block.write('ustar\u000000', 257, 'latin1');
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return block;
}

/** `LEN key=value\n`, where LEN counts itself. */
function paxRecord(key: string, value: string): string {
  const body = ` ${key}=${value}\n`;
  let length = body.length;
  while (String(length).length + body.length !== length) length = String(length).length + body.length;
  return `${length}${body}`;
}

export interface TarMember {
  readonly name: string;
  readonly content: ByteSource;
  /** Seconds; a fraction needs a PAX header, as HA's inner archives have it. */
  readonly mtime: number;
  readonly pax: boolean;
}

/** The header blocks of a member; sizes of 8 GiB and more go into the PAX header, as Python's tarfile does it. */
export function memberHeader(member: TarMember): Buffer {
  const { size } = member.content;
  const big = size > MAX_OCTAL;
  const plain = header(member.name, big ? 0 : size, '0', member.mtime);
  if (!member.pax && !big) return plain;
  const records = paxRecord('mtime', String(member.mtime)) + (big ? paxRecord('size', String(size)) : '');
  const body = Buffer.alloc(records.length + padTo(records.length, BLOCK));
  body.write(records, 'latin1');
  return Buffer.concat([header('././@PaxHeader', records.length, 'x', 0), body, plain]);
}

/** Two zero blocks end an archive; `padded` fills it up to the next 10240 bytes. */
export function tar(members: readonly TarMember[], padded: boolean): ByteSource {
  const parts = members.flatMap((member) => [
    ofBuffer(memberHeader(member)),
    member.content,
    zeros(padTo(member.content.size, BLOCK)),
  ]);
  const size = parts.reduce((sum, part) => sum + part.size, 0) + 2 * BLOCK;
  return concat([...parts, zeros(2 * BLOCK + (padded ? padTo(size, RECORD) : 0))]);
}

export interface InnerFile {
  readonly name: string;
  readonly content: CrcSource;
}

/** The tar inside a part: files with CRC, so that gzip's trailer costs no pass over the data. */
export function innerTar(files: readonly InnerFile[], mtime: number): CrcSource {
  const parts = files.flatMap(({ name, content }) => [
    ofBuffer(memberHeader({ name, content, mtime, pax: false })),
    content,
    zeros(padTo(content.size, BLOCK)),
  ]);
  const size = parts.reduce((sum, part) => sum + part.size, 0) + 2 * BLOCK;
  return concatCrc([...parts, zeros(2 * BLOCK + padTo(size, RECORD))]);
}
