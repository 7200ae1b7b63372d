import { corePart, type BackupJson } from '../archive/backup-json.ts';
import { isEncrypted } from '../archive/contents.ts';
import { describePart } from '../inside/describe-part.ts';
import type { PartNotes } from './part-notes.ts';
import type { Recovered } from './recover-parts.ts';

/** A table of contents that was found: what this program understands of it, and all that stands in it. */
export interface FoundJson {
  readonly json: BackupJson;
  readonly raw: Readonly<Record<string, unknown>>;
}

/** What nobody can read any more, by the file's name or the user's word. */
export interface Told {
  readonly slug: string | undefined;
  readonly haVersion: string | undefined;
  readonly name: string;
  /** ISO 8601. */
  readonly date: string;
}

/** Entries of lists that were kept, as they stood there. */
const kept = (list: unknown, is: (entry: unknown) => boolean): unknown[] =>
  Array.isArray(list) ? list.filter(is) : [];

const slugOf = (entry: unknown): unknown =>
  typeof entry === 'object' && entry !== null && 'slug' in entry ? entry.slug : undefined;

/** The table of contents as it was, but for what is not there any more. */
export const reducedJson = ({ raw, json }: FoundJson, recovered: readonly Recovered[]): Record<string, unknown> => {
  const names = new Set(recovered.map(({ part }) => part.name));
  const addons = kept(raw['addons'], (entry) => names.has(String(slugOf(entry))));
  const folders = kept(raw['folders'], (path) => names.has(String(path).replaceAll('/', '_')));
  const isWhole = addons.length === json.addons.length && folders.length === json.folders.length;
  const hasCore = names.has(corePart);
  return {
    ...raw,
    ...(isWhole && (hasCore || json.homeassistant == null) ? {} : { type: 'partial' }),
    protected: recovered.some((one) => isEncryptedPart(one, json)),
    ...('homeassistant' in raw && { homeassistant: hasCore ? raw['homeassistant'] : null }),
    ...('addons' in raw && { addons }),
    ...('folders' in raw && { folders }),
  };
};

/** A new one, of what the parts, the file's name and the user say (facts#table-of-contents). */
export const newJson = (told: Told, recovered: readonly Recovered[], notes: PartNotes): Record<string, unknown> => {
  const kinds = recovered.map(({ part }) => ({
    name: part.name,
    kind: notes.apps.has(part.name) ? 'app' : describePart(part.name, undefined).kind,
  }));
  const named = (kind: string): string[] => kinds.filter((one) => one.kind === kind).map(({ name }) => name);
  const version = told.haVersion ?? notes.haVersion;
  return {
    version: 2,
    slug: told.slug,
    name: told.name,
    // A backup is made right after the newest file in it was written; a copy of its file may be of any time.
    date: notes.newest > 0 ? new Date(notes.newest * 1000).toISOString() : told.date,
    type: 'partial',
    extra: {},
    compressed: recovered.every(({ part }) => part.member.endsWith('.gz')),
    protected: recovered.some((one) => isEncryptedPart(one, undefined)),
    homeassistant: named('homeassistant').length > 0 ? { version, exclude_database: false } : null,
    folders: named('folder').map((name) => (name === 'addons_local' ? 'addons/local' : name)),
    addons: named('app').map((slug) => {
      const note = notes.apps.get(slug);
      return { slug, name: note?.name ?? slug, version: note?.version ?? unknownVersion, size: 0 };
    }),
    repositories: [],
  };
};

/** The Supervisor asks for one. */
export const unknownVersion = '0.0.0';

const isEncryptedPart = ({ part, format }: Recovered, json: BackupJson | undefined): boolean =>
  json === undefined
    ? format.kind === 'secure-tar' || format.kind === 'newer-secure-tar' || format.kind === 'unmarked'
    : isEncrypted({ ...part, isPart: true, format }, json);
