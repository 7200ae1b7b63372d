import { createCipheriv } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import sodium from 'libsodium-wrappers-sumo';
import { afterAll, describe, expect, test } from 'vitest';
import { decryptVersion2 } from '../../../src/core/archive/open/decrypt.ts';
import type { CheckResult } from '../../../src/shared/status.ts';
import { checkHere } from '../../support/check-here.ts';
import { noise } from '../../support/small-archive.ts';
import { tarHeader, type Entry } from '../../support/tar-builder.ts';
import { rebuild } from './archive-editor.ts';

const plain = readFileSync(join(import.meta.dirname, '../../fixtures/ha-real/2026.11.0/plain.tar'));
const key = 'TEST-KEY1-TEST-KEY2-TEST-KEY3-TEST';
const core = 'homeassistant.tar.gz';

const folder = mkdtempSync(join(tmpdir(), 'attacks-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const check = async (bytes: Buffer): Promise<CheckResult> => {
  const file = join(folder, 'backup.tar');
  await writeFile(file, bytes);
  return await checkHere(file, { keys: [key] });
};
const held = ({ levels }: CheckResult): (boolean | null)[] => levels.map(({ holds }) => holds);

describe('SecureTar 3 of several chunks', () => {
  const headerBytes = 136;
  const sealedChunk = 1024 * 1024 + 17;
  const large = (files: Entry[]): Entry[] => [
    ...files,
    { name: 'data/noise', content: noise(3.5 * 1024 * 1024, 'chunks') },
  ];

  /** Its chunks in another order, with the header saying the length that they have: the structure is right. */
  const rearranged = (change: (chunks: Buffer[]) => Buffer[]): Promise<Buffer> =>
    rebuild(plain, {
      how: 3,
      key,
      inside: { files: large },
      members: (members) =>
        members.map((member) => {
          if (member.name !== core) return member;
          const chunks: Buffer[] = [];
          for (let at = headerBytes; at < member.content.length; at += sealedChunk)
            chunks.push(member.content.subarray(at, at + sealedChunk));
          const now = change(chunks);
          const header = Buffer.from(member.content.subarray(0, headerBytes));
          header.writeBigUInt64BE(BigInt(now.reduce((all, chunk) => all + chunk.length - 17, 0)), 16);
          return { ...member, content: Buffer.concat([header, ...now]) };
        }),
    });

  test('untouched', async () => {
    expect(held(await check(await rearranged((chunks) => chunks)))).toEqual([true, true, true, true]);
  });

  const none = Buffer.alloc(0);

  test.each<[string, (chunks: Buffer[]) => Buffer[]]>([
    ['the first one left out', (chunks) => chunks.slice(1)],
    ['one left out', (chunks) => chunks.filter((_, index) => index !== 1)],
    ['the last one left out', (chunks) => chunks.slice(0, -1)],
    ['all but the last one left out', (chunks) => chunks.slice(-1)],
    ['two exchanged', ([a, b, ...rest]) => [b, a, ...rest] as Buffer[]],
    ['one twice', ([a, b, ...rest]) => [a, b, b, ...rest] as Buffer[]],
    ['one in the place of another', ([a, , ...rest]) => [a, a, ...rest] as Buffer[]],
    ['one of zeros', ([a, , ...rest]) => [a, Buffer.alloc(sealedChunk), ...rest] as Buffer[]],
    ['a bit in the mark of one', ([a = none, ...rest]) => [flipped(a, 0), ...rest]],
    ['a bit in the mark of the last one', (chunks) => [...chunks.slice(0, -1), flipped(chunks.at(-1) ?? none, 0)]],
    ['a bit in the tag of one', ([a = none, ...rest]) => [flipped(a, -1), ...rest]],
  ])('%s', async (_, change) => {
    const found = await check(await rearranged(change));
    expect(held(found)).toEqual([true, true, false, null]);
    expect(found.problem?.facts).toMatchObject({ part: 'homeassistant', why: 'authentication' });
  });

  /** The same chunks as somebody with the key would seal them, with these marks; the last one of the list marks all behind it. */
  const resealed = async (tags: readonly number[]): Promise<Buffer> => {
    await sodium.ready;
    return await rebuild(plain, {
      how: 3,
      key,
      inside: { files: large },
      members: (members) =>
        members.map((member) =>
          member.name === core ? { ...member, content: withTags(member.content, tags) } : member,
        ),
    });
  };
  const withTags = (part: Buffer, tags: readonly number[]): Buffer => {
    const opsAndMemory = [8, 16 * 1024 * 1024, sodium.crypto_pwhash_ALG_ARGON2ID13] as const;
    const root = sodium.crypto_pwhash(32, key, part.subarray(32, 48), ...opsAndMemory);
    const person = Buffer.from('SecureTarv3\0\0\0\0\0');
    const streamKey = sodium.crypto_generichash_blake2b_salt_personal(32, root, part.subarray(96, 112), person);
    const old = sodium.crypto_secretstream_xchacha20poly1305_init_pull(part.subarray(112, headerBytes), streamKey);
    const now = sodium.crypto_secretstream_xchacha20poly1305_init_push(streamKey);
    const chunks: Uint8Array[] = [];
    for (let at = headerBytes; at < part.length; at += sealedChunk) {
      const chunk = part.subarray(at, at + sealedChunk);
      const opened = sodium.crypto_secretstream_xchacha20poly1305_pull(old, chunk, null);
      if (opened === false) throw new Error('it is not sealed with this key');
      const tag = tags[chunks.length] ?? tags.at(-1) ?? 0;
      chunks.push(sodium.crypto_secretstream_xchacha20poly1305_push(now.state, opened.message, null, tag));
    }
    return Buffer.concat([part.subarray(0, 112), now.header, ...chunks]);
  };
  const [message, rekey, final] = [0, 2, 3] as const;

  test.each<[string, number[], (boolean | null)[]]>([
    ['as securetar marks them', [message, message, message, final], [true, true, true, true]],
    ['with a new key on the way', [message, rekey, message, final], [true, true, true, true]],
  ])('sealed again %s', async (_, tags, levels) => {
    expect(held(await check(await resealed(tags)))).toEqual(levels);
  });

  test.each([
    ['a mark of the end in the middle', [message, final, message, final], 'trailing'],
    ['a mark of the end on each', [final], 'trailing'],
    ['no mark of the end', [message], 'authentication'],
  ])('sealed again by somebody who has the key: %s', async (_, tags, why) => {
    const found = await check(await resealed(tags));
    expect(held(found)).toEqual([true, true, false, null]);
    expect(found.problem?.facts).toMatchObject({ part: 'homeassistant', why });
  });

  const flipped = (bytes: Buffer, at: number): Buffer => {
    const copy = Buffer.from(bytes);
    const where = at < 0 ? copy.length + at : at;
    copy[where] = (copy[where] ?? 0) ^ 2;
    return copy;
  };
});

describe('bytes that SecureTar reserves', () => {
  const withByte = async (how: 2 | 3, at: number): Promise<Buffer> =>
    await rebuild(plain, {
      how,
      key,
      members: (members) =>
        members.map((member) => {
          if (member.name !== core) return member;
          const content = Buffer.from(member.content);
          content[at] = (content[at] ?? 0) ^ 1;
          return { ...member, content };
        }),
    });

  // securetar refuses to read what has something in the first ones, and does not look at the last ones.
  test.each(([2, 3] as const).flatMap((how) => [10, 12, 15].map((at) => [how, at] as const)))(
    'SecureTar %i, byte %i: nobody reads it',
    async (how, at) => {
      const { verdict, level } = await check(await withByte(how, at));
      expect([verdict, level < 2]).toEqual(['refused', true]);
    },
  );
  test.each(([2, 3] as const).flatMap((how) => [24, 27, 31].map((at) => [how, at] as const)))(
    'SecureTar %i, byte %i: nobody looks at it',
    async (how, at) => {
      const found = await check(await withByte(how, at));
      expect([found.verdict, held(found)]).toEqual(['good', [true, true, true, true]]);
    },
  );
});

describe('padding of SecureTar 2', () => {
  const cbc = { key: noise(16, 'key'), iv: noise(16, 'iv') };
  const read = async (text: Buffer, padding: Buffer): Promise<Buffer> => {
    const cipher = createCipheriv('aes-128-cbc', cbc.key, cbc.iv).setAutoPadding(false);
    const sealed = cipher.update(Buffer.concat([text, padding]));
    const pieces = async function* (): AsyncGenerator<Buffer> {
      await Promise.resolve();
      for (let at = 0; at < sealed.length; at += 48) yield sealed.subarray(at, at + 48);
    };
    const read: Buffer[] = [];
    for await (const piece of decryptVersion2(pieces(), cbc, text.length)) read.push(piece);
    return Buffer.concat(read);
  };

  test.each([0, 1, 15, 16, 100])('%i bytes', async (length) => {
    const pad = 16 - (length % 16);
    const text = noise(length, 'text');
    expect(await read(text, Buffer.alloc(pad, pad))).toEqual(text);
  });

  test.each([
    ['zeros', Buffer.alloc(12)],
    ['another number', Buffer.alloc(12, 4)],
    ['a block too many', Buffer.alloc(28, 12)],
    ['one byte that is another', Buffer.concat([Buffer.alloc(11, 12), Buffer.from([11])])],
    ['none', Buffer.alloc(0)],
  ])('%s', async (_, padding) => {
    const text = noise(padding.length === 0 ? 16 : 20, 'text');
    await expect(read(text, padding)).rejects.toMatchObject({ trouble: 'padding' });
  });
});

describe('registries', () => {
  const withRegistry = async (content: Buffer | string): Promise<CheckResult> => {
    const files = (all: Entry[]): Entry[] =>
      all.map((one) =>
        one.name === 'data/.storage/core.config_entries' ? { ...one, content: Buffer.from(content) } : one,
      );
    return await check(await rebuild(plain, { how: 'plain', key, inside: { files } }));
  };
  const whole = '{"version":1,"data":{"entries":[]}}';

  test.each<[string, Buffer | string, boolean | null]>([
    ['the least that there can be', whole, true],
    ['with blanks around it', ` \n${whole}\r\n`, true],
    ['an object without a list', '{"data":{}}', true],
    ['a mark of its byte order', `\ufeff${whole}`, false],
    ['UTF-16', Buffer.from(whole, 'utf16le'), false],
    ['no number', '{"data":{"entries":[NaN]}}', false],
    ['two documents', whole + whole, false],
    ['a comma too many', '{"data":{},}', false],
    ['a list', '[]', false],
    ['null', 'null', false],
    ['data that are a list', '{"data":[]}', false],
    ['data that are nothing', '{"data":null}', false],
    ['nothing', '', false],
    ['ten million brackets', '['.repeat(10_000_000), null],
    ['a hundred million bytes', Buffer.alloc(100_000_000, ' '), null],
    ['a string that never ends', `"${'a'.repeat(1_000_000)}`, false],
    ['six million numbers', `{"data":[${'0,'.repeat(6_000_000)}0]}`, null],
  ])('%s', async (_, content, expected) => {
    const found = await withRegistry(content);
    expect(held(found)).toEqual([true, true, true, expected]);
    expect(found.verdict).toBe(expected === true ? 'good' : expected === null ? 'defects' : 'refused');
  });
});

describe('shapes of parts', () => {
  const entries = (change: (content: Buffer) => Buffer, name = core) =>
    rebuild(plain, {
      how: 'plain',
      key,
      members: (members) =>
        members.map((member) => (member.name === core ? { ...member, name, content: change(member.content) } : member)),
    });

  test('a part that is not compressed', async () => {
    const bytes = await entries((gzip) => gunzipSync(gzip), 'homeassistant.tar');
    expect(held(await check(bytes))).toEqual([true, true, true, true]);
  });

  test('a part of many gzip files behind each other, cut at no border of its tar', async () => {
    const bytes = await entries((gzip) => {
      const tar = gunzipSync(gzip);
      const pieces: Buffer[] = [];
      for (let at = 0; at < tar.length; at += 3333) pieces.push(gzipSync(tar.subarray(at, at + 3333)));
      return Buffer.concat(pieces);
    });
    expect(held(await check(bytes))).toEqual([true, true, true, true]);
  });

  test('a hundred thousand members, of which nothing is kept', async () => {
    const some = gzipSync(Buffer.concat(Array.from({ length: 20_000 }, () => tarHeader('data/empty', 0))));
    const bytes = await entries((gzip) => Buffer.concat([...Array.from({ length: 5 }, () => some), gzip]));
    const before = process.memoryUsage().heapUsed;
    const found = await check(bytes);
    expect(held(found)).toEqual([true, true, true, true]);
    expect(found.counts?.files).toBeGreaterThan(100_000);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(100 * 1024 * 1024);
  });
});
