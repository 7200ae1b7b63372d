import {
  blockSize,
  checksumFits,
  isExtended,
  isZero,
  normalise,
  paddingOf,
  readLink,
  readName,
  readNumber,
  readPax,
  TarError,
  type Extended,
  type Override,
} from './tar-header.ts';

import { outerLimits, type TarLimits } from './tar-limits.ts';
import type { EntryKind } from '../../shared/vocabulary.ts';

export { TarError, type TarFault } from './tar-header.ts';

/* Reads a tar as a stream, in constant memory, so members beyond 8 GiB are read right (facts#archive-layout). */

export interface TarMember {
  /** Without a leading `./`. */
  readonly name: string;
  /** Bytes of content, from the PAX record where there is one. */
  readonly size: number;
}

export interface TarEntry extends TarMember {
  readonly kind: EntryKind;
  /** Target of a link; otherwise empty. */
  readonly link: string;
  /** Permission bits. */
  readonly mode: number;
  /** Seconds since 1970, NaN where that cannot be read. */
  readonly modified: number;
}

export interface TarListener {
  /** A regular file begins; returns how many of its first bytes are wanted (0 to `size`), or that all come in pieces. */
  begin(member: TarMember): number | 'pieces';
  /** The wanted bytes, once they are all there. Not called when none were wanted. */
  head(member: TarMember, bytes: Buffer): void;
  /** Every entry, before `begin`; folders and links have this alone. */
  entry?(entry: TarEntry): void;
  /** Content of a member of which all is wanted. The bytes are the caller's and may change after the call. */
  piece?(bytes: Buffer): void;
  /** All pieces of it were handed over. */
  end?(): void;
}

/** Regular files; the last two are what ancient and exotic programs write for the same. */
const fileTypes = ['0', '\0', '7'];
/** Links, devices and folders: whatever size they claim, no content follows, just as Python's tarfile reads them. */
const bareKinds: Readonly<Record<string, TarEntry['kind']>> = {
  '1': 'hard-link',
  '2': 'link',
  '3': 'device',
  '4': 'device',
  '5': 'folder',
  '6': 'pipe',
};

const kindOf = (type: string): TarEntry['kind'] => (fileTypes.includes(type) ? 'file' : (bareKinds[type] ?? 'other'));

/** What the bytes to come are. */
type Phase =
  | { readonly at: 'header' }
  | { readonly at: 'extended'; readonly kind: Extended }
  | { readonly at: 'head'; readonly member: TarMember }
  | { readonly at: 'pieces'; readonly padding: number }
  | { readonly at: 'skip' }
  | { readonly at: 'end' };

export class TarReader {
  readonly #listener: TarListener;
  readonly #limits: TarLimits;
  #phase: Phase = { at: 'header' };
  /** Bytes wanted before the phase can go on, and what has been gathered of them. */
  #wanted = blockSize;
  #gathered: Buffer[] = [];
  #gatheredBytes = 0;
  /** Content and padding still to be passed over after the gathered bytes, or content to be handed over. */
  #left = 0;
  #zeroBytes = 0;
  #override: Override = {};
  #entries = 0;
  #extendedBytes = 0;
  #position = 0;

  constructor(listener: TarListener, limits: TarLimits = outerLimits) {
    this.#listener = listener;
    this.#limits = limits;
  }

  /** Headers of any kind that were read. */
  get entries(): number {
    return this.#entries;
  }

  /** Bytes that were taken in; while `begin` is called, where the member's content starts. */
  get position(): number {
    return this.#position;
  }

  /** So many of the next bytes would be passed over: a caller that can seek need not push them, and calls `skip`. */
  get skippable(): number {
    return this.#phase.at === 'skip' ? this.#left : 0;
  }

