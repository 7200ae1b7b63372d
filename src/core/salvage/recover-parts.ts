import { corePart, partName, type BackupJson } from '../archive/backup-json.ts';
import { isVersion1 } from '../archive/contents.ts';
import { startsLikeGzip } from '../archive/open/gunzip.ts';
import type { KeyRing } from '../archive/open/key-ring.ts';
import type { ArchiveBytes, Part } from '../archive/open/list-archive.ts';
import type { OpenContext } from '../archive/open/open-part.ts';
import { walkPart, type PartOutcome, type PartVisitor } from '../archive/open/walk-parts.ts';
import { partHeadBytes, readPartFormat, type PartFormat } from '../archive/secure-tar.ts';
import { isZero, paddingOf } from '../archive/tar-header.ts';
import { supervisorPart } from '../inside/describe-part.ts';
import type { FoundMember } from './find-members.ts';
import type { PartProof } from '../../shared/vocabulary.ts';

export interface Recovered {
  readonly part: Part;
  readonly proof: PartProof;
  readonly format: PartFormat;
}

export interface Recovery {
  /** In the order of the file; of two with one name the better proven one, else the later one. */
  readonly recovered: readonly Recovered[];
  /** Names of parts that have a header, and nothing intact behind it. */
  readonly damaged: readonly string[];
}

export interface RecoverOptions {
  readonly keys: KeyRing;
  readonly json: BackupJson | undefined;
  /** Sees what is inside of what can be opened. */
  readonly visitor: PartVisitor;
  readonly signal: AbortSignal;
}

/** Tells which of the parts whose headers were found are intact, and how long they really are. */
export const recoverParts = async (
  archive: ArchiveBytes,
  members: readonly FoundMember[],
  options: RecoverOptions,
): Promise<Recovery> => {
  const recovered = new Map<string, Recovered>();
  const damaged = new Set<string>();
  let end = 0;
  for (const [index, member] of members.entries()) {
    const name = partName(member.member);
    // A header in the middle of an intact part belongs to what is inside of it.
    if (name === undefined || member.start < end || !mayBePart(name, options.json)) continue;
    const limit = members[index + 1]?.start ?? archive.size;
    const found = await new Candidate(archive, member, name, options).prove(limit);
    if (!found) {
      damaged.add(name);
      continue;
    }
    end = found.part.offset + found.part.size;
    const before = recovered.get(name);
    if (before?.proof === 'content' && found.proof !== 'content') continue;
    recovered.delete(name);
    recovered.set(name, found);
  }
  return { recovered: [...recovered.values()], damaged: [...damaged].filter((name) => !recovered.has(name)) };
};

const mayBePart = (name: string, json: BackupJson | undefined): boolean => {
  if (json === undefined || [corePart, supervisorPart].includes(name)) return true;
  return (
    json.addons.some(({ slug }) => slug === name) || json.folders.some((path) => path.replaceAll('/', '_') === name)
  );
};

/** Zeros at the end of a gzip file may be its own: CRC32 and length are eight bytes. */
const gzipTail = 8;

/** One header, and what may stand behind it. */
class Candidate {
  readonly #archive: ArchiveBytes;
  readonly #member: FoundMember;
  readonly #name: string;
  readonly #options: RecoverOptions;

  constructor(archive: ArchiveBytes, member: FoundMember, name: string, options: RecoverOptions) {
    this.#archive = archive;
    this.#member = member;
    this.#name = name;
    this.#options = options;
  }

  /** @param limit - where the next header stands, or the end of the file */
  async prove(limit: number): Promise<Recovered | undefined> {
    const { claimed, offset } = this.#member;
    const head = await this.#archive.read(offset, partHeadBytes);
    const format = readPartFormat(head, claimed);
    if (format.kind === 'secure-tar') return await this.#proveSize(format.total, format);
    return (await this.#proveSize(claimed, format)) ?? (await this.#proveUpTo(limit - offset, head));
  }

  async #proveSize(size: number, format: PartFormat): Promise<Recovered | undefined> {
    if (!(size > 0) || this.#member.offset + size > this.#archive.size) return undefined;
    const part = this.#partOf(size);
    const proof = await this.#proofOf(part, format);
    return proof === undefined ? undefined : { part, proof, format };
  }

  /** The header lies about the length, or the part is damaged: what stands before the next header tells. */
  async #proveUpTo(gap: number, head: Buffer): Promise<Recovered | undefined> {
    if (gap <= 0) return undefined;
    const filled = await this.#withoutZeros(gap);
    const format = readPartFormat(head, gap);
    if (format.kind === 'unmarked') return await this.#proveSize(Math.ceil(filled / 16) * 16, format);
    const whole = await this.#proveSize(gap, format);
    if (whole || !startsLikeGzip(head) || !(await this.#isFollowedByMore(gap))) return whole;
    for (let size = filled; size <= Math.min(filled + gzipTail, gap); size += 1) {
      const exact = await this.#proveSize(size, format);
      if (exact) return exact;
    }
    return undefined;
  }

  /** Intact as far as it goes: only its length has to be found, which takes a few more readings. */
  async #isFollowedByMore(gap: number): Promise<boolean> {
    const outcome = await this.#walk(this.#partOf(gap));
    return outcome.outcome === 'failed' && outcome.fault.trouble === 'trailing';
  }

  #partOf(size: number): Part {
    const { offset, member } = this.#member;
    return { name: this.#name, member, offset, size };
  }

  async #walk(part: Part): Promise<PartOutcome> {
    const { keys, json, visitor, signal } = this.#options;
    const context: OpenContext = { keys, signal, isVersion1: json !== undefined && isVersion1(json) };
    return await walkPart(this.#archive, part, context, visitor);
  }

  async #proofOf(part: Part, format: PartFormat): Promise<PartProof | undefined> {
    const outcome = await this.#walk(part);
    if (outcome.outcome !== 'failed') return 'content';
    if (outcome.fault.isDamage) return undefined;
    return format.kind === 'secure-tar' || (await this.#isFollowed(part)) ? 'structure' : undefined;
  }

  /** Without a length of its own a part is taken for whole where a header or the end follows it. */
  async #isFollowed({ offset, size }: Part): Promise<boolean> {
    const next = await this.#archive.read(offset + size + paddingOf(size), 512);
    return next.toString('latin1', 257, 262) === 'ustar' || (next.length === 512 && isZero(next));
  }

  /** Bytes up to the last one that is not zero. */
  async #withoutZeros(gap: number): Promise<number> {
    const step = 64 * 1024;
    for (let end = gap; end > 0; end -= step) {
      const start = Math.max(end - step, 0);
      const bytes = await this.#archive.read(this.#member.offset + start, end - start);
      const last = bytes.findLastIndex((byte) => byte !== 0);
      if (last >= 0) return start + last + 1;
    }
    return 0;
  }
}
