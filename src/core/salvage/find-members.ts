import { isBackupJson, partName } from '../archive/backup-json.ts';
import type { ArchiveBytes } from '../archive/open/list-archive.ts';
import {
  blockSize,
  checksumFits,
  isExtended,
  normalise,
  paddingOf,
  readName,
  readNumber,
  readPax,
  TarError,
  type Override,
} from '../archive/tar-header.ts';
import { outerLimits } from '../archive/tar-limits.ts';
import { throwIfCancelled } from '../errors/app-error.ts';

/** A header of an outer tar that can be read, whatever stands before it. */
export interface FoundMember {
  /** Without a leading `./`. */
  readonly member: string;
  /** Where its first header begins, and where its content does. */
  readonly start: number;
  readonly offset: number;
  /** Bytes that the header claims. */
  readonly claimed: number;
}

const windowBytes = 1024 * 1024;
/** Extended headers before one member: Python writes one, GNU tar two. */
const maxExtended = 4;

/**
 * Every part and table of contents whose header can be read, in the order of the file. Headers stand at multiples of 512 bytes,
 * so behind damage they are found again; those of files inside of a part have other names (facts#archive-layout).
 */
export const findMembers = async (archive: ArchiveBytes, signal: AbortSignal): Promise<FoundMember[]> => {
  const found: FoundMember[] = [];
  // The window overlaps nothing: a header is one block.
  for (let at = 0; at < archive.size; at += windowBytes) {
    throwIfCancelled(signal);
    const window = await archive.read(at, windowBytes);
    for (let block = 0; block + blockSize <= window.length; block += blockSize) {
      if (!isHeader(window.subarray(block, block + blockSize))) continue;
      const member = await readMember(archive, at + block);
      // An extended header before it has brought it in already.
      if (member && found.at(-1)?.offset !== member.offset) found.push(member);
      if (found.length >= outerLimits.entries) return found;
    }
  }
  return found;
};

const isHeader = (block: Buffer): boolean => block.toString('latin1', 257, 262) === 'ustar' && checksumFits(block);

/** Undefined for headers of anything else. */
const readMember = async (archive: ArchiveBytes, start: number): Promise<FoundMember | undefined> => {
  let override: Override = {};
  let at = start;
  for (let headers = 0; headers <= maxExtended; headers += 1) {
    const block = await archive.read(at, blockSize);
    if (block.length < blockSize || !isHeader(block)) return undefined;
    const type = String.fromCharCode(block[156] ?? 0);
    const size = readNumber(block, 124, 12);
    if (!isExtended(type)) {
      const member = normalise(override.name ?? readName(block));
      const claimed = override.size ?? size;
      return isWanted(type, member) ? { member, start, offset: at + blockSize, claimed } : undefined;
    }
    if (!(size > 0 && size <= outerLimits.extended)) return undefined;
    if (type === 'x') override = { ...override, ...(await readOverride(archive, at + blockSize, size)) };
    at += blockSize + size + paddingOf(size);
  }
  return undefined;
};

/** No part of a real backup has a name that does not fit into a header. */
const isWanted = (type: string, member: string): boolean =>
  (type === '0' || type === '\0') &&
  Buffer.byteLength(member) <= 100 &&
  (isBackupJson(member) || partName(member) !== undefined);

/** A broken one says nothing: the member's own header has a name and a size, too. */
const readOverride = async (archive: ArchiveBytes, offset: number, size: number): Promise<Override> => {
  try {
    return readPax(await archive.read(offset, size), outerLimits.records);
  } catch (error) {
    if (error instanceof TarError) return {};
    throw error;
  }
};
