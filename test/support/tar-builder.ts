/** Writes small tars by hand, so that a test decides every byte of them. */
export interface Entry {
  readonly name: string;
  readonly content: Buffer;
  /** Claimed size where it shall differ from the content's. */
  readonly size?: number;
  readonly type?: string;
  /** How the size is written: octal (default), base-256, or in a PAX record with 0 in the header. */
  readonly sizeAs?: 'octal' | 'base-256' | 'pax';
}

const pad = (bytes: Buffer): Buffer => Buffer.concat([bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)]);

export const tarHeader = (name: string, size: number, type = '0', base256 = false): Buffer => {
  const block = Buffer.alloc(512);
  block.write(name, 0, 100);
  block.write('0000644\0', 100);
  if (base256) {
    block.writeBigUInt64BE(BigInt(size), 128);
    block[124] = 0x80;
  } else block.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
  block.write('00000000000\0', 136);
  block.write('        ', 148);
  block.write(type, 156);
  block.write('ustar\x0000', 257, 'latin1');
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
};

export const paxRecord = (key: string, value: string): string => {
  const body = ` ${key}=${value}\n`;
  let length = body.length + 1;
  while (String(length).length + body.length !== length) length = String(length).length + body.length;
  return `${length}${body}`;
};

export const tarEntry = ({ name, content, size = content.length, type = '0', sizeAs = 'octal' }: Entry): Buffer => {
  const pax = sizeAs === 'pax' ? Buffer.from(paxRecord('size', String(size))) : undefined;
  return Buffer.concat([
    ...(pax ? [tarHeader('././@PaxHeader', pax.length, 'x'), pad(pax)] : []),
    tarHeader(name, pax ? 0 : size, type, sizeAs === 'base-256'),
    pad(content),
  ]);
};

export const buildTar = (entries: readonly Entry[], padding = 1024): Buffer =>
  Buffer.concat([...entries.map(tarEntry), Buffer.alloc(padding)]);
