import ElectronStore from 'electron-store';
import { existsSync } from 'node:fs';
import { chmod, copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { SettingsContent, SettingsFile } from '../core/ports/settings-file.ts';
import { diskError } from '../core/state/json-file.ts';

type Content = Record<string, unknown>;

/** In place of content that is no JSON object. Its key is a symbol, so no file can hold it. */
const unreadable = Symbol('unreadable');

/**
 * `settings.json` through electron-store, as file layer only: it writes atomically; migrations, defaults and checks are
 * ours, because its own overwrite what they cannot read.
 */
export class ElectronSettingsFile implements SettingsFile {
  readonly #folder: string;
  /** Made at first use: making one creates the folder and reads the file. */
  #store: ElectronStore<Content> | undefined;

  /** @param folder - absolute path of the data folder */
  constructor(folder: string) {
    this.#folder = folder;
  }

  async read(): Promise<SettingsContent> {
    if (!existsSync(this.#path)) return { kind: 'absent' };
    const content = await this.#use((store) => store.store);
    return unreadable in content ? { kind: 'unreadable' } : { kind: 'object', content };
  }

  async write(content: Readonly<Content>): Promise<void> {
    await this.#use((store) => {
      store.store = { ...content };
    });
  }

  async keepAside(mark: string): Promise<string> {
    const name = `settings.${mark}.json`;
    try {
      await copyFile(this.#path, join(this.#folder, name));
      await chmod(join(this.#folder, name), 0o600);
    } catch (error) {
      throw diskError(error);
    }
    return name;
  }

  get #path(): string {
    return join(this.#folder, 'settings.json');
  }

  async #use<T>(work: (store: ElectronStore<Content>) => T): Promise<T> {
    try {
      // electron-store would make the folder readable for everybody.
      await mkdir(this.#folder, { recursive: true, mode: 0o700 });
      this.#store ??= openStore(this.#folder);
      return work(this.#store);
    } catch (error) {
      throw diskError(error);
    }
  }
}

const openStore = (folder: string): ElectronStore<Content> =>
  new ElectronStore<Content>({
    cwd: folder,
    name: 'settings',
    // True would overwrite a damaged file without a copy.
    clearInvalidConfig: false,
    configFileMode: 0o600,
    serialize: (content) => `${JSON.stringify(content, null, 2)}\n`,
    deserialize: parseObject,
  });

const parseObject = (text: string): Content => {
  const damaged = { [unreadable]: true };
  try {
    const parsed: unknown = JSON.parse(text);
    return isContent(parsed) ? parsed : damaged;
  } catch {
    // The caller keeps the file aside and says so.
    return damaged;
  }
};

const isContent = (value: unknown): value is Content =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
