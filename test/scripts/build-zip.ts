import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipMember {
  readonly name: string;
  readonly content: Buffer;
  readonly method?: 'stored' | 'deflated';
}

/** A zip as zip tools write it: local headers with contents, central directory, its end (PKWARE APPNOTE.TXT 4.3). */
export function buildZip(members: readonly ZipMember[], comment = ''): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content, method = 'deflated' } of members) {
    const packed = method === 'stored' ? content : deflateRawSync(content);
    const sizes = [crc32(content), packed.length, content.length];
    const nameBytes = Buffer.from(name);
    const common = [half(20, 0, method === 'stored' ? 0 : 8, 0, 0x21), word(...sizes), half(nameBytes.length, 0)];
    const local = Buffer.concat([word(0x04034b50), ...common, nameBytes, packed]);
    directory.push(word(0x02014b50), half(20), ...common, half(0, 0, 0), word(0, offset), nameBytes);
    locals.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = [half(0, 0, members.length, members.length), word(central.length, offset), half(comment.length)];
  return Buffer.concat([...locals, central, word(0x06054b50), ...end, Buffer.from(comment)]);
}

/** Little-endian 16-bit numbers. */
function half(...values: readonly number[]): Buffer {
  return Buffer.from(Uint16Array.from(values).buffer);
}

/** Little-endian 32-bit numbers. */
function word(...values: readonly number[]): Buffer {
  return Buffer.from(Uint32Array.from(values).buffer);
}
