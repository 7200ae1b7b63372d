import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect } from 'vitest';
import type { AgentCopy, StagedArchive } from '../../src/core/domain/backup.ts';
import { AppError } from '../../src/core/errors/app-error.ts';
import type { Pull } from '../../src/core/sync/sync-facts.ts';
import { pullBackup } from '../../src/core/sync/pull-backup.ts';
import { Staging, type StagingRecord } from '../../src/core/sync/staging.ts';
import { spareBytes } from '../../src/core/state/disk-room.ts';
import * as build from './domain-builders.ts';
import { PatientClock } from './patient-clock.ts';
import type { ScriptedSource } from './scripted-source.ts';
import { sha256Of, smallArchive } from './small-archive.ts';

export const whole = smallArchive('b1');
const never = new AbortController().signal;
export const truncated = new AppError('ha.download-truncated');
export const part = 'b1.part';
const record = 'b1.json';

/** Staging folder and clock of the test that runs. */
export const here = { folder: '', clock: new PatientClock(build.now) };

/** Call at the top of a test file. */
export const useStaging = (): void => {
  beforeEach(async () => {
    here.folder = await mkdtemp(join(tmpdir(), 'pull-'));
    here.clock = new PatientClock(build.now);
  });
  afterEach(() => rm(here.folder, { recursive: true, force: true }));
};

const pullOf = (given: Partial<AgentCopy> = {}): Pull => {
  const copy = { agentId: 'backup.local', size: whole.length, protected: false, ...given };
  return { backup: build.aBackup({ id: 'b1', copies: [copy] }), copy };
};

export interface Given {
  readonly copy?: Partial<AgentCopy>;
  readonly requireProtected?: boolean;
  readonly pausesMs?: readonly number[];
  readonly free?: number;
  readonly signal?: AbortSignal;
  readonly staging?: Staging;
  readonly onBytes?: (bytes: number, total: number | undefined) => void;
}

export const stagingIn = (dir: string, free = 2 * spareBytes): Staging => new Staging(dir, () => Promise.resolve(free));

export const pull = async (source: ScriptedSource, given: Given = {}): Promise<StagedArchive> =>
  await pullBackup(
    pullOf(given.copy),
    {
      source,
      staging: given.staging ?? stagingIn(here.folder, given.free),
      clock: here.clock,
      instanceId: build.home,
      requireProtected: given.requireProtected ?? false,
      pausesMs: given.pausesMs ?? [],
      onBytes: given.onBytes ?? (() => undefined),
    },
    given.signal ?? never,
  );

export const failing = async (work: Promise<unknown>): Promise<AppError> => {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof AppError) return error;
  throw new Error(`not a coded error: ${String(error)}`);
};

/** Whole, proven, and byte for byte what the server had. */
export const expectWhole = async (staged: StagedArchive, content = whole): Promise<void> => {
  expect(staged).toMatchObject({ file: join(here.folder, part), bytes: content.length, sha256: sha256Of(content) });
  expect(sha256Of(await readFile(staged.file))).toBe(staged.sha256);
  expect(staged.report).toMatchObject({ slug: 'b1', protected: false, defects: [] });
};

const recordOf = (given: Partial<StagingRecord> = {}): StagingRecord => ({
  instanceId: build.home,
  backupId: 'b1',
  agentId: 'backup.local',
  listedSize: whole.length,
  etag: '"one"',
  flushed: 0,
  whole: null,
  archive: null,
  ...given,
});

export const leave = async (
  content: Buffer | undefined,
  given: Partial<StagingRecord> | string | undefined,
): Promise<void> => {
  await mkdir(here.folder, { recursive: true });
  if (content) await writeFile(join(here.folder, part), content);
  const text =
    typeof given === 'string' ? given : given && JSON.stringify(recordOf({ flushed: content?.length ?? 0, ...given }));
  if (text !== undefined) await writeFile(join(here.folder, record), text);
};

export const readRecord = async (): Promise<StagingRecord> =>
  JSON.parse(await readFile(join(here.folder, record), 'utf8')) as StagingRecord;
