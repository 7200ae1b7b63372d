import { isResumed, isVerdict } from '../../shared/problems/rules.ts';
import type { FileHandle } from 'node:fs/promises';
import type { ArchiveReport, StagedArchive } from '../domain/backup.ts';
import { AppError, isCode, isSuch, throwIfCancelled } from '../errors/app-error.ts';
import type { BackupSource } from '../ports/backup-source.ts';
import type { Clock } from '../ports/clock.ts';
import { diskError } from '../state/json-file.ts';
import { ArchiveIntake } from './archive-intake.ts';
import type { Pull } from './sync-facts.ts';
import type { Staging, StagingRecord } from './staging.ts';

export interface PullPorts {
  readonly source: Pick<BackupSource, 'download'>;
  readonly staging: Staging;
  readonly clock: Clock;
  readonly instanceId: string;
  /** What is not encrypted throughout is refused, whatever its labels say. */
  readonly requireProtected: boolean;
  readonly pausesMs: readonly number[];
  /** Bytes so far, and the whole where it is known. */
  readonly onBytes: (bytes: number, total: number | undefined) => void;
}

/** Pauses before a broken download is taken up again, in milliseconds; after the last one the run gives up. */
export const usualPausesMs: readonly number[] = [2_000, 15_000, 60_000];
/** Bytes between two flushes: what a crash costs at most, and seldom enough to cost nothing. */
const flushEvery = 64 * 1024 * 1024;

/** What no home's backup reaches: a download of unknown length ends there. */
const maxUnlisted = 64 * 1024 ** 3;
/** Such a download asks for room again and again, this much ahead. */
const roomStep = 256 * 1024 * 1024;

/**
 * Brings one backup to this disk, checked on the way, and resumes what broke off. The result is whole: as long as listed,
 * well-formed, hashed. Errors: `ha.*`, `archive.*` and `ha.not-archive` (nothing is left on disk then), `disk.*`,
 * `sync.cancelled`.
 */
export const pullBackup = async (pull: Pull, ports: PullPorts, signal: AbortSignal): Promise<StagedArchive> => {
  for (let attempt = 0; ; attempt += 1) {
    const leftover = await usableLeftover(pull, ports);
    await ports.staging.makeRoom(Math.max((pull.copy.size ?? 0) - (leftover?.bytes ?? 0), 0));
    try {
      return await pullOnce(pull, leftover, ports, signal);
    } catch (thrown) {
      const error = asAnswer(thrown);
      const refused = isWorthless(error);
      if (refused) await ports.staging.drop(pull.backup.id);
      // What an earlier attempt left may be spoilt: only a download from its first byte on condemns an archive.
      if (refused && leftover) continue;
      const pause = ports.pausesMs[attempt];
      if (pause === undefined || !isSuch(error, isResumed)) throw error;
      await ports.clock.wait(pause, signal);
    }
  }
};

/** A page or an error message in place of the archive is no verdict on the archive. */
const asAnswer = (thrown: unknown): unknown =>
  thrown instanceof AppError && thrown.code === 'archive.not-archive'
    ? new AppError('ha.not-archive', { is: String(thrown.facts.is) }, thrown)
    : thrown;

/** Nothing of what came is worth keeping for the next attempt. */
const isWorthless = (error: unknown): boolean =>
  error instanceof AppError && (isVerdict(error.code) || error.code === 'ha.not-archive');

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
  const fill = new StagedDownload(pull, file, ports, signal);
  try {
    const archive = leftover ? await fill.takeUp(leftover) : null;
    const { sha256, report, record } = await fill.complete();
    await staging.note({ ...record, archive });
    return { file: staging.fileFor(pull.backup.id), bytes: fill.bytes, sha256, report };
  } catch (error) {
    if (isCode(error, 'ha.download-too-long')) await staging.drop(pull.backup.id);
    else if (!isCode(error, 'disk.full', 'disk.failed')) await fill.keepPart();
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
class StagedDownload {
  readonly #pull: Pull;
  readonly #file: FileHandle;
  readonly #ports: PullPorts;
  readonly #signal: AbortSignal;
  #intake: ArchiveIntake;
  #record: StagingRecord;
  #before: StagingRecord | undefined;
  /** Bytes for which the disk was found to have room, where no length is known. */
  #roomUpTo = 0;

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
    try {
      await this.#take(answer.body, copy.size ?? answer.total);
    } catch (error) {
      // A page or an error message is shorter than the archive: what it is says more than that it is short.
      if (isCode(error, 'ha.download-truncated') && this.bytes > 0) this.#intake.refuseOther();
      throw error;
    }
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
      if (listedBytes !== undefined && this.bytes + chunk.length > listedBytes)
        throw new AppError('ha.download-too-long', { listedBytes });
      if (listedBytes === undefined) await this.#keepWithin(chunk.length);
      await this.#intake.write(chunk);
      this.#ports.onBytes(this.bytes, listedBytes);
      if (this.bytes - this.#record.flushed >= flushEvery) await this.keepPart();
    }
    if (listedBytes !== undefined && this.bytes < listedBytes)
      throw new AppError('ha.download-truncated', { bytes: this.bytes, listedBytes });
  }

  /** A download that does not say how long it is: as it grows, room is left on the disk, and nobody fills it for ever. */
  async #keepWithin(bytes: number): Promise<void> {
    const grown = this.bytes + bytes;
    if (grown > maxUnlisted) throw new AppError('ha.download-too-long', { listedBytes: maxUnlisted });
    if (grown < this.#roomUpTo) return;
    try {
      await this.#ports.staging.makeRoom(roomStep);
    } catch (error) {
      // How much more there would be nobody knows: the disk is given back what this took.
      await this.#ports.staging.drop(this.#pull.backup.id);
      throw error;
    }
    this.#roomUpTo = grown + roomStep;
  }

  #newIntake(): ArchiveIntake {
    const { backup, copy } = this.#pull;
    const { requireProtected } = this.#ports;
    return new ArchiveIntake(this.#file, { slug: backup.id, protected: copy.protected, requireProtected });
  }
}
