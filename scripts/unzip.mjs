import { inflateRawSync } from 'node:zlib';
import { reasonOf, SetupError } from './setup-error.mjs';

// Layout: PKWARE APPNOTE.TXT, sections 4.3.7 (local header), 4.3.12 (central directory), 4.3.16 (its end).
const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const STORED = 0;
const DEFLATED = 8;

/**
 * Takes one file out of a zip held in memory. No zip64 (files stay far below 4 GiB) and no CRC: the caller compares a
 * SHA-256 anyway.
 *
 * @param {Buffer} zip
 * @param {(name: string) => boolean} isWanted
 * @param {number} maxBytes upper limit of the unpacked size: an archive may claim anything
 * @returns {Buffer}
 */
export function unzipOne(zip, isWanted, maxBytes) {
  try {
    return unpack(zip, findEntry(zip, isWanted), maxBytes);
  } catch (error) {
    if (error instanceof SetupError) throw error;
    // Offsets outside the buffer (RangeError) and zlib's complaints: both mean damaged bytes.
    throw new SetupError(`damaged zip: ${reasonOf(error)}`);
  }
}

/** @typedef {{ method: number, packed: number, unpacked: number, header: number }} Entry sizes and offset in bytes */

/**
 * @param {Buffer} zip
 * @param {(name: string) => boolean} isWanted
 * @returns {Entry}
 */
function findEntry(zip, isWanted) {
  let end = zip.length - 22;
  while (end >= 0 && zip.readUInt32LE(end) !== END_OF_DIRECTORY) end--;
  if (end < 0) throw new SetupError('not a zip, or cut off');
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    if (zip.readUInt32LE(at) !== DIRECTORY_ENTRY) throw new SetupError('damaged zip: bad directory');
    const nameLength = zip.readUInt16LE(at + 28);
    if (isWanted(zip.toString('utf8', at + 46, at + 46 + nameLength))) {
      return {
        method: zip.readUInt16LE(at + 10),
        packed: zip.readUInt32LE(at + 20),
        unpacked: zip.readUInt32LE(at + 24),
        header: zip.readUInt32LE(at + 42),
      };
    }
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  throw new SetupError('the zip does not hold the wanted file');
}

/**
 * @param {Buffer} zip
 * @param {Entry} entry
 * @param {number} maxBytes
 * @returns {Buffer}
 */
function unpack(zip, entry, maxBytes) {
  if (entry.unpacked > maxBytes)
    throw new SetupError(`the zip claims ${entry.unpacked} bytes, expected ${maxBytes} at most`);
  const start = entry.header + 30 + zip.readUInt16LE(entry.header + 26) + zip.readUInt16LE(entry.header + 28);
  const raw = zip.subarray(start, start + entry.packed);
  if (raw.length !== entry.packed) throw new SetupError('damaged zip: cut off');
  if (entry.method === STORED) return raw;
  if (entry.method === DEFLATED) return inflateRawSync(raw, { maxOutputLength: Math.max(entry.unpacked, 1) });
  throw new SetupError(`zip method ${entry.method} is not supported`);
}
