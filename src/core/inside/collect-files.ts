import type { InsideFile } from '../../shared/inside.ts';
import type { Part } from '../archive/open/list-archive.ts';
import type { PartVisitor } from '../archive/open/walk-parts.ts';
import type { TarEntry } from '../archive/tar-reader.ts';
import { insidePath, shownPath } from './inside-path.ts';

/** Entries that are kept in memory, and bytes of their names: more than a home has. What comes after them is counted. */
const maxFiles = 200_000;
const maxNameBytes = 32 * 1024 * 1024;

export interface Collected {
  readonly files: InsideFile[];
  more: number;
}

/** Lists what is in the parts of one archive, without looking at any content. */
export class FileCollector implements PartVisitor {
  readonly #parts = new Map<Part, Collected>();
  #files = 0;
  #nameBytes = 0;

  /** What was found in a part; of one that breaks off, what stands before that. */
  of(part: Part): Collected {
    const found = this.#parts.get(part) ?? { files: [], more: 0 };
    this.#parts.set(part, found);
    return found;
  }

  entry(part: Part, entry: TarEntry): undefined {
    const found = this.of(part);
    // The folder that is the part itself.
    if (insidePath(part.name, entry.name).names.length === 0) return;
    this.#nameBytes += entry.name.length;
    if (this.#files >= maxFiles || this.#nameBytes > maxNameBytes) {
      found.more += 1;
      return;
    }
    this.#files += 1;
    const { size, kind: type, modified } = entry;
    found.files.push({ path: shownPath(part.name, entry.name), type, size, modified: isoOf(modified) });
  }
}

/** Python writes times before 1970 and far in the future, and a crafted tar anything. */
const isoOf = (seconds: number): string | null => {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
};
