import { describe, expect, test } from 'vitest';
import { ArchiveCheck, type Expected } from '../../../src/core/archive/archive-check.ts';
import { secureTarTotal } from '../../../src/core/archive/secure-tar.ts';
import type { ArchiveReport } from '../../../src/core/domain/backup.ts';
import { AppError } from '../../../src/core/errors/app-error.ts';
import { noise } from '../../support/small-archive.ts';
import { buildTar, type Entry } from '../../support/tar-builder.ts';

const check = (bytes: Buffer, expected?: Expected): ArchiveReport => {
  const walk = new ArchiveCheck(expected);
  walk.push(bytes);
  return walk.finish();
};

const codeOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
  return 'good';
};

const gzip = Buffer.concat([Buffer.from([0x1f, 0x8b, 8]), Buffer.alloc(50, 1)]);
const part = (name: string, content: Buffer = gzip): Entry => ({ name: `${name}.tar.gz`, content });
const json = (content: Record<string, unknown>): Entry => ({
  name: './backup.json',
  content: Buffer.from(JSON.stringify({ slug: 'abcd1234', homeassistant: { version: '2026.11.0' }, ...content })),
});
/** A part as SecureTar 3 writes it, by its header. */
const secure = (plain: number): Buffer => {
  const bytes = noise(secureTarTotal(3, plain), 'secure');
  bytes.fill(0, 0, 32).write('SecureTar\x03', 0, 'latin1');
  bytes.writeBigUInt64BE(BigInt(plain), 16);
  return bytes;
};

describe('what the bytes are decides, whatever the labels say', () => {
  const labelled = (isProtected: boolean, extra: Record<string, unknown> = {}): Entry =>
    json({ version: 2, protected: isProtected, folders: ['share'], ...extra });
  const locked = secure(4000);
  const old = { homeassistant: { version: '2024.12.5' } };
  const cipher = noise(1600, 'cipher');
  const text = Buffer.from('plain text, '.repeat(200)).subarray(0, 1600);

  test.each<[what: string, entries: Entry[], isProtected: boolean, plain: string[]]>([
    ['all encrypted', [labelled(true), part('homeassistant', locked), part('share', locked)], true, []],
    [
      'all encrypted, labelled plain',
      [labelled(false), part('homeassistant', locked), part('share', locked)],
      true,
      [],
    ],
    ['all plain, labelled encrypted', [labelled(true), part('homeassistant'), part('share')], false, []],
    ['one plain', [labelled(true), part('homeassistant', locked), part('share')], false, ['share']],
    [
      "the Supervisor's own part plain",
      [labelled(true), part('homeassistant', locked), part('share', locked), part('supervisor')],
      false,
      ['supervisor'],
    ],
    [
      'a plain file that is no part',
      [labelled(true), part('homeassistant', locked), part('share', locked), { name: 'secrets.yaml', content: text }],
      false,
      ['secrets.yaml'],
    ],
    [
      'plain in a form that no Home Assistant writes',
      [labelled(true), part('homeassistant', locked), part('share', text)],
      false,
      ['share'],
    ],
    [
      'empty parts do not count',
      [labelled(true), part('homeassistant', locked), part('share', Buffer.alloc(0))],
      true,
      [],
    ],
    ['SecureTar 1', [labelled(true, old), part('homeassistant', cipher), part('share', cipher)], true, []],
    [
      'text where SecureTar 1 would be',
      [labelled(true, old), part('homeassistant', cipher), part('share', text)],
      false,
      ['share'],
    ],
    [
      'a SecureTar of the future',
      [labelled(true), part('homeassistant', locked), part('share', Buffer.from('SecureTar\x04'.padEnd(608, 'x')))],
      true,
      [],
    ],
  ])('%s', (_, entries, isProtected, plain) => {
    for (const order of [entries, [...entries].reverse()]) {
      expect(check(buildTar(order))).toMatchObject({ protected: isProtected, plainParts: plain });
      const label = JSON.parse(entries[0]?.content.toString() ?? '') as { protected: boolean };
      const expected = { slug: 'abcd1234', protected: label.protected, requireProtected: true };
      expect(codeOf(() => check(buildTar(order), expected))).toBe(isProtected ? 'good' : 'archive.unprotected');
    }
  });

  test('is refused at the first plain part, before the rest has come', () => {
    const walk = new ArchiveCheck({ slug: 'abcd1234', protected: true, requireProtected: true });
    const bytes = buildTar([labelled(true), part('share'), part('homeassistant', locked)]);
    expect(codeOf(() => walk.push(bytes.subarray(0, 2560)))).toBe('archive.unprotected');
  });
});

describe('snapshots of old Supervisors', () => {
  const snapshot = (extra: Record<string, unknown>): Entry => ({
    name: './snapshot.json',
    content: Buffer.from(
      JSON.stringify({ slug: 'abcd1234', type: 'partial', name: 'Old', date: '2020-06-01T00:00:00+00:00', ...extra }),
    ),
  });
  const ssh = { addons: [{ slug: 'core_ssh', name: 'SSH', version: '8.6', size: 0.1 }] };

  test.each<[what: string, entries: Entry[], isProtected: boolean]>([
    [
      "a checksum's digit for protection",
      [
        snapshot({
          protected: '5',
          crypto: 'aes128',
          folders: ['homeassistant'],
          homeassistant: { version: '0.110.3' },
        }),
        part('homeassistant', noise(1600, 'cipher')),
      ],
      true,
    ],
    ['a letter for it', [snapshot({ ...ssh, protected: 'k' }), part('core_ssh', noise(1600, 'cipher'))], true],
    [
      'an app alone, with settings',
      [snapshot({ ...ssh, homeassistant: { boot: true, port: 8123 } }), part('core_ssh')],
      false,
    ],
    [
      'an app alone, with settings and a version',
      [snapshot({ ...ssh, homeassistant: { version: '0.110.3', ssl: false } }), part('core_ssh')],
      false,
    ],
    ['an app alone, in format 2', [snapshot({ ...ssh, version: 2, homeassistant: {} }), part('core_ssh')], false],
    [
      'nulls',
      [snapshot({ ...ssh, protected: null, homeassistant: null, folders: null, crypto: null }), part('core_ssh')],
      false,
    ],
    ['a slug of digits, as a number', [snapshot({ ...ssh, slug: 12345678 }), part('core_ssh')], false],
    [
      'what nobody needs here in odd shapes',
      [
        snapshot({ ...ssh, name: 7, date: null, type: 3, docker: 'x', repositories: {}, compressed: 'yes' }),
        part('core_ssh'),
      ],
      false,
    ],
  ])('%s: is stored without defects', (_, entries, isProtected) => {
    for (const order of [entries, [...entries].reverse()]) {
      expect(check(buildTar(order))).toMatchObject({ protected: isProtected, defects: [] });
    }
  });

  test("its configuration, which stood among the folders, is missed where it isn't", () => {
    const entries = [snapshot({ folders: ['homeassistant', 'ssl'] }), part('ssl')];
    expect(codeOf(() => check(buildTar(entries)))).toBe('archive.part-missing');
  });
});
