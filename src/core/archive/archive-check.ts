import type { ArchiveReport, Defect } from '../domain/backup.ts';
import { AppError } from '../errors/app-error.ts';
import { isBackupJson, parseBackupJson, partName, promisedParts, type BackupJson } from './backup-json.ts';
import { partHeadBytes, readPartFormat, type PartFormat } from './secure-tar.ts';
import { TarError, TarReader, type TarMember } from './tar-reader.ts';

/** What the listing said of the backup; left out when a file is checked by itself. */
export interface Expected {
  readonly slug: string;
  readonly protected: boolean;
}

interface Part {
  readonly name: string;
  readonly size: number;
  readonly format: PartFormat | undefined;
}

/** Larger than any real one by a factor of 100; a bigger claim is not read into memory. */
const maxBackupJson = 4 * 1024 * 1024;

/** Written by the Supervisor beside the promised parts when it has mounts or registries to keep (facts 14.1). */
const supervisorPart = 'supervisor';

/**
 * Walks an archive while its bytes pass, in one pass and constant memory. `push` and `finish` throw an `archive.*` error
 * for an archive that must not be stored; shortcomings of a storable one are in the report's `defects`.
 */
export class ArchiveCheck {
  readonly #expected: Expected | undefined;
  readonly #reader: TarReader;
  readonly #parts: Part[] = [];
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
    this.#guard(() => this.#reader.push(chunk));
  }

  finish(): ArchiveReport {
    this.#guard(() => this.#reader.finish());
    const json = this.#json;
    if (!json) throw new AppError('archive.no-backup-json', { found: false });
    this.#compare(json);
    return {
      slug: json.slug,
      protected: json.protected,
      secureTar: secureTarOf(this.#parts, json),
      parts: this.#parts.map(({ name, size }) => ({ name, size })),
      defects: [...this.#parts.flatMap((part) => defectsOf(part, json)), ...unlisted(this.#parts, json)],
      name: json.name,
      date: json.date,
      haVersion: json.homeassistant?.version,
      addons: json.addons.map((addon) => addon.slug),
      folders: json.folders,
    };
  }

  #begin(member: TarMember): number {
    this.#last = member;
    if (isBackupJson(member.name)) {
      if (this.#json || member.size > maxBackupJson) throw new AppError('archive.no-backup-json', { found: true });
      return member.size;
    }
    const name = partName(member.name);
    if (name === undefined) return 0;
    if (member.size > 0) return partHeadBytes;
    this.#parts.push({ name, size: 0, format: undefined });
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
    this.#parts.push({ name: partName(member.name) ?? member.name, size: member.size, format });
  }

  #compare(json: BackupJson, what: 'identity' | 'all' = 'all'): void {
    const expected = this.#expected;
    if (expected && (json.slug !== expected.slug || json.protected !== expected.protected)) {
      throw new AppError('archive.wrong-backup', {
        slug: json.slug,
        expected: expected.slug,
        protected: json.protected,
      });
    }
    if (what === 'identity') return;
    const found = new Set(this.#parts.map((part) => part.name));
    const missing = promisedParts(json).filter((name) => !found.has(name));
    if (missing.length > 0) throw new AppError('archive.part-missing', { parts: missing.join(', ') });
  }

  /** A tar that breaks off behind a member of 0 bytes is what a killed Home Assistant leaves (facts 15, step 4). */
  #guard(step: () => void): void {
    try {
      step();
    } catch (error) {
      if (!(error instanceof TarError)) throw error;
      const torso = this.#last?.size === 0 && error.fault !== 'data-after-end';
      throw new AppError(torso ? 'archive.torso' : 'archive.torn', { after: this.#last?.name ?? '' }, error);
    }
  }
}

/** No mark is right for SecureTar 1, which ended with Home Assistant 2025.1; later it is something we do not know. */
const isVersion1 = (json: BackupJson): boolean => {
  const [year = 0, month = 0] = (json.homeassistant?.version ?? '').split('.').map(Number);
  return json.protected && (year < 2025 || (year === 2025 && month < 2));
};

const defectsOf = (part: Part, json: BackupJson): Defect[] => {
  if (part.size === 0) return [{ kind: 'empty-part', part: part.name }];
  const known = part.format?.kind === 'plain' || part.format?.kind === 'secure-tar';
  if (known || (part.format?.kind === 'unmarked' && isVersion1(json))) return [];
  return [{ kind: 'unknown-format', part: part.name }];
};

const unlisted = (parts: readonly Part[], json: BackupJson): Defect[] => {
  const promised = new Set([...promisedParts(json), supervisorPart]);
  return parts.filter((part) => !promised.has(part.name)).map((part) => ({ kind: 'unlisted-part', part: part.name }));
};

const secureTarOf = (parts: readonly Part[], json: BackupJson): 1 | 2 | 3 | undefined => {
  for (const part of parts) if (part.format?.kind === 'secure-tar') return part.format.version;
  const unmarked = parts.some((part) => part.format?.kind === 'unmarked');
  return unmarked && isVersion1(json) ? 1 : undefined;
};
