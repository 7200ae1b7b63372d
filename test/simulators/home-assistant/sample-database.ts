/** Bytes of a page: the smallest that SQLite has. */
const PAGE = 512;
const HEADER = 100;
const SCHEMA =
  'CREATE TABLE states (state_id INTEGER PRIMARY KEY, metadata_id INTEGER, state VARCHAR(255), last_updated_ts FLOAT)';
/** Seconds between two states. */
const EVERY = 30;
const STATES = ['on', 'off', '21.5', 'home'];

/**
 * A whole SQLite database of two pages (https://www.sqlite.org/fileformat.html) with the recorder's table of states, as far as
 * a reader of its history needs it. Written by hand: SQLite would take longer to load than everything else here.
 *
 * @param newest - seconds since 1970 of the newest state
 */
export function sampleDatabase(newest: number): Buffer {
  const schema = row(1, [text('table'), text('states'), text('states'), byte(2), text(SCHEMA)]);
  const states = STATES.map((state, index) =>
    row(index + 1, [none, byte(index % 2), text(state), float(newest - (STATES.length - 1 - index) * EVERY)]),
  );
  return Buffer.concat([page([schema], databaseHeader()), page(states, Buffer.alloc(0))]);
}

/** By their place in the header; what is not here is 0. */
const numbers = [
  [24, 1], // change counter
  [28, 2], // pages
  [40, 1], // schema cookie
  [44, 4], // schema format
  [56, 1], // UTF-8
  [92, 1], // the change counter that the next one holds for
  [96, 3_045_000], // SQLite's version
] as const;

function databaseHeader(): Buffer {
  const header = Buffer.alloc(HEADER);
  header.write('SQLite format 3\0', 'latin1');
  header.writeUInt16BE(PAGE, 16);
  // Written and read by the legacy journal; how much of a page a payload may take, which is fixed.
  header.set([1, 1, 0, 64, 32, 32], 18);
  for (const [at, value] of numbers) header.writeUInt32BE(value, at);
  return header;
}

/** A leaf of a table: pointers to its rows in front, the rows at its end. */
function page(rows: readonly Buffer[], before: Buffer): Buffer {
  const bytes = Buffer.alloc(PAGE);
  before.copy(bytes);
  let end = PAGE;
  rows.forEach((content, index) => {
    end -= content.length;
    content.copy(bytes, end);
    bytes.writeUInt16BE(end, before.length + 8 + 2 * index);
  });
  bytes[before.length] = 0x0d;
  bytes.writeUInt16BE(rows.length, before.length + 3);
  bytes.writeUInt16BE(end, before.length + 5);
  return bytes;
}

/** A value's serial type, and its bytes. */
interface Value {
  readonly type: number;
  readonly bytes: Buffer;
}

/** The row's own number, which stands elsewhere. */
const none: Value = { type: 0, bytes: Buffer.alloc(0) };
const byte = (value: number): Value => ({ type: 1, bytes: Buffer.from([value]) });
const text = (value: string): Value => ({ type: 13 + 2 * value.length, bytes: Buffer.from(value) });

function float(value: number): Value {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(value);
  return { type: 7, bytes };
}

function row(id: number, values: readonly Value[]): Buffer {
  const types = Buffer.concat(values.map(({ type }) => varint(type)));
  const record = Buffer.concat([varint(1 + types.length), types, ...values.map(({ bytes }) => bytes)]);
  return Buffer.concat([varint(record.length), varint(id), record]);
}

/** Up to 16383. */
const varint = (value: number): Buffer =>
  value < 0x80 ? Buffer.from([value]) : Buffer.from([0x80 | (value >> 7), value & 0x7f]);
