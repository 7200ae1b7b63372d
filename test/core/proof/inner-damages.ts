import { buildTar, tarEntry, tarHeader, type Entry } from '../../support/tar-builder.ts';
import { entriesOf } from './archive-editor.ts';
import { changed, flip, inside, type InnerDamage } from './damage.ts';

const database = 'data/home-assistant_v2.db';
const edit =
  (file: string, change: (content: Buffer) => Buffer | undefined) =>
  (files: Entry[]): Entry[] =>
    files.flatMap((entry) => {
      const content = entry.name === file ? change(entry.content) : entry.content;
      return content === undefined ? [] : [{ ...entry, content }];
    });
const gone = (): undefined => undefined;
const zeros = (content: Buffer): Buffer => Buffer.alloc(content.length);
const middle = (content: Buffer): Buffer =>
  changed(content, (copy) => void copy.fill(0x5a, Math.floor(content.length / 8), content.length - 8192));
const registry = 'data/.storage/core.config_entries';

export const onInsides: readonly InnerDamage[] = [
  { what: 'a bit in the CRC32 of gzip', caught: inside(3), inside: { gzip: (zip) => flip(zip, zip.length - 8) } },
  { what: 'a bit in the length of gzip', caught: inside(3), inside: { gzip: (zip) => flip(zip, zip.length - 4) } },
  {
    what: 'bytes behind the end of gzip',
    caught: inside(3),
    inside: { gzip: (zip) => Buffer.concat([zip, Buffer.from('trailing')]) },
  },
  { what: 'gzip cut short', caught: inside(3), inside: { gzip: (zip) => zip.subarray(0, -700) } },
  { what: 'gzip without its last 8 bytes', caught: inside(3), inside: { gzip: (zip) => zip.subarray(0, -8) } },
  { what: 'an inner tar without end mark', caught: inside(3), inside: { tar: (tar) => buildTar(entriesOf(tar), 0) } },
  {
    what: 'bytes behind the end of an inner tar',
    caught: inside(3),
    inside: { tar: (tar) => Buffer.concat([tar, Buffer.alloc(511), Buffer.from('x')]) },
  },
  { what: 'an inner tar cut in a file', caught: inside(3), inside: { tar: (tar) => tar.subarray(0, 150_000) } },
  { what: 'a bit in the first header of an inner tar', caught: inside(3), inside: { tar: (tar) => flip(tar, 5) } },
  {
    what: 'an inner file that claims more than is there',
    caught: inside(3),
    inside: {
      tar: (tar) => Buffer.concat([tarEntry({ name: 'data/big', content: Buffer.alloc(512), size: 1e12 }), tar]),
    },
  },
  {
    what: 'an inner file that claims more than 2^53 bytes',
    caught: inside(3),
    inside: { tar: (tar) => Buffer.concat([tarHeader('data/big', Number.MAX_SAFE_INTEGER + 1, '0', true), tar]) },
  },
  { what: 'configuration.yaml gone', caught: inside(4), inside: { files: edit('data/configuration.yaml', gone) } },
  {
    what: 'configuration.yaml full of zeros',
    caught: inside(4),
    inside: { files: edit('data/configuration.yaml', zeros) },
  },
  {
    what: 'configuration.yaml not UTF-8',
    caught: inside(4),
    inside: { files: edit('data/configuration.yaml', () => Buffer.from('name: Küche', 'latin1')) },
  },
  {
    what: '.storage gone',
    caught: inside(4),
    inside: { files: (files) => files.filter(({ name }) => !name.startsWith('data/.storage')) },
  },
  {
    what: 'nothing in the part',
    caught: inside(4),
    inside: { files: () => [{ name: 'data/', type: '5', content: Buffer.alloc(0) }] },
  },
  {
    what: 'a registry cut short',
    caught: inside(4),
    inside: { files: edit(registry, (text) => text.subarray(0, -40)) },
  },
  { what: 'a registry full of zeros', caught: inside(4), inside: { files: edit(registry, zeros) } },
  {
    what: 'a registry without data',
    caught: inside(4),
    inside: { files: edit(registry, () => Buffer.from('{"version":1}')) },
  },
  { what: 'the database torn in its middle', caught: inside(4), inside: { files: edit(database, middle) } },
  {
    what: 'the database cut in half',
    caught: inside(4),
    inside: { files: edit(database, (db) => db.subarray(0, db.length / 2)) },
  },
  {
    what: 'the last page of the database missing',
    caught: inside(4),
    inside: { files: edit(database, (db) => db.subarray(0, -4096)) },
  },
  { what: 'the database is something else', caught: inside(4), inside: { files: edit(database, zeros) } },
  {
    what: 'the database empty',
    caught: inside(4),
    restorable: true,
    inside: { files: edit(database, () => Buffer.alloc(0)) },
  },
  {
    what: 'a history that ends three days before the backup',
    caught: inside(4),
    restorable: true,
    members: (members) =>
      members.map((member) =>
        member.name === 'backup.json'
          ? { ...member, content: Buffer.from(member.content.toString().replace('2026-11-21T', '2026-11-24T')) }
          : member,
      ),
  },
];
