import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import type { StagedArchive } from '../../src/core/domain/backup.ts';
import { viewFolder } from '../../src/core/domain/cloud-view.ts';
import type { Manifest } from '../../src/core/domain/manifest.ts';
import { parseArchiveName } from '../../src/core/domain/names.ts';
import { AppError } from '../../src/core/errors/app-error.ts';
import type { Pull } from '../../src/core/sync/sync-facts.ts';
import { storeArchive, type StorePorts } from '../../src/core/sync/store-archive.ts';
import { Staging, type StagingRecord } from '../../src/core/sync/staging.ts';
import { spareBytes } from '../../src/core/state/disk-room.ts';
import * as build from './domain-builders.ts';
import { MemoryDestination } from './memory-destination.ts';
import { PatientClock } from './patient-clock.ts';
import { alone, EndlessClock, proverOf } from './scripted-prover.ts';
import { ArrayLogger } from './app-harness.ts';
import { ProofBeside, type ProvePorts } from '../../src/core/sync/proof-beside.ts';
import { sha256Of, smallArchive } from './small-archive.ts';

export const content = smallArchive('b1', 5000);
export const folder = 'Home (a1b2c3d4)';
export const never = new AbortController().signal;

const newStaging = (dir: string): Staging => new Staging(dir, () => Promise.resolve(2 * spareBytes));

/** Both ends of the test that runs. */
export const here = { dir: '', drive: new MemoryDestination(), staging: newStaging('') };

/** Call at the top of a test file. */
export const useDrive = (): void => {
  beforeEach(async () => {
    here.dir = await mkdtemp(join(tmpdir(), 'store-'));
    here.drive = new MemoryDestination();
    here.drive.makeFolder(folder);
    here.staging = newStaging(here.dir);
  });
  afterEach(() => rm(here.dir, { recursive: true, force: true }));
};

export const backup = build.aBackup({
  id: 'b1',
  addons: ['core_ssh'],
  folders: ['share'],
  date: '2026-11-21T04:45:01+01:00',
});
export const pull: Pull = { backup, copy: { agentId: 'backup.local', size: content.length, protected: false } };

/** Nobody looks inside, unless a test says so. */
export const provePorts = (given: Partial<ProvePorts> = {}): ProvePorts => ({
  prover: proverOf(),
  processes: alone,
  clock: new EndlessClock(build.now),
  logger: new ArrayLogger(),
  scratchRoot: join(here.dir, 'proof'),
  keys: () => Promise.resolve([]),
  onTried: () => Promise.resolve(),
  patienceMs: 1,
  ...given,
});

export const ports = (given: Partial<StorePorts> = {}): StorePorts => ({
  destination: here.drive,
  staging: here.staging,
  clock: new PatientClock(build.now),
  identity: {
    instanceId: build.home,
    instanceName: 'Home',
    computerId: build.me,
    computerName: 'My Mac',
    retention: { days: 14, floor: 3 },
    appVersion: '1.2.3',
  },
  folder,
  doubtful: new Set(),
  onProgress: () => undefined,
  prove: (staged, signal) => new ProofBeside(staged, null, provePorts(), signal),
  ...given,
});

/** The archive as it lies on the disk after a pull; `begun` = the upload that a crash interrupted. */
export const stage = async (begun: string | null = null): Promise<StagedArchive> => {
  await mkdir(here.dir, { recursive: true });
  const file = here.staging.fileFor('b1');
  await writeFile(file, content);
  const sha256 = sha256Of(content);
  const record: StagingRecord = {
    instanceId: build.home,
    backupId: 'b1',
    agentId: 'backup.local',
    listedSize: content.length,
    etag: null,
    flushed: content.length,
    whole: { bytes: content.length, sha256 },
    archive: begun,
  };
  await here.staging.note(record);
  const report = {
    slug: 'b1',
    protected: false,
    secureTar: undefined,
    plainParts: [],
    parts: [],
    addons: [],
    folders: [],
  };
  return {
    file,
    bytes: content.length,
    sha256,
    report: { ...report, defects: [...build.doubtful], name: undefined, date: undefined, haVersion: undefined },
  };
};

export const store = async (given: Partial<StorePorts> = {}, begun: string | null = null, what = pull) =>
  await storeArchive(what, await stage(begun), build.noted, ports(given), never);

export const failing = async (work: Promise<unknown>): Promise<AppError> => {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof AppError) return error;
  throw new Error(`not a coded error: ${String(error)}`);
};

export const uploads = (): string[] => here.drive.calls.filter((call) => call.startsWith('put '));
export const archivesThere = (): string[] =>
  here.drive.filesIn(folder).flatMap(({ name }) => (parseArchiveName(name) ? [name] : []));
export const view = async () => viewFolder(await here.drive.list(folder), build.home);
export const placed = (manifest: Manifest, bytes = content): string => {
  here.drive.place(folder, manifest.archive, bytes);
  return manifest.archive;
};
export const nameOfMine = (): string => build.aManifest({ backupId: 'b1' }).archive;
