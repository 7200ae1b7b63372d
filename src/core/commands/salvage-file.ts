import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Salvaged } from '../../shared/salvage.ts';
import { isBackupJson, maxBackupJson, parseBackupJson, promisedParts } from '../archive/backup-json.ts';
import { recogniseNoArchive, startBytes } from '../archive/no-archive.ts';
import { ArchiveFile } from '../archive/open/archive-file.ts';
import { KeyRing } from '../archive/open/key-ring.ts';
import type { Needs } from '../context.ts';
import { parseArchiveName } from '../domain/names.ts';
import { AppError } from '../errors/app-error.ts';
import { describePart } from '../inside/describe-part.ts';
import { fileNameOn } from '../inside/file-name.ts';
import { NewTree } from '../inside/new-tree.ts';
import type { KeyPlaces } from '../inside/open-parts.ts';
import { findMembers, type FoundMember } from '../salvage/find-members.ts';
import { NoteReader, type PartNotes } from '../salvage/part-notes.ts';
import { recoverParts, type Recovered, type Recovery } from '../salvage/recover-parts.ts';
import { newJson, reducedJson, unknownVersion, type FoundJson, type Told } from '../salvage/table-of-contents.ts';
import { writeBackup } from '../salvage/write-backup.ts';
import { problemOf } from '../sync/transfer.ts';
import { keyPlaces, type PresentKeyNeeds, type TypedKeys } from './known-keys.ts';
import { diskError } from '../state/small-file.ts';

export interface SalvageInput extends TypedKeys {
  readonly file: string;
  /** Folder on this computer; made if it is not there. */
  readonly to: string;
  /** Where the table of contents is lost and the file's name does not tell: the backup's ID, Home Assistant's version. */
  readonly id?: string;
  readonly haVersion?: string;
}

/**
 * Makes a new backup of every intact part of a torn or lying one, as `NAME-salvaged.tar`. Errors: `salvage.*`,
 * `archive.not-archive`, `restore.target-exists`, `disk.*`, `sync.cancelled`.
 */
export const salvageFile = async (
  context: PresentKeyNeeds & Needs<never, 'freeBytes'>,
  input: SalvageInput,
  signal: AbortSignal,
): Promise<Salvaged> => {
  const { platform } = process;
  const stem = basename(input.file).replace(/\.tar$/i, '');
  const target = join(input.to, `${fileNameOn(platform, stem)}-salvaged.tar`);
  const modified = await modifiedOf(input.file);
  const tree = await NewTree.begin({ target, platform, freeBytes: context.ports.freeBytes });
  const archive = await ArchiveFile.open(input.file);
  try {
    const found = await recover(archive, keyPlaces(context, input, signal), signal);
    const told = toldOf(stem, modified);
    const toc = tableOf(found, {
      ...told,
      slug: input.id ?? told.slug,
      haVersion: input.haVersion ?? told.haVersion,
    });
    const seconds = Math.floor(modified.getTime() / 1000);
    const bytes = await writeBackup(tree, { archive, ...found, json: toc, modified: seconds, signal });
    await tree.finish();
    return { target, bytes, ...resultOf(found, toc) };
  } catch (error) {
    await tree.discard();
    throw error;
  } finally {
    await archive.close();
  }
};

interface Findings extends Recovery {
  readonly found: FoundJson | undefined;
  readonly notes: PartNotes;
  readonly wrongKey: boolean;
}

const recover = async (archive: ArchiveFile, places: KeyPlaces, signal: AbortSignal): Promise<Findings> => {
  const members = await findMembers(archive, signal);
  const found = await findJson(archive, members);
  const isAnyEncrypted = await anyEncrypted(archive, members, found);
  const keys: string[] = [];
  const rest = isAnyEncrypted ? [...places] : [];
  for (;;) {
    keys.push(...((await rest.shift()?.()) ?? []));
    // The next place is asked only where what these keys open is not all.
    if (keys.length === 0 && rest.length > 0) continue;
    const tried = await recoverWith(keys, archive, members, { json: found?.json, signal });
    if (tried.isAllProven || rest.length === 0) {
      if (tried.recovered.length === 0) throw await nothingIntact(archive, members);
      return { ...tried, found, wrongKey: keys.length > 0 && !tried.isAllProven };
    }
  }
};

type Recovering = Pick<Parameters<typeof recoverParts>[2], 'json' | 'signal'>;

const recoverWith = async (
  known: readonly string[],
  archive: ArchiveFile,
  members: readonly FoundMember[],
  options: Recovering,
): Promise<Recovery & { readonly notes: PartNotes; readonly isAllProven: boolean }> => {
  const keys = new KeyRing(known);
  const reader = new NoteReader();
  try {
    const recovery = await recoverParts(archive, members, { ...options, keys, visitor: reader });
    const { recovered } = recovery;
    const isAllProven = recovered.length > 0 && recovered.every(({ proof }) => proof !== 'structure');
    return { ...recovery, notes: reader.notes, isAllProven };
  } finally {
    keys.wipe();
  }
};

