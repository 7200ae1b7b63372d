import { throwIfCancelled } from '../../errors/app-error.ts';
import { isBackupJson, maxBackupJson, parseBackupJson, partName, type BackupJson } from '../backup-json.ts';
import { TarError, TarReader, type TarFault } from '../tar-reader.ts';

/** Read where a header begins: with it the whole of a small part. */
const headerBytes = 64 * 1024;

/** An archive of which any piece can be read, wherever it is. */
export interface ArchiveBytes {
  /** Bytes. */
  readonly size: number;
  /** So many bytes from there on; fewer at the end. */
  read(offset: number, bytes: number): Promise<Buffer>;
  /** The same in pieces, each a buffer of its own. Error: `sync.cancelled`. */
  pieces(offset: number, bytes: number, signal: AbortSignal): AsyncIterable<Buffer>;
}

/** One part (inner tar) of an archive, and where it lies in the file. */
export interface Part {
  /** Without `.tar` or `.tar.gz`. */
  readonly name: string;
  /** As it is called in the archive. */
  readonly member: string;
  readonly offset: number;
  /** Bytes. */
  readonly size: number;
}

export interface Listed {
  /** In the order of the file; of two with the same name both. */
  readonly parts: readonly Part[];
  /** Undefined where there is none that can be read. */
  readonly json: BackupJson | undefined;
  /** Where the outer tar is damaged: behind it nothing was found. Undefined for a whole one. */
  readonly fault: TarFault | undefined;
}

/** What is in it, by its headers alone: what parts hold is passed over. Never throws for damage. */
export const listArchive = async (archive: ArchiveBytes, signal: AbortSignal): Promise<Listed> => {
  const parts: Part[] = [];
  let json: BackupJson | undefined;
  const reader = new TarReader({
    begin: (member) => {
      const name = partName(member.name);
      if (name !== undefined) parts.push({ ...member, member: member.name, name, offset: reader.position });
      return isBackupJson(member.name) && member.size <= maxBackupJson ? member.size : 0;
    },
    head: (_, bytes) => (json ??= readable(bytes)),
  });
  const fault = await walkHeaders(archive, reader, signal);
  return { parts, json, fault };
};

const walkHeaders = async (
  archive: ArchiveBytes,
  reader: TarReader,
  signal: AbortSignal,
): Promise<TarFault | undefined> => {
  try {
    while (reader.position < archive.size) {
      throwIfCancelled(signal);
      const skippable = Math.min(reader.skippable, archive.size - reader.position);
      if (skippable > 0) reader.skip(skippable);
      else reader.push(await archive.read(reader.position, headerBytes));
    }
    reader.finish();
    return undefined;
  } catch (error) {
    if (error instanceof TarError) return error.fault;
    throw error;
  }
};

const readable = (bytes: Buffer): BackupJson | undefined => {
  try {
    return parseBackupJson(bytes);
  } catch {
    return undefined; // Its absence is the caller's to judge.
  }
};
