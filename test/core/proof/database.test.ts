import { randomBytes } from 'node:crypto';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sqlite from 'node-sqlite3-wasm';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { judgeDatabase } from '../../../src/core/proof/database.ts';

const folder = mkdtempSync(join(tmpdir(), 'judge-database-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const path = join(folder, 'home-assistant_v2.db');
const beside = ['', '-wal', '-journal'].map((suffix) => `${path}${suffix}`);
beforeEach(() => {
  for (const file of beside) rmSync(file, { force: true });
});

const schema = 'CREATE TABLE states (state_id INTEGER PRIMARY KEY, state TEXT, last_updated_ts FLOAT)';
const rows = (count: number, newest: number): string =>
  `INSERT INTO states (state, last_updated_ts)
   WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})
   SELECT hex(zeroblob(200)), ${newest} - ${count} + i FROM n`;

/** Runs the lines on a database of its own there, and hands it over before it is closed. */
const write = (lines: readonly string[], file = path, before: () => void = () => undefined): void => {
  const database = new sqlite.Database(file);
  for (const line of ['PRAGMA locking_mode = EXCLUSIVE', ...lines]) database.exec(line);
  before();
  database.close();
};

const edit = (change: (bytes: Buffer) => Buffer | undefined): void => {
  const bytes = readFileSync(path);
  writeFileSync(path, change(bytes) ?? bytes);
};

/** As a copy made while Home Assistant is running: the rows behind the first ones are in the write-ahead log alone. */
const writeWithLog = (later: readonly string[], file = path): void => {
  const live = join(folder, 'live.db');
  const wal = ['PRAGMA journal_mode = WAL', 'PRAGMA wal_autocheckpoint = 0'];
  write([schema, rows(100, 5000)], live);
  write([...wal, ...later], live, () => {
    copyFileSync(live, file);
    copyFileSync(`${live}-wal`, `${file}-wal`);
  });
  rmSync(live);
};

describe('databases that are whole', () => {
  test.each([
    ['of the usual kind', [schema, rows(500, 7000)], 7000],
    ['with pages of 512 bytes', ['PRAGMA page_size = 512', schema, rows(500, 7000)], 7000],
    ['with pages of 64 KiB', ['PRAGMA page_size = 65536', schema, rows(500, 7000)], 7000],
    ['in UTF-16', ["PRAGMA encoding = 'UTF-16be'", schema, rows(500, 7000)], 7000],
    ['that shrinks by itself', ['PRAGMA auto_vacuum = FULL', schema, rows(500, 7000), 'DELETE FROM states'], null],
    ['that shrinks when asked', ['PRAGMA auto_vacuum = 2', schema, rows(500, 7000)], 7000],
    ['with free pages', [schema, rows(500, 7000), 'DELETE FROM states WHERE state_id < 400'], 7000],
    ['without rows', [schema], null],
    ['without states', ['CREATE TABLE events (a)'], null],
    ['whose states are a view', ['CREATE VIEW states AS SELECT 9e9 AS last_updated_ts'], null],
    ['with a moment that is a text', [schema, "INSERT INTO states VALUES (1, 'on', 'soon')"], null],
    [
      'of before 2023',
      ['CREATE TABLE states (last_updated DATETIME)', "INSERT INTO states VALUES ('1970-01-01 01:00:00.123456')"],
      3600,
    ],
    ...(
      [
        ['ahead of UTC', "('1970-01-01 03:00:00.5+02:00')", 3600],
        ['behind UTC', "('1969-12-31 20:00:00-05:00')", 3600],
        ['of UTC', "('1970-01-01T01:00:00Z')", 3600],
        [
          'of two places, the later text being the earlier moment',
          "('1970-01-01 09:00:00+09:00'), ('1970-01-01 01:00:00+00:00')",
          3600,
        ],
      ] as const
    ).map(
      ([what, values, newest]) =>
        [
          `of before 2023, with offsets ${what}`,
          ['CREATE TABLE states (last_updated DATETIME)', `INSERT INTO states VALUES ${values}`],
          newest,
        ] as const,
    ),
    [
      'on its way from the old kind to the new',
      [
        'CREATE TABLE states (last_updated DATETIME, last_updated_ts FLOAT)',
        "INSERT INTO states VALUES ('1970-01-01 01:00:00', NULL), (NULL, 7200.5)",
      ],
      7200.5,
    ],
    [
      'with values that their columns refuse today',
      [
        'PRAGMA ignore_check_constraints = ON',
        'CREATE TABLE states (state TEXT CHECK (state <> 1), last_updated_ts FLOAT)',
        "INSERT INTO states VALUES ('1', 7000)",
        'CREATE TABLE events (a)',
        'INSERT INTO events VALUES (NULL)',
        'PRAGMA writable_schema = ON',
        "UPDATE sqlite_schema SET sql = 'CREATE TABLE events (a NOT NULL)' WHERE name = 'events'",
      ],
      7000,
    ],
    ['in the mode for a write-ahead log, without one', ['PRAGMA journal_mode = WAL', schema, rows(9, 7000)], 7000],
  ] as const)('%s', (_, lines, newest) => {
    write(lines);
    expect(judgeDatabase(path)).toEqual({ is: 'whole', newest });
  });

  test('without a page count in the header, as old programs wrote them', () => {
    write([schema, rows(500, 7000)]);
    edit((bytes) => void bytes.writeUInt32BE(0, 28));
    expect(judgeDatabase(path)).toEqual({ is: 'whole', newest: 7000 });
  });

  test('a page count that another change wrote does not count', () => {
    write([schema, rows(500, 7000)]);
    edit((bytes) => {
      bytes.writeUInt32BE(3, 28);
      bytes.writeUInt32BE(bytes.readUInt32BE(24) + 1, 92);
    });
    expect(judgeDatabase(path)).toEqual({ is: 'whole', newest: 7000 });
  });
});

describe('databases that are not', () => {
  test.each<[string, (bytes: Buffer) => Buffer | undefined]>([
    ['noise', () => randomBytes(40_960)],
    ['encrypted but for its first words', (bytes) => void randomBytes(bytes.length - 100).copy(bytes, 100)],
    ['less than a header', (bytes) => bytes.subarray(0, 99)],
    ['a header alone', (bytes) => bytes.subarray(0, 100)],
    ['its first page alone', (bytes) => bytes.subarray(0, 4096)],
    ['one byte short', (bytes) => bytes.subarray(0, -1)],
    ['pages of 3000 bytes', (bytes) => void bytes.writeUInt16BE(3000, 16)],
    ['a page of another one', (bytes) => void bytes.copy(bytes, 8192, 4096, 8192)],
  ])('%s', (_, change) => {
    write([schema, rows(500, 7000)]);
    edit(change);
    expect(judgeDatabase(path)).toEqual({ is: 'corrupt' });
  });
});

describe('write-ahead logs', () => {
  test('what was committed in it counts', () => {
    writeWithLog([rows(300, 9000)]);
    expect(judgeDatabase(path)).toEqual({ is: 'whole', newest: 9000 });
  });

  test('what was not committed does not', () => {
    writeWithLog([rows(3, 6000), 'PRAGMA cache_size = 3', 'BEGIN', rows(900, 9000)]);
    expect(judgeDatabase(path)).toEqual({ is: 'whole', newest: 6000 });
  });

  test('cut in the middle, it counts up to the last whole change', () => {
    writeWithLog([rows(3, 6000), rows(300, 9000)]);
    // The last page of a change may stand there several times, up to the end of a sector of the disk.
    writeFileSync(`${path}-wal`, readFileSync(`${path}-wal`).subarray(0, -5 * 4096));
    expect(judgeDatabase(path)).toEqual({ is: 'whole', newest: 6000 });
  });

  test.each(['empty', 'noise'])('%s: the database counts', (kind) => {
    writeWithLog([rows(300, 9000)]);
    writeFileSync(`${path}-wal`, kind === 'empty' ? '' : randomBytes(50_000));
    expect(judgeDatabase(path)).toEqual({ is: 'whole', newest: 5000 });
  });

  test('of another database', () => {
    writeWithLog([rows(300, 9000)]);
    write([schema, 'CREATE TABLE more (a)', 'INSERT INTO more VALUES (1)', rows(5000, 7000)], `${path}.2`);
    copyFileSync(`${path}.2`, path);
    expect(judgeDatabase(path)).toEqual({ is: 'corrupt' });
  });

  test('of a database with other pages', () => {
    writeWithLog([rows(300, 9000)]);
    write(['PRAGMA page_size = 8192', schema, rows(5000, 7000)], `${path}.8k`);
    copyFileSync(`${path}.8k`, path);
    expect(judgeDatabase(path).is).not.toBe('whole');
  });
});

describe('rollback journals', () => {
  const magic = Buffer.from('d9d505f920a163d7', 'hex');
  /** A page to be put back, and at the end a second file that SQLite removes when that is done (sqlite.org/atomiccommit.html). */
  const journalNaming = (other: string): Buffer => {
    const database = readFileSync(path);
    const header = Buffer.alloc(512);
    magic.copy(header);
    [1, 0, database.length / 4096, 512, 4096].forEach((word, index) => header.writeUInt32BE(word, 8 + 4 * index));
    const page = Buffer.alloc(4 + 4096 + 4);
    page.writeUInt32BE(2);
    database.copy(page, 4, 4096, 8192);
    let sum = 0;
    for (let at = 4096 - 200; at > 0; at -= 200) sum += page[4 + at] ?? 0;
    page.writeUInt32BE(sum, 4100);
    const name = Buffer.from(other);
    const tail = Buffer.alloc(12 + name.length);
    tail.writeUInt32BE(2 ** 30 / 4096 + 1);
    name.copy(tail, 4);
    tail.writeUInt32BE(name.length, 4 + name.length);
    tail.writeUInt32BE(
      name.reduce((all, byte) => all + byte, 0),
      8 + name.length,
    );
    return Buffer.concat([header, page, tail, magic]);
  };

  test('one that is to be played back cannot be judged here, and touches nothing', () => {
    const victim = join(folder, 'letter.txt');
    writeFileSync(victim, 'Dear …');
    write([schema, rows(500, 7000)]);
    writeFileSync(`${path}-journal`, journalNaming(victim));
    expect(judgeDatabase(path)).toEqual({ is: 'unknown' });
    expect(existsSync(victim)).toBe(true);
  });

  test.each([
    ['empty', Buffer.alloc(0)],
    ['ended', Buffer.alloc(4096)],
    ['noise', Buffer.concat([Buffer.from([1]), randomBytes(4096)])],
  ])('%s: nothing is to be played back', (_, bytes) => {
    write([schema, rows(500, 7000)]);
    writeFileSync(`${path}-journal`, bytes);
    expect(judgeDatabase(path)).toEqual({ is: 'whole', newest: 7000 });
  });
});
