import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  archiveOfManifest,
  buildArchiveName,
  dayAndTime,
  folderName,
  idInName,
  isFolderOf,
  manifestNameOf,
  markerName,
  parseArchiveName,
  type ArchiveName,
} from '../../../src/core/domain/names.ts';
import { anOffset, inOffset } from '../../support/domain-builders.ts';

const usual: ArchiveName = {
  instance: 'Home',
  day: '2026-11-21',
  time: '0445',
  kind: 'automatic',
  haVersion: '2026.11.0',
  backupId: 'a1b2c3d4',
  computer: '1f2e00',
  attempt: '3d4c5b',
};
const usualName = 'Home_2026-11-21_0445_automatic_2026.11.0_a1b2c3d4_1f2e003d4c5b.tar';

const hex = (length: number) => fc.stringMatching(new RegExp(`^[0-9a-f]{${length}}$`));
const anyText = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 80 }),
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.constantFrom(
    '',
    '_',
    '...',
    '-',
    'Großvaters Häusle',
    '我的家',
    '🏠🏠',
    'a/b\\c:d',
    'ﬃ'.repeat(50),
    'x'.repeat(300),
  ),
);
const aDate = fc.date({ min: new Date('2019-01-01'), max: new Date('2099-12-31'), noInvalidDate: true });
/** Home Assistant's ids are hex, the Supervisor's slugs too; nothing may depend on it. */
const anId = fc.oneof(hex(8), hex(32), fc.uuid(), fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9-]{0,60}$/), anyText);

const anyName: fc.Arbitrary<ArchiveName> = fc
  .record({
    instance: anyText,
    date: aDate,
    offset: anOffset,
    kind: fc.constantFrom('automatic' as const, 'manual' as const, 'update' as const),
    haVersion: fc.oneof(fc.constantFrom('2026.11.0', '2026.12.0b3', '2027.1.0.dev202612010312'), anyText),
    backupId: anId,
    computer: hex(6),
    attempt: hex(6),
  })
  .map(({ date, offset, ...rest }) => ({ ...rest, ...dayAndTime(inOffset(date, offset)) }));

describe('the name of an archive', () => {
  test.each<[string, Partial<ArchiveName>, string]>([
    ['an ordinary one', {}, usualName],
    ['accents dropped', { instance: 'Großvaters Häusle' }, usualName.replace('Home', 'Gro-vaters-Hausle')],
    ['nothing left of it', { instance: '我的家' }, usualName],
    ['none', { instance: '' }, usualName],
    ['separators', { instance: ' my_home / attic ' }, usualName.replace('Home', 'my-home-attic')],
    ['no version known', { haVersion: '' }, usualName.replace('2026.11.0', 'unknown')],
    ['an id that does not fit', { backupId: '12-34' }, usualName.replace('a1b2c3d4', 'xc269008f16b28d6f')],
  ])('%s', (_, given, name) => {
    expect(buildArchiveName({ ...usual, ...given })).toBe(name);
    expect(parseArchiveName(name)?.day).toBe(usual.day);
  });

  test('is plain ASCII and leaves room for every service, whatever the house is called', () => {
    fc.assert(
      fc.property(anyName, (parts) => {
        const name = buildArchiveName(parts);
        expect(name).toMatch(/^[A-Za-z0-9][A-Za-z0-9._-]*\.tar$/);
        expect(Buffer.byteLength(name)).toBeLessThanOrEqual(110);
        expect(Buffer.byteLength(manifestNameOf(name))).toBeLessThanOrEqual(120);
      }),
      { numRuns: 1000 },
    );
  });

  test('read again says what was written', () => {
    fc.assert(
      fc.property(anyName, (parts) => {
        const name = buildArchiveName(parts);
        const read = parseArchiveName(name);
        const { day, time, kind, computer, attempt } = parts;
        expect(read).toMatchObject({ day, time, kind, computer, attempt, backupId: idInName(parts.backupId) });
        expect(read && buildArchiveName(read)).toBe(name);
      }),
      { numRuns: 1000 },
    );
  });

  test('keeps short plain parts as they are', () => {
    const word = fc.stringMatching(/^[A-Za-z0-9]{1,5}$/);
    fc.assert(
      fc.property(anyName, word, word, hex(32), (parts, instance, haVersion, backupId) => {
        const given = { ...parts, instance, haVersion, backupId };
        expect(parseArchiveName(buildArchiveName(given))).toEqual(given);
      }),
    );
  });

  test('no two attempts, computers or backups share one', () => {
    fc.assert(
      fc.property(anyName, hex(6), hex(6), anId, (parts, computer, attempt, backupId) => {
        for (const other of [{ computer }, { attempt }, { backupId }]) {
          fc.pre(Object.entries(other).every(([key, value]) => parts[key as keyof ArchiveName] !== value));
          expect(buildArchiveName({ ...parts, ...other })).not.toBe(buildArchiveName(parts));
        }
      }),
    );
  });

  test.each([
    ['', 'empty'],
    ['Home_2026-11-21_0445_automatic_2026.11.0_a1b2c3d4_1f2e003d4c5b.tar.part', 'an unfinished one'],
    ['Home_2026-11-21_0445_automatic_2026.11.0_a1b2c3d4.tar', 'no attempt'],
    ['Home_2026-11-21_0445_automatic_2026.11.0_a1b2c3d4_1f2e003d4c5b 2.tar', 'renamed by the Finder'],
    ['Home_2026-11-21_0445_automatic_2026.11.0_a1b2c3d4_1F2E003D4C5B.tar', 'capitals'],
    ['Home_2026-11-21_0445_weekly_2026.11.0_a1b2c3d4_1f2e003d4c5b.tar', 'another kind'],
    ['Home_2026-11-21_4:45_automatic_2026.11.0_a1b2c3d4_1f2e003d4c5b.tar', 'another time'],
    ['x/Home_2026-11-21_0445_automatic_2026.11.0_a1b2c3d4_1f2e003d4c5b.tar', 'in a folder'],
    ['a1b2c3d4.tar', "Home Assistant's own"],
    [markerName, 'the marker'],
  ])('%j is not ours: %s', (name) => expect(parseArchiveName(name)).toBeUndefined());

  test('belongs to its manifest, both ways', () => {
    expect(manifestNameOf(usualName)).toBe(usualName.replace('.tar', '.manifest.json'));
    expect(archiveOfManifest(manifestNameOf(usualName))).toBe(usualName);
    for (const name of [usualName, markerName, 'notes.json', '.manifest.jso', 'manifest.json']) {
      expect(archiveOfManifest(name)).toBeUndefined();
    }
  });
});

