import { aProblem } from '../../shared/problems/a-problem.ts';
import type { Contents, InsidePart } from '../../shared/inside.ts';
import type { Problem } from '../../shared/run-report.ts';
import { promisedParts } from '../archive/backup-json.ts';
import { namesOf } from '../archive/contents.ts';
import { recogniseNoArchive, startBytes } from '../archive/no-archive.ts';
import type { KeyRing } from '../archive/open/key-ring.ts';
import { listArchive, type ArchiveBytes, type Listed, type Part } from '../archive/open/list-archive.ts';
import { contextOf, walkPart } from '../archive/open/walk-parts.ts';
import { AppError } from '../errors/app-error.ts';
import { FileCollector } from '../inside/collect-files.ts';
import { describePart } from '../inside/describe-part.ts';
import { isPartEncrypted, keysFor, lockedBy, partProblem, type KeyPlaces } from '../inside/open-parts.ts';
import { problemOf } from '../sync/transfer.ts';
import { keyPlaces, type PresentKeyNeeds, type TypedKeys } from './known-keys.ts';
import { withArchive, type ArchiveNeeds } from './open-archive.ts';
import type { ArchiveWish, InsideListener, OpenedArchive } from './opened-archive.ts';

export interface ContentsInput extends ArchiveWish, TypedKeys {
  /** Files of this part alone; of an archive in iCloud the others need not be fetched then. Null: no files, the parts alone. */
  readonly part?: string | null;
}

/**
 * What is in an archive: its parts, and the files of those that can be opened. A damaged one shows what can still be seen.
 * Errors: `archive.not-archive`, `inside.no-such-path`, `disk.*`, and those of a restore.
 */
export const listContents = async (
  context: ArchiveNeeds & PresentKeyNeeds,
  input: ContentsInput,
  listener: InsideListener,
  signal: AbortSignal,
): Promise<Contents> =>
  await withArchive(context, input, listener, signal, async (archive) => {
    const listed = await listOrRefuse(archive.bytes, archive.signal);
    const places = keyPlaces(context, input, archive.signal);
    const parts = await listParts(archive, listed, input.part, places);
    const { json } = listed;
    return {
      origin: archive.origin(),
      id: json?.slug ?? null,
      name: json?.name ?? null,
      date: json?.date ?? null,
      parts,
      problems: problemsOf(listed),
    };
  });

/** The parts of an archive by its headers. Errors: `archive.not-archive` for something else, `inside.torn` where nothing is seen. */
export const listOrRefuse = async (bytes: ArchiveBytes, signal: AbortSignal): Promise<Listed> => {
  const listed = await listArchive(bytes, signal);
  if (listed.parts.length > 0 || listed.json !== undefined) return listed;
  const is = recogniseNoArchive(await bytes.read(0, Math.min(startBytes, bytes.size)));
  if (is !== undefined) throw new AppError('archive.not-archive', { is });
  throw listed.fault === undefined
    ? new AppError('archive.no-backup-json', { found: false })
    : new AppError('inside.torn', {});
};

const listParts = async (
  archive: OpenedArchive,
  listed: Listed,
  only: string | null | undefined,
  places: KeyPlaces,
): Promise<InsidePart[]> => {
  const wanted = listed.parts.filter(({ name }) => only === undefined || name === only);
  if (wanted.length === 0 && typeof only === 'string')
    throw new AppError('inside.no-such-path', {
      path: only,
      near: namesOf(listed.parts.map(({ name }) => name)),
    });
  const encrypted = new Set<Part>();
  for (const part of listed.parts) if (await isPartEncrypted(archive.bytes, part, listed)) encrypted.add(part);
  const { signal } = archive;
  const locked = wanted.find((part) => encrypted.has(part));
  const keys = await keysFor(archive.bytes, locked, lockedBy(listed, signal), places);
  try {
    const opened = wanted.filter((part) => !keys.isEmpty || !encrypted.has(part));
    archive.expect(opened.reduce((sum, { size }) => sum + size, 0));
    const looked = await lookInto(archive, listed, opened, keys);
    return listed.parts.map((part) => ({
      name: part.name,
      ...describePart(part.name, listed.json),
      size: part.size,
      encrypted: encrypted.has(part),
      ...(looked.get(part) ?? { files: null, more: 0, problem: null }),
    }));
  } finally {
    keys.wipe();
  }
};

type Looked = Pick<InsidePart, 'files' | 'more' | 'problem'>;

const lookInto = async (
  { bytes, signal }: OpenedArchive,
  listed: Listed,
  parts: readonly Part[],
  keys: KeyRing,
): Promise<Map<Part, Looked>> => {
  const collector = new FileCollector();
  const looked = new Map<Part, Looked>();
  for (const part of parts) {
    const outcome = await walkPart(bytes, part, contextOf(listed, { keys, signal }), collector);
    const fault = outcome.outcome === 'failed' ? outcome.fault : undefined;
    const isOpened = fault === undefined || fault.isDamage;
    const { files, more } = collector.of(part);
    const problem = fault === undefined ? null : problemOf(partProblem(part.name, fault));
    looked.set(part, { files: isOpened ? files : null, more, problem });
  }
  return looked;
};

/** What speaks against the archive as a whole. */
const problemsOf = ({ parts, json, fault }: Listed): Problem[] => {
  const last = parts.at(-1)?.member;
  if (fault !== undefined) return [aProblem('inside.torn', last === undefined ? {} : { after: last })];
  if (json === undefined) return [aProblem('archive.no-backup-json', { found: false })];
  const there = new Set(parts.map(({ name }) => name));
  const missing = promisedParts(json).filter((name) => !there.has(name));
  return missing.length === 0 ? [] : [aProblem('archive.part-missing', { parts: namesOf(missing) })];
};
