import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { manifestSchema, manifestSchemaVersion, type Manifest, type RemoteFile } from '../domain/manifest.ts';
import { archiveOfManifest, markerName } from '../domain/names.ts';
import { AppError } from '../errors/app-error.ts';
import type { FolderMarker } from '../ports/destination.ts';
import { diskError, readTextIfThere, writeFileAtomically } from '../state/json-file.ts';

/** Far above any manifest; whatever is larger is somebody else's file. */
const largest = 256 * 1024;
/** Names that every file system of ours can hold as they are. Ours are plain ASCII. */
const fetchable = /^[\w !#$%&'()+,.;=@[\]^`{}~-]*[\w]$/u;

const markerSchema = z.object({
  schema: z.literal(1),
  instanceId: z.string().min(1),
  instanceName: z.string(),
  mintedBy: z.string().nullable(),
}) satisfies z.ZodType<FolderMarker>;

/** Brings files of a remote folder, all in one go, into an empty local one. */
export type FetchMany = (names: readonly string[], into: string) => Promise<void>;

/** What the small files of a folder say. */
export interface FolderNotes {
  readonly manifests: ReadonlyMap<string, Manifest | 'unreadable' | 'newer'>;
  readonly newer: ReadonlyMap<string, Manifest>;
  readonly marker: FolderMarker | undefined;
}

/**
 * Contents of manifests and markers, kept by the remote file's name, id and size: a file that was seen once is not fetched
 * again. May be deleted at any time.
 */
export class ManifestCache {
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  /** Reads the notes of a listed folder, fetching what is missing; forgets what is not listed any more. */
  async read(folder: string, files: readonly RemoteFile[], fetchMany: FetchMany): Promise<FolderNotes> {
    const home = join(this.#root, keyOf(folder));
    const wanted = files.filter((file) => isNote(file.name) && file.size <= largest && fetchable.test(file.name));
    try {
      await mkdir(home, { recursive: true, mode: 0o700 });
      const kept = new Set(await readdir(home));
      await this.#fetch(
        home,
        wanted.filter((file) => !kept.has(keyOf(file.name, file.id, file.size))),
        fetchMany,
      );
      await forgetOthers(home, wanted);
      return await readNotes(home, files);
    } catch (error) {
      throw error instanceof AppError ? error : diskError(error);
    }
  }

  /** Keeps what was just written and listed, so that the next look need not fetch our own words. */
  async keep(folder: string, file: RemoteFile, text: string): Promise<void> {
    if (isNote(file.name))
      await writeFileAtomically(join(this.#root, keyOf(folder), keyOf(file.name, file.id, file.size)), text);
  }

  async #fetch(home: string, missing: readonly RemoteFile[], fetchMany: FetchMany): Promise<void> {
    if (missing.length === 0) return;
    const landing = await mkdtemp(join(this.#root, 'landing-'));
    try {
      await fetchMany(
        missing.map((file) => file.name),
        landing,
      );
    } finally {
      // What arrived before a failure is whole (rclone renames last) and need not be fetched again.
      for (const file of missing)
        await adopt(join(landing, file.name), join(home, keyOf(file.name, file.id, file.size)), file.size);
      await rm(landing, { recursive: true, force: true });
    }
  }
}

const isNote = (name: string): boolean => name === markerName || archiveOfManifest(name) !== undefined;

const keyOf = (...parts: readonly (string | number)[]): string =>
  createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 40);

const adopt = async (from: string, to: string, size: number): Promise<void> => {
  const found = await stat(from).catch(() => undefined);
  if (found?.size === size) await rename(from, to);
};

const forgetOthers = async (home: string, wanted: readonly RemoteFile[]): Promise<void> => {
  const current = new Set(wanted.map((file) => keyOf(file.name, file.id, file.size)));
  for (const name of await readdir(home)) if (!current.has(name)) await rm(join(home, name), { force: true });
};

const readNotes = async (home: string, files: readonly RemoteFile[]): Promise<FolderNotes> => {
  const manifests = new Map<string, Manifest | 'unreadable' | 'newer'>();
  const newer = new Map<string, Manifest>();
  let marker: FolderMarker | undefined;
  for (const file of files) {
    if (!isNote(file.name)) continue;
    const content = parseJson(await readTextIfThere(join(home, keyOf(file.name, file.id, file.size))));
    if (file.name === markerName) marker = markerSchema.safeParse(content).data;
    else {
      const manifest = parseManifest(content);
      manifests.set(file.name, manifest);
      const known = manifest === 'newer' ? parseKnownPart(content) : undefined;
      if (known) newer.set(file.name, known);
    }
  }
  return { manifests, newer, marker };
};

const parseManifest = (content: unknown): Manifest | 'unreadable' | 'newer' => {
  const parsed = manifestSchema.safeParse(content);
  if (parsed.success) return parsed.data;
  const version = z.object({ schema: z.number() }).safeParse(content);
  return version.success && version.data.schema > manifestSchemaVersion ? 'newer' : 'unreadable';
};

/** A newer manifest as this program would have written it, where it only has more in it. */
const parseKnownPart = (content: unknown): Manifest | undefined =>
  manifestSchema.safeParse({ ...Object(content), schema: manifestSchemaVersion }).data;

const parseJson = (text: string | undefined): unknown => {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
