/** The first bytes of native programs, as far as anybody here reads them. */

const machines = {
  linux: { x64: 0x3e, arm64: 0xb7 },
  darwin: { x64: 0x01000007, arm64: 0x0100000c },
  win32: { x64: 0x8664, arm64: 0xaa64 },
} as const;

export type Target = `${keyof typeof machines}-${'x64' | 'arm64'}`;

const peAt = 0x80;
const checksumAt = peAt + 24 + 64;
const securityEntryAt = peAt + 24 + 112 + 32;

/** ELF: e_machine; Mach-O: cputype; PE: Machine. `text` makes one differ from another. */
export const madeUpProgram = (target: Target, text = ''): Buffer => {
  const [platform, arch] = target.split('-') as unknown as [keyof typeof machines, 'x64' | 'arm64'];
  const bytes = Buffer.alloc(1021);
  bytes.write(text, 600);
  if (platform === 'linux') {
    bytes.writeUInt32BE(0x7f454c46, 0);
    bytes.writeUInt16LE(machines.linux[arch], 18);
  } else if (platform === 'darwin') {
    bytes.writeUInt32LE(0xfeedfacf, 0);
    bytes.writeUInt32LE(machines.darwin[arch], 4);
  } else {
    bytes.write('MZ', 0);
    bytes.writeUInt32LE(peAt, 0x3c);
    bytes.write('PE\0\0', peAt, 'latin1');
    bytes.writeUInt16LE(machines.win32[arch], peAt + 4);
    bytes.writeUInt16LE(0x20b, peAt + 24);
  }
  return bytes;
};

/** What signtool makes of a Windows program: a signature at the next multiple of eight, its place and a checksum. */
export const signedProgram = (program: Buffer): Buffer => {
  const signature = Buffer.alloc(264, 0xab);
  const at = Math.ceil(program.length / 8) * 8;
  const signed = Buffer.concat([program, Buffer.alloc(at - program.length), signature]);
  signed.writeUInt32LE(0x1234, checksumAt);
  signed.writeUInt32LE(at, securityEntryAt);
  signed.writeUInt32LE(signature.length, securityEntryAt + 4);
  return signed;
};
