import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { extractFile, type ExtractInput } from '../../src/core/commands/extract-file.ts';
import { listContents } from '../../src/core/commands/list-contents.ts';
import { AppError } from '../../src/core/errors/app-error.ts';
import type { Contents, Extracted } from '../../src/shared/inside.ts';
import { ArrayLogger } from './app-harness.ts';
import { insideArchive, plainPart, type InsideEntry } from './inside-archive.ts';

export const plenty = 10 ** 12;
/** The part of the app that would know keys. */
export const knowsNoKey = {
  ports: { backupKeys: { given: [], onLearned: () => undefined }, logger: new ArrayLogger() },
  settings: { current: { instances: [] } },
  secretStore: () => Promise.reject(new AppError('settings.not-set-up')),
};
const silent = { onActivity: () => undefined, onFetch: () => undefined };
const never = new AbortController().signal;

type ExtractNeeds = Parameters<typeof extractFile>[0];

/** A folder with archives in it, and one (`to`) where things are taken out to. New for each test. */
export class LookInside {
  folder = '';
  freeBytes = plenty;

  get to(): string {
    return join(this.folder, 'out');
  }

  async extract(
    file: string,
    path: string,
    given: Partial<ExtractInput> & { readonly signal?: AbortSignal } = {},
  ): Promise<Extracted> {
    const input = { what: file, file, path, to: this.to, keys: () => Promise.resolve([]), ...given };
    return await extractFile(this.#needs, input, silent, given.signal ?? never);
  }

  async contents(file: string, keys: readonly string[] = []): Promise<Contents> {
    const input = { what: file, file, keys: () => Promise.resolve(keys) };
    return await listContents(this.#needs, input, silent, never);
  }

  async archiveOf(entries: readonly InsideEntry[]): Promise<string> {
    return await this.write('backup.tar', insideArchive({ homeassistant: plainPart(entries) }));
  }

  async write(name: string, bytes: Buffer): Promise<string> {
    const file = join(this.folder, name);
    await writeFile(file, bytes);
    return file;
  }

  /** Names of what was taken out. */
  async there(): Promise<string[]> {
    return await readdir(this.to).catch(() => []);
  }

  /** All that a file on disk takes of the app. */
  get #needs(): ExtractNeeds {
    return {
      ports: { ...knowsNoKey.ports, freeBytes: () => Promise.resolve(this.freeBytes) },
      settings: knowsNoKey.settings,
      secretStore: knowsNoKey.secretStore,
    } as unknown as ExtractNeeds;
  }
}

export const useLookInside = (): LookInside => {
  const world = new LookInside();
  beforeEach(async () => {
    world.folder = await mkdtemp(join(tmpdir(), 'inside-'));
    world.freeBytes = plenty;
  });
  afterEach(() => rm(world.folder, { recursive: true, force: true }));
  return world;
};

export const failure = async (work: Promise<unknown>): Promise<{ code: string; facts: object }> => {
  try {
    await work;
    return { code: 'none', facts: {} };
  } catch (error) {
    if (error instanceof AppError) return { code: error.code, facts: error.facts };
    throw error;
  }
};

/** What a home has, in small. */
export const usualFiles: readonly InsideEntry[] = [
  { name: 'data', type: '5' },
  { name: 'data/automations.yaml', text: '- alias: Light\n' },
  { name: 'data/www/', type: '5' },
  { name: 'data/www/logo.png', text: 'logo' },
  { name: 'data/www/icons/a.svg', text: 'a' },
  { name: 'data/empty', type: '5' },
];
