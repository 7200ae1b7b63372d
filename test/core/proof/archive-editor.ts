import { gunzipSync, gzipSync } from 'node:zlib';
import { TarReader } from '../../../src/core/archive/tar-reader.ts';
import { innerLimits } from '../../../src/core/archive/tar-limits.ts';
import { sealPart, type Sealing } from '../../support/seal-part.ts';
import { buildTar, type Entry } from '../../support/tar-builder.ts';

/** A member of an outer tar, and where it lies. */
export interface Place {
  readonly name: string;
  readonly offset: number;
  readonly size: number;
}

const placesIn = (archive: Buffer): Place[] => {
  const places: Place[] = [];
  const reader = new TarReader({
    begin: (member) => {
      places.push({ ...member, offset: reader.position });
      return 0;
    },
    head: () => undefined,
  });
  reader.push(archive);
  return places;
};

export const placeOf = (archive: Buffer, name: string): Place => {
  const found = placesIn(archive).find((place) => place.name === name);
  if (!found) throw new Error(`there is no ${name}`);
  return found;
};

/** All files, folders and links of a tar, in their order. */
export const entriesOf = (tar: Buffer): Entry[] => {
  const entries: { name: string; type: string; pieces: Buffer[] }[] = [];
  const reader = new TarReader(
    {
      entry: ({ name, kind }) => void entries.push({ name, type: kind === 'folder' ? '5' : '0', pieces: [] }),
      begin: () => 'pieces',
      head: () => undefined,
      piece: (bytes) => void entries.at(-1)?.pieces.push(Buffer.from(bytes)),
    },
    innerLimits,
  );
  reader.push(tar);
  return entries.map(({ name, type, pieces }) => ({ name, type, content: Buffer.concat(pieces) }));
};

/** What happens to the insides of Home Assistant's part; whatever is left out stays as it is. */
export interface Inside {
  readonly files?: (files: Entry[]) => Entry[];
  readonly tar?: (tar: Buffer) => Buffer;
  readonly gzip?: (gzip: Buffer) => Buffer;
}

export interface Rebuilt {
  readonly how: Sealing;
  readonly key: string;
  readonly inside?: Inside;
  /** Of the outer tar. */
  readonly members?: (members: Entry[]) => Entry[];
}

/** A plain archive with other insides and sealed, all checksums right: what a Home Assistant with such files would have written. */
export const rebuild = async (
  plain: Buffer,
  { how, key, inside = {}, members = (all) => all }: Rebuilt,
): Promise<Buffer> => {
  const sealed: Entry[] = [];
  for (const member of entriesOf(plain)) sealed.push(await sealMember(member, how, key, inside));
  return buildTar(members(sealed));
};

const sealMember = async (member: Entry, how: Sealing, key: string, inside: Inside): Promise<Entry> => {
  if (member.name === 'backup.json') {
    const text = member.content.toString('utf8').replace('"protected":false', `"protected":${how !== 'plain'}`);
    return { ...member, content: Buffer.from(text.replace('"protected": false', `"protected": ${how !== 'plain'}`)) };
  }
  const isCore = member.name.startsWith('homeassistant.tar');
  const gzip = isCore ? edited(member.content, inside) : member.content;
  return { ...member, content: await sealPart(how, key, gzip, member.name) };
};

const edited = (gzip: Buffer, { files, tar, gzip: zip = (all) => all }: Inside): Buffer => {
  const before = gunzipSync(gzip);
  const after = files ? buildTar(files(entriesOf(before)), 10240) : before;
  return files || tar ? zip(gzipSync(tar ? tar(after) : after)) : zip(gzip);
};
