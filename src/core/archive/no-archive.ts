import { constants, gunzipSync } from 'node:zlib';
import { isBackupJson } from './backup-json.ts';

/** What people and servers hand over in place of a backup. */
export type NoArchive =
  | 'empty'
  | 'blank'
  | 'web-page'
  | 'json'
  | 'emergency-kit'
  | 'text'
  | 'zip'
  | 'pdf'
  | 'compressed-backup'
  | 'inner-part'
  | 'gzip'
  | 'compressed'
  | 'picture'
  | 'database'
  | 'icloud-placeholder'
  | 'shortcut'
  | 'apple-double'
  | 'note'
  | 'table-of-contents';

const starts: readonly (readonly [start: string, is: NoArchive])[] = [
  ['PK\x03\x04', 'zip'],
  ['PK\x05\x06', 'zip'],
  ['%PDF', 'pdf'],
  ['SecureTar', 'inner-part'],
  ['BZh', 'compressed'],
  ['7z\xbc\xaf\x27\x1c', 'compressed'],
  ['Rar!', 'compressed'],
  ['\xfd7zXZ', 'compressed'],
  ['\x28\xb5\x2f\xfd', 'compressed'],
  ['\x89PNG', 'picture'],
  ['\xff\xd8\xff', 'picture'],
  ['GIF8', 'picture'],
  ['SQLite format 3\0', 'database'],
  ['L\0\0\0\x01\x14\x02\0', 'shortcut'],
  ['\0\x05\x16\x07', 'apple-double'],
];

/** Bytes of the beginning that are enough to tell. */
export const startBytes = 512;

/** What a file that is no tar is, by its first bytes; undefined = nothing that is known here. */
export const recogniseNoArchive = (start: Buffer): NoArchive | undefined => {
  if (start.length === 0) return 'empty';
  if (start.every((byte) => byte === 0)) return 'blank';
  if (start[0] === 0x1f && start[1] === 0x8b && start[2] === 0x08) return inGzip(start);
  const latin = start.toString('latin1');
  // What iCloud Drive leaves in place of a file that is not on this Mac names it so; a link to a page has the same form.
  if (latin.startsWith('bplist00')) return latin.includes('NSURL') ? 'icloud-placeholder' : 'shortcut';
  const known = starts.find(([text]) => latin.startsWith(text))?.[1];
  if (known !== undefined) return known;
  const text = isWide(start) ? wideText(start) : start;
  return isText(text) ? inText(text.toString('utf8')) : undefined;
};

/** UTF-16 with its mark, as editors on Windows write it. */
const isWide = (start: Buffer): boolean => ['fffe', 'feff'].includes(start.toString('hex', 0, 2));

const wideText = (start: Buffer): Buffer =>
  Buffer.from(new TextDecoder(start[0] === 0xff ? 'utf-16le' : 'utf-16be').decode(start));

/** No control characters but tab, line feed and carriage return. */
const isText = (start: Buffer): boolean => start.every((byte) => byte >= 32 || (byte >= 9 && byte <= 13));

const inText = (text: string): NoArchive => {
  const trimmed = text.replace(/^\ufeff/, '').trimStart();
  if (/^(\[InternetShortcut\]|\[Desktop Entry\])/i.test(trimmed) || /^<\?xml[^]*<plist/i.test(trimmed))
    return 'shortcut';
  if (/^(<!doctype html|<html|<head|<body|<!--|<\?xml)/i.test(trimmed)) return 'web-page';
  if (/^[[{]/.test(trimmed)) return inJson(trimmed);
  return /emergency kit/i.test(trimmed) ? 'emergency-kit' : 'text';
};

/** By its first keys: of this app's own small files, and of what Home Assistant writes into a backup. */
const inJson = (text: string): NoArchive => {
  const has = (key: string): boolean => text.includes(`"${key}"`);
  if (has('instanceId') && (has('backupId') || has('mintedBy'))) return 'note';
  return has('slug') && has('date') && has('name') ? 'table-of-contents' : 'json';
};

/** A whole backup that somebody compressed once more, or one of the compressed parts from inside of one. */
const inGzip = (start: Buffer): NoArchive => {
  const header = inflateStart(start);
  if (header.toString('latin1', 257, 262) !== 'ustar') return 'gzip';
  const name = header
    .toString('utf8', 0, 100)
    .replace(/\0.*$/s, '')
    .replace(/^(\.\/)+/, '');
  return isBackupJson(name) || /\.tar(\.gz)?$/.test(name) ? 'compressed-backup' : 'inner-part';
};

const inflateStart = (start: Buffer): Buffer => {
  try {
    return gunzipSync(start, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: 1024 * 1024 });
  } catch {
    return Buffer.alloc(0); // Damaged, or compressed in another way.
  }
};