/** The first one that can be read; where its length is wrong, by the bytes up to its last brace. */
const findJson = async (archive: ArchiveFile, members: readonly FoundMember[]): Promise<FoundJson | undefined> => {
  for (const { member, offset } of members) {
    if (!isBackupJson(member)) continue;
    const bytes = await archive.read(offset, Math.min(maxBackupJson, archive.size - offset));
    const end = bytes.indexOf(0);
    const text = bytes.subarray(0, end < 0 ? bytes.length : end);
    try {
      return { json: parseBackupJson(text), raw: JSON.parse(text.toString('utf8')) as Record<string, unknown> };
    } catch {
      // There may be another; without any a new one is made.
    }
  }
  return undefined;
};

const anyEncrypted = async (
  archive: ArchiveFile,
  members: readonly FoundMember[],
  found: FoundJson | undefined,
): Promise<boolean> => {
  if (found?.json.protected === true) return true;
  for (const { offset } of members) if ((await archive.read(offset, 9)).toString('latin1') === 'SecureTar') return true;
  return false;
};

const nothingIntact = async (archive: ArchiveFile, members: readonly FoundMember[]): Promise<AppError> => {
  const is = recogniseNoArchive(await archive.read(0, Math.min(startBytes, archive.size)));
  if (members.length === 0 && is !== undefined) return new AppError('archive.not-archive', { is });
  return new AppError('salvage.nothing-intact', { found: members.length });
};

/** Error: `salvage.not-told` for a version that nobody says. */
const tableOf = ({ found, recovered, notes }: Findings, told: Told): Readonly<Record<string, unknown>> => {
  if (found) return reducedJson(found, recovered);
  const hasCore = recovered.some(({ part }) => part.name === 'homeassistant');
  if (hasCore && (told.haVersion ?? notes.haVersion) === undefined) throw new AppError('salvage.not-told');
  return newJson({ ...told, slug: told.slug ?? newId(recovered) }, recovered, notes);
};

/** Any ID will do that no other backup has; the same for the same file. */
const newId = (recovered: readonly Recovered[]): string => {
  const parts = recovered.map(({ part }) => `${part.name} ${part.offset} ${part.size}`).join('\n');
  return createHash('sha256').update(parts).digest('hex').slice(0, 8);
};

/** What the name of a file says: this program's own say all, those of Home Assistant's disk are the ID. */
const toldOf = (stem: string, modified: Date): Told => {
  const ours = parseArchiveName(`${stem}.tar`);
  return {
    slug: ours?.backupId ?? /(?:^|[_-])([0-9a-f]{8})$/.exec(stem)?.[1],
    haVersion: ours?.haVersion,
    name: stem,
    date: modified.toISOString(),
  };
};

const resultOf = (
  { found, recovered, damaged, wrongKey, notes }: Findings,
  toc: Readonly<Record<string, unknown>>,
): Omit<Salvaged, 'target' | 'bytes'> => {
  const json = parseBackupJson(Buffer.from(JSON.stringify(toc)));
  const names = recovered.map(({ part }) => part.name);
  const missing = found ? promisedParts(found.json).filter((name) => ![...names, ...damaged].includes(name)) : [];
  const lost = [
    ...damaged.map((name) => ({ name, cause: 'damaged' as const })),
    ...missing.map((name) => ({ name, cause: 'missing' as const })),
  ];
  const made = found === undefined ? 'made' : lost.length > 0 ? 'reduced' : 'kept';
  const unproven = recovered.find(({ proof }) => proof === 'structure')?.part.name;
  return {
    id: json.slug,
    name: json.name ?? json.slug,
    version: json.homeassistant?.version ?? null,
    parts: recovered.map((one) => partOf(one, found, notes)),
    lost,
    contents: made,
    versionUnknown: json.addons.filter(({ version }) => version === unknownVersion).map(({ slug }) => slug),
    problems:
      wrongKey && unproven !== undefined ? [problemOf(new AppError('inside.wrong-key', { part: unproven }))] : [],
  };
};

const partOf = (
  { part, proof }: Recovered,
  found: FoundJson | undefined,
  notes: PartNotes,
): Salvaged['parts'][number] => {
  const title = notes.apps.get(part.name)?.name ?? describePart(part.name, found?.json).title;
  return { name: part.name, title, size: part.size, proof };
};

const modifiedOf = async (file: string): Promise<Date> => {
  try {
    const found = await stat(file);
    // Reading a pipe would wait for a writer.
    if (!found.isFile()) throw new AppError('archive.not-archive', { is: found.isDirectory() ? 'folder' : 'device' });
    return found.mtime;
  } catch (error) {
    throw diskError(error, file);
  }
};
