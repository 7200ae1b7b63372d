import { z } from 'zod';
import type { RemoteFile } from '../domain/manifest.ts';
import { noteLimit } from '../domain/manifest.ts';
import { archiveOfManifest, isIndexName } from '../domain/names.ts';
import { readManifest } from './read-note.ts';

/** Bytes of one index file, for writing and for reading: it has to come within the time that a manifest has. */
export const indexLimit = 1024 * 1024;
/** So many index files of a folder are looked at: ten thousand manifests fill about fifteen. */
export const indexCount = 64;

/** A manifest with the text it had when its file was listed like this. */
export interface IndexEntry {
  readonly name: string;
  readonly id: string;
  readonly size: number;
  readonly modifiedMs: number;
  readonly text: string;
}

const entrySchema = z.object({
  name: z.string(),
  id: z.string().min(1),
  size: z.number().int().nonnegative().max(noteLimit),
  modifiedMs: z.number(),
  text: z.string(),
}) satisfies z.ZodType<IndexEntry>;

/** The index files of a folder that are worth reading: of the size that this program writes, the fullest first. */
export const indexesIn = (files: readonly RemoteFile[]): readonly RemoteFile[] =>
  files
    .filter(({ name, size, id }) => isIndexName(name) && size > 0 && size <= indexLimit && id !== '')
    .sort((a, b) => b.size - a.size)
    .slice(0, indexCount);

/** Lines of one index that are no entries, after which the rest of it is not looked at: each costs as much time as an entry. */
const oddLines = 100;

/** Says which listed file an entry is about. Undefined where the listing tells too little of a file to vouch for it. */
export const entryIdentity = ({ name, id, size, modifiedMs }: RemoteFile): string | undefined =>
  modifiedMs === undefined || id === '' ? undefined : JSON.stringify([name, id, size, modifiedMs]);

/**
 * The entries of an index, one a line. A line that is none costs itself alone: no JSON, cut off, of a later kind, of another
 * length than the manifest it speaks for, or with a text that is no manifest of that name. A file that is full of them is
 * none of ours, and is given up.
 */
export function* entriesOf(text: string): Generator<IndexEntry> {
  let odd = 0;
  for (const line of text.split('\n')) {
    // A file of nothing but line ends has millions of lines, and each failure to parse one takes its time.
    if (!line.startsWith('{')) continue;
    const entry = entrySchema.safeParse(parseJson(line)).data;
    if (entry !== undefined && isSound(entry)) yield entry;
    else if ((odd += 1) >= oddLines) return;
  }
}

const isSound = (entry: IndexEntry): boolean => Buffer.byteLength(entry.text) === entry.size && isManifestOf(entry);

/** Whether a text may stand for the manifest of that name. What no program of this version can read stays with its file. */
export const isManifestOf = ({ name, text }: Pick<IndexEntry, 'name' | 'text'>): boolean => {
  const { state } = readManifest(text);
  return typeof state === 'object' && state.archive === archiveOfManifest(name);
};

/** Texts of index files for these entries, each within `indexLimit`, with the entries that are in it. */
export const indexTexts = (entries: Iterable<IndexEntry>): { text: string; entries: readonly IndexEntry[] }[] => {
  const texts: { text: string; entries: IndexEntry[] }[] = [];
  let left = 0;
  for (const entry of entries) {
    const line = `${JSON.stringify(entry)}\n`;
    const bytes = Buffer.byteLength(line);
    if (bytes > indexLimit) continue;
    if (bytes > left) {
      texts.push({ text: '', entries: [] });
      left = indexLimit;
    }
    const last = texts.at(-1);
    if (last) last.text += line;
    last?.entries.push(entry);
    left -= bytes;
  }
  return texts;
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
