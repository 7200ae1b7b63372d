import type { FileHandle } from 'node:fs/promises';
import type { ArchiveReport, StagedArchive } from '../domain/backup.ts';
import { AppError, isCode, throwIfCancelled } from '../errors/app-error.ts';
import type { BackupSource } from '../ports/backup-source.ts';
import type { Clock } from '../ports/clock.ts';
import { diskError } from '../state/json-file.ts';
import { ArchiveIntake } from './archive-intake.ts';
import type { Pull } from './plan-sync.ts';
import type { Staging, StagingRecord } from './staging.ts';

export interface PullPorts {
  readonly source: BackupSource;
  readonly staging: Staging;
  readonly clock: Clock;
  readonly instanceId: string;
  readonly pausesMs: readonly number[];
  /** Bytes so far, and the whole where it is known. */
  readonly onBytes: (bytes: number, total: number | undefined) => void;
}

/** Pauses before a broken download is taken up again, in milliseconds; after the last one the run gives up. */
export const usualPausesMs: readonly number[] = [2_000, 15_000, 60_000];
/** Bytes between two flushes: what a crash costs at most, and seldom enough to cost nothing. */
const flushEvery = 64 * 1024 * 1024;

const interrupted = [
  'ha.download-stalled',
  'ha.download-truncated',
  'ha.unreachable',
  'ha.starting',
  // After a restart Home Assistant answers before its agents are loaded; one that is gone for good is so after the pauses.
  'ha.no-agent',
] as const;

/**
 * Brings one backup to this disk, checked on the way, and resumes what broke off. The result is whole: as long as listed,
 * well-formed, hashed. Errors: `ha.*`, `archive.*` (nothing is left on disk then), `disk.*`, `sync.cancelled`.
 */
export const pullBackup = async (pull: Pull, ports: PullPorts, signal: AbortSignal): Promise<StagedArchive> => {
  for (let attempt = 0; ; attempt += 1) {
    const leftover = await usableLeftover(pull, ports);
    await ports.staging.makeRoom(Math.max((pull.copy.size ?? 0) - (leftover?.bytes ?? 0), 0));
    try {
      return await pullOnce(pull, leftover, ports, signal);
    } catch (error) {
      const refused = error instanceof AppError && error.code.startsWith('archive.');
      if (refused) await ports.staging.drop(pull.backup.id);
      // What an earlier attempt left may be spoilt: only a download from its first byte on condemns an archive.
      if (refused && leftover) continue;
      const pause = ports.pausesMs[attempt];
      if (pause === undefined || !isCode(error, ...interrupted)) throw error;
      await ports.clock.wait(pause, signal);
    }
  }
};

type Leftover = NonNullable<Awaited<ReturnType<Staging['leftover']>>>;

/** What a crash or a broken connection left of this very file; anything else is thrown away, never uploaded. */
const usableLeftover = async (pull: Pull, { staging, instanceId }: PullPorts): Promise<Leftover | undefined> => {
  const leftover = await staging.leftover(pull.backup.id);
  const fits =
    leftover?.record.instanceId === instanceId &&
    leftover.record.agentId === pull.copy.agentId &&
    leftover.record.listedSize === (pull.copy.size ?? null);
  const bytes = fits ? usableBytes(leftover) : 0;
  if (fits && bytes > 0) return { ...leftover, bytes };
  await staging.drop(pull.backup.id);
  return undefined;
};

/** A whole file is hashed again and compared; of a part only what was flushed counts, and only where it can be resumed. */
const usableBytes = ({ record, bytes }: Leftover): number => {
  if (record.whole !== null) return bytes;
  return record.etag === null ? 0 : Math.min(bytes, record.flushed);
};

const pullOnce = async (
  pull: Pull,
  leftover: Leftover | undefined,
  ports: PullPorts,
  signal: AbortSignal,
): Promise<StagedArchive> => {
  const { staging } = ports;
  const file = await staging.open(pull.backup.id, leftover === undefined);
  const fill = new Fill(pull, file, ports, signal);
  try {
    const archive = leftover ? await fill.takeUp(leftover) : null;
    const { sha256, report, record } = await fill.complete();
    await staging.note({ ...record, archive });
    return { file: staging.fileFor(pull.backup.id), bytes: fill.bytes, sha256, report };
  } catch (error) {
    if (!isCode(error, 'disk.full', 'disk.failed', 'ha.download-too-long')) await fill.keepPart();
    throw error;
  } finally {
    await file.close();
  }
};

