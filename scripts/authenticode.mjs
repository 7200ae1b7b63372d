/** Where things are in a PE file: "PE Format", Microsoft. Offsets count from the PE signature unless they say otherwise. */
const peOffsetAt = 0x3c; // from the start of the file
const magicAt = 24;
const pe32Plus = 0x20b;
const checksumAt = 24 + 64;
const securityEntryAt = 24 + 112 + 4 * 8; // the fifth data directory: file offset and size of the signatures
const headerBytes = securityEntryAt + 8;
/** Signatures begin at a multiple of it. */
const alignment = 8;

/**
 * Whether the second program is the first one with an Authenticode signature and nothing else: signing appends the
 * signature, names its place in the header and writes a new checksum there.
 *
 * @param {Buffer} unsigned
 * @param {Buffer} signed
 */
export const isSignedCopy = (unsigned, signed) => {
  const header = headerOf(unsigned);
  if (header === undefined || headerOf(signed) !== header) return false;
  const at = signed.readUInt32LE(header + securityEntryAt);
  const size = signed.readUInt32LE(header + securityEntryAt + 4);
  const expectedAt = Math.ceil(unsigned.length / alignment) * alignment;
  if (at !== expectedAt || size === 0 || at + size !== signed.length) return false;
  const program = Buffer.from(signed.subarray(0, unsigned.length));
  for (const [from, length] of [
    [header + checksumAt, 4],
    [header + securityEntryAt, 8],
  ])
    unsigned.copy(program, from, from, (from ?? 0) + (length ?? 0));
  return program.equals(unsigned) && signed.subarray(unsigned.length, at).every((byte) => byte === 0);
};

/**
 * @param {Buffer} file
 * @returns {number | undefined} where the PE signature is, for 64-bit programs
 */
const headerOf = (file) => {
  if (file.length < peOffsetAt + 4 || file.toString('latin1', 0, 2) !== 'MZ') return undefined;
  const at = file.readUInt32LE(peOffsetAt);
  if (at + headerBytes > file.length || file.toString('latin1', at, at + 4) !== 'PE\0\0') return undefined;
  return file.readUInt16LE(at + magicAt) === pe32Plus ? at : undefined;
};