  /** @param bytes - at most `skippable` */
  skip(bytes: number): void {
    this.#position += bytes;
    this.#left -= bytes;
    if (this.#left === 0) this.#expectHeader();
  }

  push(chunk: Uint8Array): void {
    let rest = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    while (rest.length > 0) rest = this.#step(rest);
  }

  /** Call after the last byte. Throws `cut-short` unless the end-of-archive mark, two blocks of zeros, was seen. */
  finish(): void {
    if (this.#phase.at !== 'end' || this.#zeroBytes < 2 * blockSize) throw new TarError('cut-short');
  }

  #step(rest: Buffer): Buffer {
    switch (this.#phase.at) {
      case 'skip': {
        const step = Math.min(rest.length, this.#left);
        this.skip(step);
        return rest.subarray(step);
      }
      case 'pieces':
        return this.#handOver(rest, this.#phase.padding);
      case 'end':
        return this.#pad(rest);
      case 'header':
      case 'extended':
      case 'head':
        return this.#gather(rest);
    }
  }

  /** A single zero block is no end; anything but padding that follows an end is not ours to guess. */
  #pad(rest: Buffer): Buffer {
    if (!isZero(rest)) throw new TarError('data-after-end');
    this.#zeroBytes += rest.length;
    this.#position += rest.length;
    return rest.subarray(rest.length);
  }

  #handOver(rest: Buffer, padding: number): Buffer {
    const piece = rest.subarray(0, this.#left);
    this.#left -= piece.length;
    this.#position += piece.length;
    if (piece.length > 0) this.#listener.piece?.(piece);
    if (this.#left === 0) {
      this.#listener.end?.();
      this.#skipThenHeader(padding);
    }
    return rest.subarray(piece.length);
  }

  #gather(rest: Buffer): Buffer {
    const piece = rest.subarray(0, this.#wanted - this.#gatheredBytes);
    this.#position += piece.length;
    // A head may be kept by who wanted it.
    if (piece.length === this.#wanted && this.#phase.at !== 'head') {
      this.#take(piece);
      return rest.subarray(piece.length);
    }
    // Copied, for the caller may reuse its buffer; at most a header or the head of a member.
    this.#gathered.push(Buffer.from(piece));
    this.#gatheredBytes += piece.length;
    if (this.#gatheredBytes === this.#wanted) {
      const whole = Buffer.concat(this.#gathered);
      this.#gathered = [];
      this.#gatheredBytes = 0;
      this.#take(whole);
    }
    return rest.subarray(piece.length);
  }

  #take(bytes: Buffer): void {
    const phase = this.#phase;
    switch (phase.at) {
      case 'header':
        this.#takeBlock(bytes);
        return;
      case 'extended':
        this.#takeExtended(phase.kind, bytes);
        this.#skipThenHeader(this.#left);
        return;
      case 'head':
        this.#listener.head(phase.member, bytes);
        this.#skipThenHeader(this.#left);
        return;
      case 'pieces':
      case 'skip':
      case 'end':
        return;
    }
  }

  #takeBlock(block: Buffer): void {
    if (isZero(block)) {
      this.#zeroBytes = blockSize;
      this.#phase = { at: 'end' };
      return;
    }
    if (!checksumFits(block)) throw new TarError('bad-header');
    this.#entries += 1;
    if (this.#entries > this.#limits.entries) throw new TarError('not-understood');
    const type = String.fromCharCode(block[156] ?? 0);
    const written = readNumber(block, 124, 12);
    if (isExtended(type)) this.#beginExtended(type, written);
    else this.#beginEntry(block, type, written);
  }

  #beginExtended(kind: Extended, size: number): void {
    const padding = paddingOf(size);
    if (size === 0 || size > this.#limits.extended) throw new TarError('bad-header');
    this.#extendedBytes += size;
    if (this.#extendedBytes > this.#limits.extendedTotal) throw new TarError('not-understood');
    this.#phase = { at: 'extended', kind };
    this.#wanted = size;
    this.#left = padding;
  }

  #beginEntry(block: Buffer, type: string, written: number): void {
    const override = this.#override;
    // Its content has holes, and more headers before it.
    if (type === 'S' || override.sparse === true) throw new TarError('not-understood');
    const size = Object.hasOwn(bareKinds, type) ? 0 : (override.size ?? written);
    const padding = paddingOf(size);
    const member = { name: normalise(override.name ?? readName(block)), size };
    this.#override = {};
    this.#listener.entry?.({
      ...member,
      kind: kindOf(type),
      link: override.link ?? readLink(block),
      mode: readNumber(block, 100, 8) & 0o7777,
      modified: override.modified ?? readNumber(block, 136, 12),
    });
    this.#beginMember(member, fileTypes.includes(type), padding);
  }

  #beginMember(member: TarMember, isFile: boolean, padding: number): void {
    const given = isFile ? this.#listener.begin(member) : 0;
    if (given === 'pieces') {
      this.#phase = { at: 'pieces', padding };
      this.#left = member.size;
      if (member.size === 0) this.#handOver(Buffer.alloc(0), padding);
      return;
    }
    const wanted = Math.min(given, member.size);
    const rest = member.size - wanted + padding;
    if (wanted === 0) {
      this.#skipThenHeader(rest);
      return;
    }
    this.#phase = { at: 'head', member };
    this.#wanted = wanted;
    this.#left = rest;
  }

  #takeExtended(kind: Extended, bytes: Buffer): void {
    if (kind === 'g') return;
    const given = kind === 'x' ? readPax(bytes, this.#limits.records) : longName(kind, bytes);
    const names = [given.name, given.link].map((name) => Buffer.byteLength(name ?? ''));
    if (Math.max(...names) > this.#limits.name) throw new TarError('not-understood');
    this.#override = { ...this.#override, ...given };
  }

  #skipThenHeader(bytes: number): void {
    this.#left = bytes;
    if (bytes === 0) this.#expectHeader();
    else this.#phase = { at: 'skip' };
  }

  #expectHeader(): void {
    this.#phase = { at: 'header' };
    this.#wanted = blockSize;
  }
}

const longName = (kind: 'L' | 'K', bytes: Buffer): Override => {
  const text = bytes.toString('utf8').replace(/\0.*$/s, '');
  return kind === 'L' ? { name: text } : { link: text };
};
