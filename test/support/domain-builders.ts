import { createHash } from 'node:crypto';
import fc from 'fast-check';
import type { BackupKind, Defect, HaBackup, Listing } from '../../src/core/domain/backup.ts';
import { viewFolder, type CloudView } from '../../src/core/domain/cloud-view.ts';
import type { Manifest, ManifestState, RemoteFile, StoredBackup } from '../../src/core/domain/manifest.ts';
import { buildArchiveName, dayAndTime, manifestNameOf } from '../../src/core/domain/names.ts';
import { AppError } from '../../src/core/errors/app-error.ts';
import type { FolderListing } from '../../src/core/ports/destination.ts';
import { removedByUser } from '../../src/core/domain/doubts.ts';
import { openGates, type Gates } from '../../src/core/state/gates.ts';
import type { SyncFacts, SyncSettings } from '../../src/core/sync/sync-facts.ts';

export const now = new Date('2026-11-21T12:00:00.000Z');
export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

/** ISO 8601, so many milliseconds before `now` (negative: after it). */
export const ago = (ms: number): string => new Date(now.getTime() - ms).toISOString();
export const daysAgo = (days: number): string => ago(days * dayMs);

export const home = 'a1b2c3d4e5f60718293a4b5c6d7e8f90';
export const otherHome = '0f1e2d3c4b5a69788796a5b4c3d2e1f0';
/** Three computers of one account; their ids differ in the first digits, as they do in file names. */
export const me = '1111aaaa2222bbbb';
export const neighbour = '3333cccc4444dddd';
export const thirdComputer = '5555eeee6666ffff';

export const aBackup = (given: Partial<HaBackup> & { size?: number | undefined } = {}): HaBackup => {
  const { size = 5_000_000, ...rest } = given;
  return {
    id: 'b1',
    name: 'Automatic backup',
    date: daysAgo(1),
    kind: 'automatic',
    copies: [{ agentId: 'backup.local', size: 'size' in given ? given.size : size, protected: true }],
    haVersion: '2026.11.0',
    addons: [],
    folders: [],
    failed: { agents: [], addons: [], folders: [] },
    instanceId: home,
    ...rest,
  };
};

const sha256Of = (text: string): string => createHash('sha256').update(text).digest('hex');
let attempts = 0;
/** Six hex digits that no other copy of this test run has. */
const nextAttempt = (): string => (attempts += 1).toString(16).padStart(6, '0');

const nameFor = (backupId: string, date: string, kind: BackupKind, computerId: string): string =>
  buildArchiveName({
    instance: 'Home',
    ...dayAndTime(date),
    kind,
    haVersion: '2026.11.0',
    backupId,
    computer: computerId.slice(0, 6),
    attempt: nextAttempt(),
  });

export const aManifest = (given: Partial<Manifest> = {}): Manifest => {
  const { backupId = 'b1', date = daysAgo(1), kind = 'automatic', computerId = me } = given;
  return {
    schema: 1,
    backupId,
    instanceId: home,
    instanceName: 'Home',
    computerId,
    computerName: 'a computer',
    archive: nameFor(backupId, date, kind, computerId),
    size: 5_000_000,
    sha256: sha256Of(backupId),
    level: 1,
    provedAt: given.confirmedAt ?? date,
    defects: [],
    name: 'Automatic backup',
    date,
    kind,
    protected: true,
    haVersion: '2026.11.0',
    addons: [],
    folders: [],
    appVersion: '0.1.0',
    confirmedAt: date,
    ...given,
  };
};

export const asStored = (manifest: Manifest): StoredBackup => ({
  manifest,
  manifestName: manifestNameOf(manifest.archive),
});
export const aStored = (given: Partial<Manifest> = {}): StoredBackup => asStored(aManifest(given));

/** The manifest of `backup` as this computer would have written it at `confirmedAt`. */
export const manifestOf = (backup: HaBackup, confirmedAt: Date, computerId: string = me): Manifest =>
  aManifest({
    backupId: backup.id,
    computerId,
    date: backup.date,
    kind: backup.kind,
    size: backup.copies[0]?.size ?? 5_000_000,
    confirmedAt: confirmedAt.toISOString(),
  });

