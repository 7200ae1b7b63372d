import { gzipSync } from 'node:zlib';
import { buildTar, paxRecord, tarHeader, type Entry } from './tar-builder.ts';

/** An entry of a part: text for a file, or any type with a header of its own. */
export interface InsideEntry {
  readonly name: string;
  readonly text?: string;
  readonly type?: string;
  /** Written in an extended header in place of `name`. */
  readonly paxPath?: string;
  readonly link?: string;
}

const pad = (bytes: Buffer): Buffer => Buffer.concat([bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)]);

const withLink = (header: Buffer, link: string): Buffer => {
  header.write(link, 157, 100);
  header.write('        ', 148);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return header;
};

const entryBytes = ({ name, text = '', type = '0', paxPath, link = '' }: InsideEntry): Buffer => {
  const content = Buffer.from(text);
  const pax = paxPath === undefined ? undefined : Buffer.from(paxRecord('path', paxPath));
  return Buffer.concat([
    ...(pax ? [tarHeader('././@PaxHeader', pax.length, 'x'), pad(pax)] : []),
    withLink(tarHeader(name, content.length, type), link),
    pad(content),
  ]);
};

/** The tar of one part, not compressed. */
const innerTar = (entries: readonly InsideEntry[]): Buffer =>
  Buffer.concat([...entries.map(entryBytes), Buffer.alloc(1024)]);

/** The usual part: a gzip file. */
export const plainPart = (entries: readonly InsideEntry[]): Buffer => gzipSync(innerTar(entries), { level: 1 });

const backupJsonOf = (given: object = {}): Entry => ({
  name: './backup.json',
  content: Buffer.from(
    JSON.stringify({
      version: 2,
      slug: 'abcd1234',
      name: 'A backup',
      date: '2026-11-20T04:45:00.000000+00:00',
      type: 'partial',
      compressed: true,
      protected: false,
      homeassistant: { version: '2026.11.1', exclude_database: false },
      folders: [],
      addons: [],
      ...given,
    }),
  ),
});

/** An archive with these parts, by name (`homeassistant`); `backup.json` first, as Core writes it. */
export const insideArchive = (parts: Readonly<Record<string, Buffer>>, json: object = {}): Buffer =>
  buildTar([
    backupJsonOf(json),
    ...Object.entries(parts).map(([name, content]) => ({ name: `${name}.tar.gz`, content })),
  ]);
