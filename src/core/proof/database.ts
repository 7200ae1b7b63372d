import { closeSync, openSync, readSync, rmSync, statSync } from 'node:fs';
import sqlite from 'node-sqlite3-wasm';
import { headerFits, isHotJournal, sqliteHeaderBytes } from './sqlite-header.ts';

const { Database } = sqlite;
type Database = InstanceType<typeof Database>;

/** `newest`: seconds since 1970 of the newest state, null where there is none. */
export type DatabaseVerdict =
  { readonly is: 'whole'; readonly newest: number | null } | { readonly is: 'corrupt' } | { readonly is: 'unknown' };

/**
 * Home Assistant's history (recorder), with the write-ahead log that lies beside it: SQLite takes it in as in Home Assistant.
 * Reads the whole file, and holds the thread until that is done.
 *
 * @param path - a copy: SQLite may write to it
 */
export const judgeDatabase = (path: string): DatabaseVerdict => {
  const { size } = statSync(path);
  // An empty file is an empty database.
  if (size === 0) return { is: 'whole', newest: null };
  if (!putJournalAway(`${path}-journal`)) return { is: 'unknown' };
  if (!headerFits(headerOf(path), size, sizeOf(`${path}-wal`) > 0)) return { is: 'corrupt' };
  try {
    return askDatabase(path);
  } catch (error) {
    // Out of memory, or a failing disk, says nothing about the database.
    return { is: isCorruption(error) ? 'corrupt' : 'unknown' };
  }
};

/**
 * A rollback journal, which Home Assistant does not use, is never SQLite's here: this build of it plays none back, and one that
 * does removes whatever file the journal names. Returns false where the database is only whole with it.
 */
const putJournalAway = (path: string): boolean => {
  if (sizeOf(path) === 0) return true;
  const isHot = isHotJournal(headerOf(path));
  rmSync(path);
  return !isHot;
};

const askDatabase = (path: string): DatabaseVerdict => {
  const database = new Database(path, { fileMustExist: true });
  try {
    // Alone with it: this build of SQLite has no shared memory, without which a write-ahead log needs the whole file.
    database.get('PRAGMA locking_mode = EXCLUSIVE');
    // Nothing that a stranger put into the schema runs on the way.
    database.get('PRAGMA trusted_schema = OFF');
    const found = database.get('PRAGMA quick_check(1)') as Record<string, unknown> | null;
    if (!isSound(String(found?.['quick_check']))) return { is: 'corrupt' };
    return { is: 'whole', newest: newestState(database) };
  } finally {
    database.close();
  }
};

/**
 * What is wrong with pages is told first. A value that its own column would refuse today harms nobody: Home Assistant changed
 * its tables under the rows that they had.
 */
const isSound = (told: string): boolean =>
  told === 'ok' || /^(?:[A-Z-]+ value in|CHECK constraint failed in) /.test(told);

/** `last_updated_ts` is what Home Assistant has written since 2023.2, `last_updated` was a text (recorder/db_schema.py). */
const newestState = (database: Database): number | null => {
  const table = database.get("SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = 'states'") as Row;
  if (!/^CREATE TABLE/i.test(String(table?.['sql']))) return null;
  const columns = (database.all("PRAGMA table_info('states')") as Row[]).map((column) => column?.['name']);
  const asked = [
    ...(columns.includes('last_updated_ts') ? ['SELECT MAX(last_updated_ts) AS newest FROM states'] : []),
    ...(columns.includes('last_updated')
      ? ["SELECT MAX(CAST(strftime('%s', last_updated) AS INTEGER)) AS newest FROM states"]
      : []),
  ].map((sql) => (database.get(sql) as Row)?.['newest']);
  const moments = asked.filter((moment) => typeof moment === 'number');
  return moments.length === 0 ? null : Math.max(...moments);
};

type Row = Readonly<Record<string, unknown>> | null | undefined;

/** The words of SQLITE_CORRUPT and SQLITE_NOTADB; what comes from it are texts alone. */
const isCorruption = (error: unknown): boolean =>
  error instanceof Error && /malformed|not a database/i.test(error.message);

const headerOf = (path: string): Buffer => {
  const file = openSync(path, 'r');
  try {
    const header = Buffer.alloc(sqliteHeaderBytes);
    return header.subarray(0, readSync(file, header, 0, header.length, 0));
  } finally {
    closeSync(file);
  }
};

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;
