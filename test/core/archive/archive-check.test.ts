import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ArchiveCheck, type Expected } from '../../../src/core/archive/archive-check.ts';
import { secureTarTotal } from '../../../src/core/archive/secure-tar.ts';
import { countsForFloor, type ArchiveReport } from '../../../src/core/domain/backup.ts';
import { AppError } from '../../../src/core/errors/app-error.ts';
import { buildTar, type Entry } from '../../support/tar-builder.ts';

const fixtures = fileURLToPath(new URL('../../fixtures/', import.meta.url));
const archivesBelow = (folder: string): string[] =>
  readdirSync(`${fixtures}${folder}`, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.tar') && !path.endsWith('torso.tar'))
    .map((path) => `${folder}/${path}`);

const check = (bytes: Buffer, expected?: Expected): ArchiveReport => {
  const walk = new ArchiveCheck(expected);
  for (let at = 0; at < bytes.length; at += 5000) walk.push(bytes.subarray(at, at + 5000));
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

const real = [...archivesBelow('ha-real'), ...archivesBelow('ha-os'), ...archivesBelow('archives')];

describe('archives that Home Assistant wrote', () => {
  test('there are some of every era', () => expect(real.length).toBeGreaterThanOrEqual(20));

  test.each(real)('%s is whole and without defects', (path) => {
    const report = check(readFileSync(fixtures + path));
    expect(report.defects).toEqual([]);
    expect(report.parts.map((part) => part.name)).toContain('homeassistant');
    if (/ha-(real|os)/.test(path)) expect(report.protected).toBe(basename(path) === 'protected.tar');
  });

  test.each([
    ['ha-real/2025.1.4/protected.tar', 1],
    ['ha-real/2025.6.3/protected.tar', 2],
    ['ha-real/2026.11.0/protected.tar', 3],
    ['ha-real/2026.11.0/plain.tar', undefined],
    ['archives/sup_v2.tar', 2],
    ['archives/sup_v3.tar', 3],
  ])('%s is SecureTar %s', (path, version) => {
    expect(check(readFileSync(fixtures + path)).secureTar).toBe(version);
  });

  test('the torso that a killed Home Assistant left is refused', () => {
    expect(codeOf(() => check(readFileSync(`${fixtures}ha-real/2026.11.0/torso.tar`)))).toBe('archive.torso');
  });

  test('cut anywhere, an archive is refused', () => {
    for (const path of ['archives/core_v3.tar', 'archives/sup_plain.tar']) {
      const bytes = readFileSync(fixtures + path);
      // The last 9216 bytes of Core's padding carry nothing: what is before them must all be there.
      const needed = path.includes('core') ? bytes.length - 8704 : bytes.length;
      fc.assert(
        fc.property(fc.nat(needed - 1), (length) => {
          expect(codeOf(() => check(bytes.subarray(0, length)))).toMatch(/^archive\.(torn|torso)$/);
        }),
      );
    }
  });

  test.each([
    ['another backup', { slug: 'ffffffff', protected: true }, 'archive.wrong-backup'],
    ['another protection', { slug: 'abcd1234', protected: false }, 'archive.wrong-backup'],
    ['as listed', { slug: 'abcd1234', protected: true }, 'good'],
  ])('listed as %s', (_, expected, code) => {
    for (const name of ['core_v3', 'sup_v3', 'core_v2']) {
      expect(codeOf(() => check(readFileSync(`${fixtures}archives/${name}.tar`), expected))).toBe(code);
    }
  });
});

const gzip = Buffer.concat([Buffer.from([0x1f, 0x8b, 8]), Buffer.alloc(50, 1)]);
const json = (extra: Record<string, unknown> = {}): Entry => ({
  name: './backup.json',
  content: Buffer.from(
    JSON.stringify({ slug: 'abcd1234', protected: false, homeassistant: { version: '2026.11.0' }, ...extra }),
  ),
});
const part = (name: string, content: Buffer = gzip): Entry => ({ name: `${name}.tar.gz`, content });
const secure = (version: 2 | 3, plain: number, missing = 0): Buffer => {
  const bytes = Buffer.alloc(secureTarTotal(version, plain) - missing, 9);
  bytes.fill(0, 0, 32).write('SecureTar', 0, 'latin1');
  bytes[9] = version;
  bytes.writeBigUInt64BE(BigInt(plain), 16);
  return bytes;
};

describe('made archives', () => {
  test.each<[string, Entry[], string]>([
    ['no backup.json', [part('homeassistant')], 'archive.no-backup-json'],
    ['two of them', [json(), json(), part('homeassistant')], 'archive.no-backup-json'],
    ['one that is no JSON', [{ name: 'backup.json', content: Buffer.from('{') }], 'archive.no-backup-json'],
    ['Home Assistant missing', [json()], 'archive.part-missing'],
    ['an app missing', [json({ addons: [{ slug: 'core_ssh' }] }), part('homeassistant')], 'archive.part-missing'],
    ['a folder missing', [json({ folders: ['addons/local'] }), part('homeassistant')], 'archive.part-missing'],
    ['a folder there', [json({ folders: ['addons/local'] }), part('homeassistant'), part('addons_local')], 'good'],
    [
      'v2 one byte short',
      [json({ protected: true }), part('homeassistant', secure(2, 1000, 1))],
      'archive.part-damaged',
    ],
    [
      'v3 one byte short',
      [json({ protected: true }), part('homeassistant', secure(3, 3_000_000, 1))],
      'archive.part-damaged',
    ],
    ['v3 of several chunks', [json({ protected: true }), part('homeassistant', secure(3, 3_000_000))], 'good'],
    ['v2 of a multiple of 16', [json({ protected: true }), part('homeassistant', secure(2, 1600))], 'good'],
    ['v3 of nothing', [json({ protected: true }), part('homeassistant', secure(3, 0))], 'good'],
    ['not compressed', [json(), { name: 'homeassistant.tar', content: buildTar([part('x')]) }], 'good'],
    ['without Home Assistant', [json({ homeassistant: null, folders: ['share'] }), part('share')], 'good'],
    ['ancient', [{ ...json(), name: 'snapshot.json' }, part('homeassistant')], 'good'],
  ])('%s: %s', (_, entries, code) => {
    expect(codeOf(() => check(buildTar(entries)))).toBe(code);
    // Supervisor archives carry their backup.json last.
    expect(codeOf(() => check(buildTar([...entries].reverse())))).toBe(code);
  });

  test.each<[string, Entry[], string[], boolean]>([
    [
      'an empty app',
      [json({ addons: [{ slug: 'db' }] }), part('homeassistant'), part('db', Buffer.alloc(0))],
      ['empty-part db'],
      false,
    ],
    [
      'a SecureTar of the future',
      [json(), part('homeassistant', Buffer.from('SecureTar\x04'.padEnd(600, 'x')))],
      ['unknown-format homeassistant'],
      false,
    ],
    [
      'neither gzip nor tar',
      [json(), part('homeassistant', Buffer.alloc(77, 5))],
      ['unknown-format homeassistant'],
      false,
    ],
    [
      'no mark in a new version',
      [json({ protected: true }), part('homeassistant', Buffer.alloc(1600, 5))],
      ['unknown-format homeassistant'],
      false,
    ],
    [
      'no mark in 2025.1',
      [json({ protected: true, homeassistant: { version: '2025.1.4' } }), part('homeassistant', Buffer.alloc(1600, 5))],
      [],
      true,
    ],
    ['a part nobody listed', [json(), part('homeassistant'), part('core_ssh')], ['unlisted-part core_ssh'], true],
    ["the Supervisor's own part", [json(), part('homeassistant'), part('supervisor')], [], true],
  ])('%s is stored with its defects', (_, entries, defects, counts) => {
    const report = check(buildTar(entries));
    expect(report.defects.map((defect) => `${defect.kind} ${defect.part}`)).toEqual(defects);
    expect(countsForFloor(report.defects)).toBe(counts);
  });
});
