import { buildTar, tarHeader } from '../../support/tar-builder.ts';
import { entriesOf, placeOf } from './archive-editor.ts';
import { changed, everywhere, flip, type ByteDamage, type Format } from './damage.ts';

const core = 'homeassistant.tar.gz';
const starts: Readonly<Record<Format, number>> = { plain: 0, v1: 16, v2: 48, v3: 136 };

/** A bit of Home Assistant's part, so many bytes behind its beginning, or before its end. */
const flipIn =
  (at: number) =>
  (archive: Buffer): Buffer => {
    const { offset, size } = placeOf(archive, core);
    return flip(archive, at < 0 ? offset + size + at : offset + at);
  };

const flipInCipher =
  (at: number) =>
  (archive: Buffer, format: Format): Buffer =>
    flipIn(starts[format] + at)(archive);

const withoutPart = (archive: Buffer, ...names: string[]): Buffer =>
  buildTar(entriesOf(archive).filter(({ name }) => !names.includes(name)));

const renamed = (archive: Buffer, from: string, to: string): Buffer =>
  buildTar(entriesOf(archive).map((entry) => (entry.name === from ? { ...entry, name: to } : entry)));

const inJson = (edit: (text: string) => string | Buffer) => (archive: Buffer) =>
  buildTar(
    entriesOf(archive).map((entry) =>
      entry.name === 'backup.json' ? { ...entry, content: Buffer.from(edit(entry.content.toString())) } : entry,
    ),
  );

export const onBytes: readonly ByteDamage[] = [
  {
    what: 'cut in the middle of a part',
    caught: everywhere(1),
    bytes: (archive) => archive.subarray(0, placeOf(archive, core).offset + 9000),
  },
  {
    what: 'cut behind the last part, without the end mark',
    caught: everywhere(1),
    bytes: (archive) => buildTar(entriesOf(archive), 0),
  },
  {
    what: 'one byte missing at the end',
    caught: everywhere(1),
    bytes: (archive) => buildTar(entriesOf(archive), 1023),
  },
  {
    what: 'bytes behind the end',
    caught: everywhere(1),
    bytes: (archive) => Buffer.concat([archive, Buffer.from('x')]),
  },
  {
    what: 'a second archive behind the end',
    caught: everywhere(1),
    bytes: (archive) => Buffer.concat([archive, archive]),
  },
  { what: 'empty', caught: everywhere(1), bytes: () => Buffer.alloc(0) },
  { what: 'nothing but zeros', caught: everywhere(1), bytes: (archive) => Buffer.alloc(archive.length) },
  {
    what: 'a bit in the header of a part',
    caught: everywhere(1),
    bytes: (archive) => flip(archive, placeOf(archive, core).offset - 512 + 3),
  },
  {
    what: 'a part that claims to be longer',
    caught: { plain: 3, v1: 3, v2: 1, v3: 1 },
    bytes: (archive) =>
      changed(archive, (copy) => {
        const { offset, size } = placeOf(archive, core);
        tarHeader(core, size + 1024).copy(copy, offset - 512);
      }),
  },
  {
    what: 'a part that claims more than 2^53 bytes',
    caught: everywhere(1),
    bytes: (archive) =>
      changed(archive, (copy) => {
        const { offset } = placeOf(archive, core);
        tarHeader(core, Number.MAX_SAFE_INTEGER + 1, '0', true).copy(copy, offset - 512);
      }),
  },
  { what: 'a part renamed', caught: everywhere(1), bytes: (archive) => renamed(archive, core, 'homeassistent.tar.gz') },
  { what: 'a part gone', caught: everywhere(1), bytes: (archive) => withoutPart(archive, core) },
  {
    what: 'a part twice',
    caught: everywhere(1),
    restorable: true,
    bytes: (archive) => {
      const entries = entriesOf(archive);
      return buildTar([...entries, ...entries.filter(({ name }) => name === core)]);
    },
  },
  {
    what: 'a part of 0 bytes',
    caught: everywhere(1),
    bytes: (archive) =>
      buildTar(
        entriesOf(archive).map((entry) => (entry.name === core ? { ...entry, content: Buffer.alloc(0) } : entry)),
      ),
  },
  {
    what: 'a part filled with zeros',
    caught: { plain: 1, v1: 2, v2: 1, v3: 1 },
    bytes: (archive) =>
      changed(archive, (copy) => {
        const { offset, size } = placeOf(archive, core);
        copy.fill(0, offset, offset + size);
      }),
  },
  { what: 'backup.json gone', caught: everywhere(1), bytes: (archive) => withoutPart(archive, 'backup.json') },
  {
    what: 'backup.json twice',
    caught: everywhere(1),
    bytes: (archive) => {
      const entries = entriesOf(archive);
      return buildTar([...entries, ...entries.filter(({ name }) => name === 'backup.json')]);
    },
  },
  { what: 'backup.json cut short', caught: everywhere(1), bytes: inJson((text) => text.slice(0, -9)) },
  {
    what: 'backup.json not UTF-8',
    caught: everywhere(1),
    bytes: inJson((text) => Buffer.from(text.replace('Fixture', 'Fixtüre').replace('Auto', 'Autö'), 'latin1')),
  },
  { what: 'a bit in the first bytes of a part', caught: { plain: 1, v2: 1, v3: 1 }, bytes: flipIn(1) },
  { what: 'a bit in the bytes that SecureTar reserves', caught: { v2: 1, v3: 1 }, bytes: flipIn(12) },
  { what: 'a bit in the length that SecureTar says', caught: { v2: 1, v3: 1 }, bytes: flipIn(22) },
  {
    what: 'a bit in the salt',
    caught: { v1: 2, v2: 2, v3: 2 },
    bytes: (archive, format) => flipIn(format === 'v1' ? 3 : 35)(archive),
  },
  { what: 'a bit in the salt of the validation key', caught: { v3: 2 }, bytes: flipIn(50) },
  { what: 'a bit in the validation key', caught: { v3: 2 }, bytes: flipIn(70) },
  { what: 'a bit in the salt of the part’s key', caught: { v3: 3 }, bytes: flipIn(100) },
  { what: 'a bit in the header of the encrypted stream', caught: { v3: 3 }, bytes: flipIn(115) },
  { what: 'a bit in the first encrypted block', caught: { v1: 2, v2: 2, v3: 3 }, bytes: flipInCipher(2) },
  { what: 'a bit in the middle of a part', caught: everywhere(3), bytes: flipIn(9000) },
  { what: 'a bit in the last byte of a part', caught: everywhere(3), bytes: flipIn(-1) },
  { what: 'a bit 20 bytes before the end of a part', caught: everywhere(3), bytes: flipIn(-20) },
  {
    what: '4 KiB of zeros in the middle of a part',
    caught: everywhere(3),
    bytes: (archive) =>
      changed(
        archive,
        (copy) => void copy.fill(0, placeOf(archive, core).offset + 8192, placeOf(archive, core).offset + 12288),
      ),
  },
  {
    what: 'two blocks of 16 bytes exchanged',
    caught: everywhere(3),
    bytes: (archive, format) =>
      changed(archive, (copy) => {
        const at = placeOf(archive, core).offset + starts[format] + 8000;
        archive.copy(copy, at, at + 16, at + 32);
        archive.copy(copy, at + 16, at, at + 16);
      }),
  },
];
