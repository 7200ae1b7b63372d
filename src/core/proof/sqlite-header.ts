/** Bytes of the header of a SQLite database (https://www.sqlite.org/fileformat.html#the_database_header). */
export const sqliteHeaderBytes = 100;

/**
 * Whether a file of that size can be the database that its header describes. The page count in it counts only where it was
 * written by the same change as the rest (change counter = version-valid-for), and is not 0, as programs before 2010 left it.
 *
 * @param hasLog - a write-ahead log belongs to it: then the size is for SQLite to settle
 */
export const headerFits = (header: Buffer, size: number, hasLog: boolean): boolean => {
  if (header.length < sqliteHeaderBytes || header.toString('latin1', 0, 16) !== 'SQLite format 3\0') return false;
  const written = header.readUInt16BE(16);
  const pageSize = written === 1 ? 65536 : written;
  if (pageSize < 512 || (pageSize & (pageSize - 1)) !== 0) return false;
  const pages = header.readUInt32BE(28);
  const isCounted = pages > 0 && header.readUInt32BE(24) === header.readUInt32BE(92);
  return hasLog || !isCounted || pages * pageSize === size;
};

/**
 * Whether a rollback journal is to be played back, by its first bytes (https://www.sqlite.org/fileformat.html#the_rollback_journal).
 * One that was ended is empty, or begins with zeros.
 */
export const isHotJournal = (header: Buffer): boolean => header.toString('latin1', 0, 8) === journalMark;

const journalMark = '\xd9\xd5\x05\xf9\x20\xa1\x63\xd7';
