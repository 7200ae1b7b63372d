import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { KeepContent } from './types.ts';

/** Up to this size contents stay in memory, whatever the policy. */
const SMALL = 1024 * 1024;

/** The bytes of one file, or what is left of them. */
export interface Content {
  size: number;
  sha256: string;
  kept: { in: 'memory'; bytes: Buffer } | { in: 'disk'; path: string } | { in: 'nowhere' };
}

/** Takes the bytes of one upload; nothing exists before `finish`. */
export interface ContentWriter {
  write(chunk: Buffer): Promise<void>;
  finish(): Promise<Content>;
  discard(): void;
}

/** Where file contents are: small ones in memory, others as `keep` says. */
export class ContentStore {
  keep: KeepContent;
  #folder: string | undefined;
  #count = 0;

  constructor(keep: KeepContent) {
    this.keep = keep;
  }

  put(bytes: Buffer): Content {
    const place = this.#placeFor(bytes.length);
    const content = { size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
    if (place === 'memory') return { ...content, kept: { in: 'memory', bytes: Buffer.from(bytes) } };
    if (place === 'hash-only') return { ...content, kept: { in: 'nowhere' } };
    const path = this.#newPath();
    writeFileSync(path, bytes);
    return { ...content, kept: { in: 'disk', path } };
  }

  /** @param limit bytes beyond it are taken and thrown away. */
  writer(expectedSize: number, limit = Number.POSITIVE_INFINITY): ContentWriter {
    const place = this.#placeFor(expectedSize);
    const hash = createHash('sha256');
    const chunks: Buffer[] = [];
    const path = place === 'disk' ? this.#newPath() : '';
    const file = place === 'disk' ? createWriteStream(path) : undefined;
    let size = 0;
    return {
      write: async (chunk) => {
        const kept = chunk.subarray(0, Math.max(0, limit - size));
        size += kept.length;
        hash.update(kept);
        if (place === 'memory') chunks.push(Buffer.from(kept));
        if (file && !file.write(kept)) await once(file, 'drain');
      },
      finish: async () => {
        if (file) await finished(file.end());
        const sha256 = hash.digest('hex');
        if (file) return { size, sha256, kept: { in: 'disk', path } };
        if (place === 'memory') return { size, sha256, kept: { in: 'memory', bytes: Buffer.concat(chunks) } };
        return { size, sha256, kept: { in: 'nowhere' } };
      },
      discard: () => {
        if (!file) return;
        // A write that was under way ends with an error, which is what was asked for.
        file.on('error', () => undefined);
        file.once('close', () => rmSync(path, { force: true }));
        file.destroy();
      },
    };
  }

  remove(content: Content): void {
    if (content.kept.in === 'disk') rmSync(content.kept.path, { force: true });
  }

  close(): void {
    if (this.#folder !== undefined) rmSync(this.#folder, { recursive: true, force: true });
  }

  #placeFor(size: number): KeepContent {
    return size <= SMALL ? 'memory' : this.keep;
  }

  #newPath(): string {
    this.#folder ??= mkdtempSync(join(tmpdir(), 'apple-simulator-'));
    this.#count += 1;
    return join(this.#folder, String(this.#count));
  }
}

export function bytesOf(content: Content): Buffer | undefined {
  if (content.kept.in === 'memory') return Buffer.from(content.kept.bytes);
  return content.kept.in === 'disk' ? readFileSync(content.kept.path) : undefined;
}

/** @param start first byte, @param end last byte (inclusive), as in a Range header. */
export function streamOf(content: Content, start = 0, end = content.size - 1): Readable | undefined {
  if (content.kept.in === 'memory') return Readable.from([content.kept.bytes.subarray(start, end + 1)]);
  return content.kept.in === 'disk' ? createReadStream(content.kept.path, { start, end }) : undefined;
}