/** An instance's folder as a service holds it; tests change it by putting and removing whole files. */
export class Folder {
  readonly files = new Map<string, RemoteFile>();
  readonly manifests = new Map<string, ManifestState>();

  put(name: string, size: number): void {
    this.files.set(name, { name, size, id: `id-${name}` });
  }

  putManifest(archive: string, manifest: ManifestState): void {
    this.put(manifestNameOf(archive), 700);
    this.manifests.set(manifestNameOf(archive), manifest);
  }

  store(manifest: Manifest): void {
    this.put(manifest.archive, manifest.size);
    this.putManifest(manifest.archive, manifest);
  }

  remove(name: string): void {
    this.files.delete(name);
    this.manifests.delete(name);
  }

  clone(): Folder {
    const copy = new Folder();
    for (const [name, file] of this.files) copy.files.set(name, file);
    for (const [name, manifest] of this.manifests) copy.manifests.set(name, manifest);
    return copy;
  }

  listing(complete = true, clockSkewMs?: number): FolderListing {
    return {
      folder: 'Home (a1b2c3d4)',
      files: listed([...this.files.values()], complete, 'cloud.offline'),
      manifests: new Map(this.manifests),
      marker: undefined,
      clockSkewMs,
    };
  }

  view(complete = true, clockSkewMs?: number): CloudView {
    return viewFolder(this.listing(complete, clockSkewMs), home);
  }
}

export const listed = <T>(
  items: readonly T[],
  complete = true,
  code: 'ha.list-incomplete' | 'cloud.offline' = 'ha.list-incomplete',
): Listing<T> => (complete ? { items, complete } : { items, complete, why: new AppError(code) });

export const folderOf = (...stored: readonly StoredBackup[]): Folder => {
  const folder = new Folder();
  for (const { manifest } of stored) folder.store(manifest);
  return folder;
};

/** What is remembered when the user removed every archive of this folder whose manifest is left. */
export const removedIn = (folder: Folder): Gates => {
  const { tombstones, removedByNewer } = folder.view();
  const marks = [
    ...tombstones.map(({ manifest: { archive, backupId } }) => ({ archive, backupId })),
    ...removedByNewer.map(({ archive, backupId }) => ({ archive, backupId })),
  ];
  return { ...openGates(), doubts: Object.fromEntries(marks.map((mark) => [mark.archive, removedByUser(mark, now)])) };
};

/** The same archives, missing in listings on so many days, and the user said nothing. */
export const withSightings = (gates: Gates, sightings: number): Gates => ({
  ...gates,
  doubts: Object.fromEntries(
    Object.entries(gates.doubts).map(([archive, { kind, backupId, own, since, seen }]) => [
      archive,
      { kind, backupId, own, since, seen, sightings },
    ]),
  ),
});

export const settingsOf = (given: Partial<SyncSettings> & { days?: number; floor?: number } = {}): SyncSettings => {
  const { days = 14, floor = 3, ...rest } = given;
  return { retention: { days, floor }, requireProtected: false, computerId: me, adoptedComputers: [], ...rest };
};

/** Facts about a quiet, healthy world with nothing in it, and what a test changes of it. */
export const factsOf = (given: Partial<SyncFacts> = {}): SyncFacts => ({
  home: listed([]),
  cloud: new Folder().view(),
  settings: settingsOf(),
  gates: openGates(),
  homeSkewMs: 0,
  instanceAmbiguous: false,
  now,
  asked: new Set(),
  ...given,
});

export const noted: readonly Defect[] = [{ kind: 'app-missing', part: 'core_ssh' }];
export const doubtful: readonly Defect[] = [{ kind: 'empty-part', part: 'core_ssh' }];

/** ISO 8601 in one of the offsets that people live in. */
export const inOffset = (time: Date, offsetMinutes: number): string => {
  if (offsetMinutes === 0) return time.toISOString();
  const local = new Date(time.getTime() + offsetMinutes * minuteMs).toISOString().slice(0, -1);
  const size = Math.abs(offsetMinutes);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${local}${offsetMinutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
};
export const anOffset = fc.constantFrom(0, 60, 120, -480, 345, -210, 840);
