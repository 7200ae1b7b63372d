import type { ArchiveReport, Defect } from '../domain/backup.ts';
import { AppError } from '../errors/app-error.ts';
import {
  corePart,
  isBackupJson,
  maxBackupJson,
  parseBackupJson,
  partName,
  promisedParts,
  type BackupJson,
} from './backup-json.ts';
import { recogniseNoArchive, startBytes } from './no-archive.ts';
import { isEncrypted, isPlain, isVersion1, namesOf, type Content } from './contents.ts';
import { partHeadBytes, readPartFormat } from './secure-tar.ts';
import { TarError, TarReader, type TarMember } from './tar-reader.ts';

/** What the listing said of the backup; left out when a file is checked by itself. */
export interface Expected {
  readonly slug: string;
  readonly protected: boolean;
  /** Anything in it that can be read without a key makes it `archive.unprotected`. */
  readonly requireProtected?: boolean;
}

/** Written by the Supervisor beside the promised parts when it has mounts or registries to keep (facts#archive-layout). */
const supervisorPart = 'supervisor';

/** Bytes of all names inside together; a real backup has some thousands. */
const maxNames = 256 * 1024;
/** A report is shown and stored: it names so many parts of a kind. */
const maxNamed = 100;

/**
 * Walks an archive while its bytes pass, in one pass and constant memory. `push` and `finish` throw an `archive.*` error
 * for an archive that must not be stored; shortcomings of a storable one are in the report's `defects`.
 */
export class ArchiveCheck {
  readonly #expected: Expected | undefined;
  readonly #reader: TarReader;
  readonly #contents: Content[] = [];
  #nameBytes = 0;
  #start = Buffer.alloc(0);
  #json: BackupJson | undefined;
  #last: TarMember | undefined;