const truncate = async (file: FileHandle, bytes: number): Promise<void> => {
  try {
    await file.truncate(bytes);
  } catch (error) {
    throw diskError(error);
  }
};

/** Fills one staging file. */
class Fill {
  readonly #pull: Pull;
  readonly #file: FileHandle;
  readonly #ports: PullPorts;
  readonly #signal: AbortSignal;
  #intake: ArchiveIntake;
  #record: StagingRecord;
  #before: StagingRecord | undefined;

  constructor(pull: Pull, file: FileHandle, ports: PullPorts, signal: AbortSignal) {
    this.#pull = pull;
    this.#file = file;
    this.#ports = ports;
    this.#signal = signal;
    this.#intake = this.#newIntake();
    this.#record = {
      instanceId: ports.instanceId,
      backupId: pull.backup.id,
      agentId: pull.copy.agentId,
      listedSize: pull.copy.size ?? null,
      etag: null,
      flushed: 0,
      whole: null,
      archive: null,
    };
  }

  get bytes(): number {
    return this.#intake.bytes;
  }

  /**
   * Goes on with what is there; returns the name of the upload that was begun with it, if any. Error: `archive.torn` when
   * a file that was whole is no longer what was hashed.
   */
  async takeUp({ record, bytes }: Leftover): Promise<string | null> {
    await this.#intake.reread(bytes, this.#signal);
    this.#before = record;
    return record.whole?.bytes === this.bytes ? record.archive : null;
  }

  /** Makes what came so far count for the next attempt. */
  async keepPart(): Promise<void> {
    if (this.#record.etag === null) return;
    await this.#intake.flush();
    this.#record = { ...this.#record, flushed: this.bytes };
    await this.#ports.staging.note(this.#record);
  }

  /** From where the file ends, if the server can and still has the same file; else from the start. */
  async #download(): Promise<void> {
    const { backup, copy } = this.#pull;
    const etag = this.#before?.etag;
    const resume = etag && this.bytes > 0 ? { offset: this.bytes, etag } : undefined;
    const answer = await this.#ports.source.download(backup, copy.agentId, resume, this.#signal);
    if (answer.offset !== this.bytes) this.#intake = this.#newIntake();
    // Behind what was taken up there may be more, of unknown worth.
    if (this.#before) await truncate(this.#file, this.bytes);
    this.#record = { ...this.#record, etag: answer.etag ?? null, flushed: this.bytes };
    await this.#ports.staging.note(this.#record);
    await this.#take(answer.body, copy.size ?? answer.total);
  }

  /** Downloads what is missing and proves the whole. */
  async complete(): Promise<{ sha256: string; report: ArchiveReport; record: StagingRecord }> {
    const whole = this.#before?.whole;
    const isWhole = whole?.bytes === this.bytes;
    if (!isWhole) await this.#download();
    const { sha256, report } = await this.#intake.finish();
    if (isWhole && whole.sha256 !== sha256) throw new AppError('archive.torn', { after: 'staging' });
    return { sha256, report, record: { ...this.#record, whole: { bytes: this.bytes, sha256 } } };
  }

  async #take(body: AsyncIterable<Uint8Array>, listedBytes: number | undefined): Promise<void> {
    for await (const chunk of body) {
      throwIfCancelled(this.#signal);
      if (listedBytes !== undefined && this.bytes + chunk.length > listedBytes) {
        await this.#ports.staging.drop(this.#pull.backup.id);
        throw new AppError('ha.download-too-long', { listedBytes });
      }
      await this.#intake.write(chunk);
      this.#ports.onBytes(this.bytes, listedBytes);
      if (this.bytes - this.#record.flushed >= flushEvery) await this.keepPart();
    }
    if (listedBytes !== undefined && this.bytes < listedBytes) {
      throw new AppError('ha.download-truncated', { bytes: this.bytes, listedBytes });
    }
  }

  #newIntake(): ArchiveIntake {
    return new ArchiveIntake(this.#file, { slug: this.#pull.backup.id, protected: this.#pull.copy.protected });
  }
}
