import { chmod, copyFile, link } from 'node:fs/promises';
import { join } from 'node:path';
import type { SettingsContent, SettingsFile } from '../core/ports/settings-file.ts';
import { diskError, isTooBig, readTextIfThere, writeFileAtomically } from '../core/state/small-file.ts';

type Content = Record<string, unknown>;

/**
 * `settings.json`, read and written like every other small file of ours: with bounds, over a byte-order mark, atomically. A
 * settings library reads whatever is there whole and at once, and replaces what it cannot read.
 */
export class SettingsJsonFile implements SettingsFile {
  readonly #folder: string;

  /** @param folder - absolute path of the data folder */
  constructor(folder: string) {
    this.#folder = folder;
  }

  async read(): Promise<SettingsContent> {
    try {
      const text = await readTextIfThere(this.#path);
      return text === undefined ? { kind: 'absent' } : contentOf(text);
    } catch (error) {
      if (isTooBig(error)) return { kind: 'unreadable' };
      throw error;
    }
  }

  async write(content: Readonly<Content>): Promise<void> {
    await writeFileAtomically(this.#path, `${JSON.stringify(content, null, 2)}\n`);
  }

  async keepAside(mark: string): Promise<string> {
    const name = `settings.${mark}.json`;
    const kept = join(this.#folder, name);
    try {
      // A second name costs no space; the file itself is replaced, never written into.
      await link(this.#path, kept).catch(() => copyFile(this.#path, kept));
      await chmod(kept, 0o600);
    } catch (error) {
      throw diskError(error, kept);
    }
    return name;
  }

  get #path(): string {
    return join(this.#folder, 'settings.json');
  }
}

const contentOf = (text: string): SettingsContent => {
  const damaged = { kind: 'unreadable', text } as const;
  try {
    const content: unknown = JSON.parse(text);
    return isContent(content) ? { kind: 'object', content } : damaged;
  } catch {
    // The caller keeps the file aside and says so.
    return damaged;
  }
};

const isContent = (value: unknown): value is Content =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