  constructor(expected?: Expected) {
    this.#expected = expected;
    this.#reader = new TarReader({
      begin: (member) => this.#begin(member),
      head: (member, bytes) => this.#head(member, bytes),
    });
  }

  push(chunk: Uint8Array): void {
    if (this.#start.length < startBytes) {
      this.#start = Buffer.concat([this.#start, chunk.subarray(0, startBytes - this.#start.length)]);
    }
    this.#guard(() => this.#reader.push(chunk));
  }

  /** Throws `archive.not-archive` if what came up to now begins like something else; an answer that was cut may be too short to tell. */
  refuseOther(): void {
    const is = this.#reader.entries === 0 ? recogniseNoArchive(this.#start) : undefined;
    if (is !== undefined) throw new AppError('archive.not-archive', { is });
  }

  finish(): ArchiveReport {
    this.#guard(() => this.#reader.finish());
    const json = this.#json;
    if (!json) throw new AppError('archive.no-backup-json', { found: false });
    this.#compare(json);
    return {
      slug: json.slug,
      ...this.#protection(json),
      secureTar: secureTarOf(this.#contents, json),
      parts: this.#parts.map(({ name, size }) => ({ name, size })),
      defects: this.#defects(json),
      name: json.name,
      date: json.date,
      haVersion: json.homeassistant?.version,
      addons: json.addons.map((addon) => addon.slug),
      folders: json.folders,
    };
  }

  get #parts(): readonly Content[] {
    return this.#contents.filter((content) => content.isPart);
  }

  #begin(member: TarMember): number {
    this.#last = member;
    if (isBackupJson(member.name)) {
      if (this.#json) throw new AppError('archive.no-backup-json', { found: true });
      if (member.size > maxBackupJson) throw new AppError('archive.not-understood', { part: member.name });
      return member.size;
    }
    this.#nameBytes += Buffer.byteLength(member.name);
    if (this.#nameBytes > maxNames) throw new AppError('archive.not-understood', {});
    if (member.size > 0) return partHeadBytes;
    const name = partName(member.name);
    if (name !== undefined) this.#contents.push({ name, isPart: true, size: 0, format: undefined });
    return 0;
  }

  #head(member: TarMember, bytes: Buffer): void {
    if (isBackupJson(member.name)) {
      this.#json = parseBackupJson(bytes);
      // Known early in Core's archives: a wrong file is refused before gigabytes have passed.
      this.#compare(this.#json, 'identity');
      return;
    }
    const format = readPartFormat(bytes, member.size);
    if (format.kind === 'secure-tar' && format.total !== member.size) {
      throw new AppError('archive.part-damaged', { part: member.name, bytes: member.size, expected: format.total });
    }
    const name = partName(member.name);
    const content = { name: name ?? member.name, isPart: name !== undefined, size: member.size, format };
    this.#contents.push(content);
    if (isPlain(content)) this.#refusePlain([content]);
  }

  #compare(json: BackupJson, what: 'identity' | 'all' = 'all'): void {
    const expected = this.#expected;
    if (expected && (json.slug !== expected.slug || json.protected !== expected.protected)) {
      throw new AppError('archive.wrong-backup', {
        slug: json.slug.slice(0, maxNamed),
        expected: expected.slug,
        protected: json.protected,
      });
    }
    if (what === 'identity') return;
    const found = new Set(this.#parts.map((part) => part.name));
    const missing = promisedParts(json).filter((name) => !found.has(name));
    if (missing.length > 0) throw new AppError('archive.part-missing', { parts: namesOf(missing) });
  }

  /** What the labels say is not asked: who has the file has its bytes. */
  #protection(json: BackupJson): Pick<ArchiveReport, 'protected' | 'plainParts'> {
    const filled = this.#contents.filter(({ size }) => size > 0);
    const plain = filled.filter((content) => !isEncrypted(content, json));
    if (plain.length > 0) this.#refusePlain(plain);
    const isPartly = plain.length > 0 && plain.length < filled.length;
    return {
      protected: filled.length > 0 && plain.length === 0,
      plainParts: isPartly ? plain.slice(0, maxNamed).map(({ name }) => name) : [],
    };
  }

  #refusePlain(plain: readonly Content[]): void {
    if (this.#expected?.requireProtected !== true) return;
    throw new AppError('archive.unprotected', { parts: namesOf(plain.map(({ name }) => name)) });
  }

  /** Those that keep it from counting come first, should there be more than can be named. */
  #defects(json: BackupJson): Defect[] {
    const parts = this.#parts;
    return [...parts.flatMap((part) => defectsOf(part, json)), ...unlisted(parts, json)].slice(0, maxNamed);
  }

  /** A tar that breaks off behind a member of 0 bytes is what a killed Home Assistant leaves (facts#archive-checks). */
  #guard(step: () => void): void {
    try {
      step();
    } catch (error) {
      if (!(error instanceof TarError)) throw error;
      if (error.fault === 'bad-header') this.refuseOther();
      const after = this.#last?.name ?? '';
      if (error.fault === 'not-understood') throw new AppError('archive.not-understood', { after }, error);
      const torso = this.#last?.size === 0 && error.fault !== 'data-after-end';
      throw new AppError(torso ? 'archive.torso' : 'archive.torn', { after }, error);
    }
  }
}

const defectsOf = ({ name, size, format }: Content, json: BackupJson): Defect[] => {
  if (size === 0) return [{ kind: 'empty-part', part: name }];
  const known = format?.kind === 'plain' || format?.kind === 'secure-tar';
  if (known || (format?.kind === 'unmarked' && isVersion1(json))) return [];
  return [{ kind: 'unknown-format', part: name }];
};

const unlisted = (parts: readonly Content[], json: BackupJson): Defect[] => {
  const mayBe = new Set([...promisedParts(json), ...(json.homeassistant ? [corePart] : []), supervisorPart]);
  // Named once, each is expected once: a second one of that name takes the first one's place when it is restored.
  return parts.filter(({ name }) => !mayBe.delete(name)).map(({ name }) => ({ kind: 'unlisted-part', part: name }));
};

const secureTarOf = (contents: readonly Content[], json: BackupJson): 1 | 2 | 3 | undefined => {
  for (const { format } of contents) if (format?.kind === 'secure-tar') return format.version;
  return contents.some((content) => content.format?.kind === 'unmarked' && isEncrypted(content, json)) ? 1 : undefined;
};