describe('day and time', () => {
  test.each([
    ['2026-11-21T04:45:01.512345+01:00', '2026-11-21', '0445'],
    ['2026-11-21T23:59:59-08:00', '2026-11-21', '2359'],
    ['2026-11-21T00:00:00Z', '2026-11-21', '0000'],
    ['2026-11-21 04:45:01', '2026-11-21', '0445'],
    ['yesterday', '0000-00-00', '0000'],
  ])('%s is written %s %s', (date, day, time) => expect(dayAndTime(date)).toEqual({ day, time }));

  test('are the ones on the clock of the house, whatever its offset', () => {
    fc.assert(
      fc.property(aDate, anOffset, (date, offset) => {
        const wall = new Date(date.getTime() + offset * 60_000).toISOString();
        expect(dayAndTime(inOffset(date, offset))).toEqual({
          day: wall.slice(0, 10),
          time: wall.slice(11, 16).replace(':', ''),
        });
      }),
    );
  });
});

describe("the house's folder", () => {
  const anInstance = fc.oneof(hex(32), fc.uuid());

  test.each([
    ['Home', 'a1b2c3d4e5f60718293a4b5c6d7e8f90', 'Home (a1b2c3d4)'],
    ['Großvaters Häusle', 'A1B2C3D4-0000-4000-8000-000000000000', 'Gro vaters Hausle (a1b2c3d4)'],
    ['', 'a1b2c3d4', 'Home (a1b2c3d4)'],
    ["../../etc: it's mine.", 'a1b2-c3d4', "etc it's mine (a1b2c3d4)"],
  ])('of %j with id %s is %j', (name, id, folder) => expect(folderName(name, id)).toBe(folder));

  test('is found again after the house got another name, and is nobody else’s', () => {
    fc.assert(
      fc.property(anyText, anyText, anInstance, anInstance, (name, renamed, id, other) => {
        expect(isFolderOf(folderName(name, id), id)).toBe(true);
        expect(isFolderOf(`${renamed} ${folderName(name, id)}`, id)).toBe(true);
        fc.pre(id.slice(0, 8) !== other.slice(0, 8));
        expect(isFolderOf(folderName(name, id), other)).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  test('can be made on every service', () => {
    fc.assert(
      fc.property(anyText, anInstance, (name, id) => {
        const folder = folderName(name, id);
        expect(folder).toMatch(/^[A-Za-z0-9'-][A-Za-z0-9 .'-]* \([0-9a-f]{8}\)$/);
        expect(folder.length).toBeLessThanOrEqual(72);
      }),
      { numRuns: 1000 },
    );
  });

  test('is the same with and without dashes in the id', () => {
    fc.assert(
      fc.property(fc.uuid(), (id) => {
        expect(folderName('Home', id)).toBe(folderName('Home', id.replaceAll('-', '').toUpperCase()));
      }),
    );
  });
});
