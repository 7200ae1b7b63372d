import { z } from 'zod';
import type { Part } from '../archive/open/list-archive.ts';
import type { ContentSink, PartVisitor } from '../archive/open/walk-parts.ts';
import type { TarEntry } from '../archive/tar-reader.ts';
import { capture } from '../proof/capture.ts';

/** What parts say of themselves, for a table of contents that is lost (facts#archive-layout). */
export interface PartNotes {
  /** Of Home Assistant. */
  haVersion?: string;
  /** When the newest file was written, in seconds since 1970; 0 where nothing was opened. */
  newest: number;
  /** Apps, by the part's name. */
  readonly apps: Map<string, { readonly name?: string | undefined; readonly version?: string | undefined }>;
}

/** Home Assistant keeps its version there. */
const versionFile = 'data/.HA_VERSION';
const maxVersion = 64;
/** A clock that was set to a later time was wrong (year 2100). */
const latest = 4_102_444_800;
/** The Supervisor puts it into the part of each app. */
const appNote = 'addon.json';
const maxAppNote = 1024 * 1024;

const appSchema = z.object({
  version: z.string().optional().catch(undefined),
  system: z
    .object({ name: z.string().optional().catch(undefined) })
    .optional()
    .catch(undefined),
});

/** Gathers the notes while a part is read to its end. */
export class NoteReader implements PartVisitor {
  readonly notes: PartNotes = { newest: 0, apps: new Map() };

  entry({ name: part }: Part, { name, kind, size, modified }: TarEntry): ContentSink | undefined {
    if (kind !== 'file') return undefined;
    if (modified > this.notes.newest && modified < latest) this.notes.newest = modified;
    if (part === 'homeassistant' && name === versionFile && size <= maxVersion)
      return capture((bytes) => void (this.notes.haVersion = bytes.toString('utf8').trim()));
    if (name !== appNote || size > maxAppNote) return undefined;
    return capture((bytes) => this.#noteApp(part, bytes));
  }

  #noteApp(part: string, bytes: Buffer): void {
    try {
      const { version, system } = appSchema.parse(JSON.parse(bytes.toString('utf8')));
      this.notes.apps.set(part, { name: system?.name, version });
    } catch {
      // It is an app all the same.
      this.notes.apps.set(part, {});
    }
  }
}
