import { corePart } from '../archive/backup-json.ts';
import type { Part } from '../archive/open/archive-file.ts';
import type { ContentSink, PartVisitor } from '../archive/open/walk-parts.ts';
import type { TarEntry } from '../archive/tar-reader.ts';
import { capture } from './capture.ts';
import { isReadableConfiguration, maxConfiguration } from './configuration.ts';
import { judgeRegistry, maxRegistry, registries, type RegistryName, type RegistryVerdict } from './registries.ts';
import type { Scratch } from './scratch.ts';
import { utf8 } from './text.ts';

export const databaseName = 'home-assistant_v2.db';
const databaseFiles = [databaseName, `${databaseName}-wal`, `${databaseName}-journal`];

/** What says of an app's part whose it is (supervisor/addons/addon.py `backup`). */
const appNote = 'addon.json';
const maxAppNote = 4 * 1024 * 1024;

export type ConfigurationVerdict = 'readable' | 'damaged' | 'too-large';

/** What was seen of Home Assistant's own part, as far as level 4 asks for it. */
export interface CoreContent {
  configuration: ConfigurationVerdict | undefined;
  hasStorage: boolean;
  readonly registries: Map<RegistryName, RegistryVerdict>;
  /** Bytes of its database, where there is one. */
  database: number | undefined;
}

const nothing = (): CoreContent => ({
  configuration: undefined,
  hasStorage: false,
  registries: new Map(),
  database: undefined,
});

/**
 * Looks at what passes while parts are read, and keeps verdicts and counts; the database is laid out for SQLite. Of a file that
 * is there twice the last one counts, as it does when it is restored.
 */
export class ContentWatch implements PartVisitor {
  files = 0;
  /** Parts that hold the app of another one's name. */
  readonly swapped = new Set<string>();
  readonly #scratch: Scratch;
  /** Below `data/`, as it has been since 2021, and beside it: the Supervisor takes the latter only where there is no `data`. */
  readonly #core = { data: nothing(), root: nothing(), hasData: false };

  constructor(scratch: Scratch) {
    this.#scratch = scratch;
  }

  get core(): CoreContent {
    return this.#core.hasData ? this.#core.data : this.#core.root;
  }

  /** Name of the laid-out database. */
  get databaseFile(): string {
    return fileOf(this.#core.hasData, databaseName);
  }

  entry(part: Part, entry: TarEntry): ContentSink | undefined | Promise<ContentSink | undefined> {
    if (entry.kind === 'file') this.files += 1;
    if (part.name !== corePart) return this.#appEntry(part, entry);
    const path = entry.name.replace(/\/+$/, '');
    if (path === 'data' || path.startsWith('data/')) {
      this.#core.hasData = true;
      return this.#coreEntry(true, path.slice('data/'.length), entry);
    }
    return this.#coreEntry(false, path, entry);
  }

  #coreEntry(
    isData: boolean,
    path: string,
    entry: TarEntry,
  ): ContentSink | undefined | Promise<ContentSink | undefined> {
    const content = isData ? this.#core.data : this.#core.root;
    if (path === '.storage' || path.startsWith('.storage/')) content.hasStorage = true;
    if (path === 'configuration.yaml') return configurationSink(content, entry);
    const registry = path.replace(/^\.storage\//, '');
    if (path !== registry && isRegistry(registry)) return registrySink(content, registry, entry);
    if (entry.kind !== 'file' || !databaseFiles.includes(path)) return undefined;
    if (path === databaseName) content.database = entry.size;
    return this.#scratch.lay(fileOf(isData, path), entry.size);
  }

  #appEntry({ name }: Part, entry: TarEntry): ContentSink | undefined {
    if (entry.name !== appNote || entry.kind !== 'file' || entry.size > maxAppNote) return undefined;
    return capture((bytes) => {
      const slug = slugIn(bytes);
      if (slug !== undefined && slug !== name && !name.endsWith(`_${slug}`)) this.swapped.add(name);
    });
  }
}

const fileOf = (isData: boolean, name: string): string => `${isData ? 'data' : 'root'}-${name}`;

const isRegistry = (name: string): name is RegistryName => Object.hasOwn(registries, name);

/** A link counts as there: where it leads is not in the backup's power. */
const configurationSink = (content: CoreContent, { kind, size }: TarEntry): ContentSink | undefined => {
  content.configuration = kind === 'file' && size > maxConfiguration ? 'too-large' : 'readable';
  if (kind !== 'file' || size > maxConfiguration) return undefined;
  return capture((bytes) => (content.configuration = isReadableConfiguration(bytes) ? 'readable' : 'damaged'));
};

const registrySink = (content: CoreContent, name: RegistryName, { kind, size }: TarEntry): ContentSink | undefined => {
  if (kind !== 'file') return undefined;
  if (size > maxRegistry) {
    content.registries.set(name, { is: 'too-large' });
    return undefined;
  }
  return capture((bytes) => void content.registries.set(name, judgeRegistry(name, bytes)));
};

const slugIn = (bytes: Buffer): string | undefined => {
  try {
    const note: unknown = JSON.parse(utf8(bytes) ?? '');
    const system = typeof note === 'object' && note !== null && 'system' in note ? note.system : undefined;
    const slug = typeof system === 'object' && system !== null && 'slug' in system ? system.slug : undefined;
    return typeof slug === 'string' && slug !== '' ? slug : undefined;
  } catch {
    return undefined; // The Supervisor's to judge.
  }
};
