import { crc32 } from 'node:zlib';

const POLYNOMIAL = 0xedb88320;

export function crcOf(bytes: Buffer): number {
  return crc32(bytes) >>> 0;
}

/** A linear map over GF(2): column i is the image of bit i. */
type Matrix = readonly number[];

function apply(matrix: Matrix, vector: number): number {
  let result = 0;
  for (let bit = 0, rest = vector; rest !== 0; bit += 1, rest >>>= 1) {
    if (rest & 1) result ^= matrix[bit] ?? 0;
  }
  return result >>> 0;
}

const square = (matrix: Matrix): Matrix => matrix.map((column) => apply(matrix, column));

/** The map "one zero bit follows". */
const zeroBit: Matrix = [POLYNOMIAL, ...Array.from({ length: 31 }, (_, bit) => (1 << bit) >>> 0)];
const zeroByte: Matrix = square(square(square(zeroBit)));

/** CRC-32 of two joined pieces from the CRCs of both (zlib's crc32_combine): no byte is read again. */
export function combineCrc(first: number, second: number, secondLength: number): number {
  let crc = first;
  let matrix = zeroByte;
  for (let rest = secondLength; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) crc = apply(matrix, crc);
    matrix = square(matrix);
  }
  return (crc ^ second) >>> 0;
}
