import { isResumed } from '../../shared/problems/rules.ts';
import type { Activity } from '../../shared/run-report.ts';
import type { Needs } from '../context.ts';
import { AppError, isCode, isSuch, toAppError } from '../errors/app-error.ts';
import type { Destination } from '../ports/destination.ts';
import { usualPausesMs } from '../sync/pull-backup.ts';
import type { CloudCopy } from './copies-in-cloud.ts';
import type { PartialFile } from './partial-file.ts';

export type BringNeeds = Needs<'drive', 'clock' | 'timings'>;

export interface BringBack {
  readonly context: BringNeeds;
  readonly chosen: CloudCopy;
  readonly partial: PartialFile;
  readonly onActivity: (activity: Activity) => void;
}

/**
 * Fills the partial file from iCloud and gives it its name when it is the whole. Whatever ends it before leaves what came
 * for a later try, and says how much that is (`keptBytes`). What turns out not to be the whole is thrown away; only a copy that
 * came down in order, from its first byte on, is condemned (`cloud.copy-mismatch`).
 */
export const downloadCopy = async (way: BringBack, signal: AbortSignal): Promise<void> => {
  const { partial } = way;
  try {
    await partial.begin();
    const arrival = new Arrival(partial.bytes);
    const mismatch = await mismatchOf(way, bringRanges(way, arrival), signal);
    if (mismatch) {
      await partial.startOver();
      const again = arrival.wasInOneGo ? mismatch : await mismatchOf(way, bringInOrder(way), signal);
      if (again) {
        await partial.startOver();
        throw again;
      }
    }
    await partial.finish();
  } catch (thrown) {
    // What went wrong first is what counts.
    await partial.leave().catch(() => undefined);
    const error = toAppError(thrown);
    if (partial.keptBytes === 0) throw error;
    throw new AppError(error.code, { ...error.facts, keptBytes: partial.keptBytes }, error.cause);
  }
};

/** Asks once for what is missing. */
type Bring = (drive: Destination, signal: AbortSignal) => Promise<void>;

/** Undefined when it is the whole. */
const mismatchOf = async (way: BringBack, bring: Bring, signal: AbortSignal): Promise<AppError | undefined> => {
  try {
    await fill(way, bring, signal);
    way.onActivity({ phase: 'checking' });
    await way.partial.compare(signal);
    return undefined;
  } catch (error) {
    if (isCode(error, 'cloud.copy-mismatch')) return error;
    throw error;
  }
};

/** Asks until nothing is missing. A line that brings something each time is worth any number of tries. */
const fill = async (way: BringBack, bring: Bring, signal: AbortSignal): Promise<void> => {
  const { context, chosen, partial } = way;
  const { clock, timings } = context.ports;
  const pauses = timings?.pullPausesMs ?? usualPausesMs;
  for (let failures = 0; partial.missing.length > 0;) {
    const before = partial.bytes;
    show(way);
    try {
      await bring(await context.drive(chosen.base), signal);
      await partial.settle();
      if (partial.missing.length > 0) throw new AppError('cloud.failed');
    } catch (error) {
      await partial.settle();
      failures = partial.bytes > before ? 1 : failures + 1;
      const pause = pauses[failures - 1];
      // rclone itself has tried three times by then.
      if (pause === undefined || !isSuch(error, isResumed)) throw error;
      await clock.wait(pause, signal);
    }
  }
};

const show = ({ chosen, partial, onActivity }: BringBack): void => {
  const { name, size } = chosen.copy.manifest;
  onActivity({ phase: 'transferring', download: { name, bytes: partial.bytes, total: size }, waiting: 0 });
};

/** Over several connections, where that is worth it. */
const bringRanges =
  (way: BringBack, arrival: Arrival): Bring =>
  async (drive, signal) => {
    const { partial, chosen } = way;
    const { archive, size } = chosen.copy.manifest;
    const { missing } = partial;
    arrival.asks();
    const take = async (offset: number, piece: Uint8Array): Promise<void> => {
      const isNew = arrival.beginsRange(offset, piece.length);
      if (isNew && offset > 0 && partial.isBeginning(piece)) throw new AppError('cloud.copy-mismatch', { archive });
      await partial.add(offset, piece);
      show(way);
    };
    await drive.readRanges(chosen.folder, archive, { size, missing, take }, signal);
  };

/** In one stream, from the first byte on. */
const bringInOrder =
  (way: BringBack): Bring =>
  async (drive, signal) => {
    const { partial, chosen } = way;
    const { archive, size } = chosen.copy.manifest;
    const offset = partial.bytes;
    const take = async (piece: Uint8Array): Promise<void> => {
      if (partial.bytes === offset && offset > 0 && partial.isBeginning(piece))
        throw new AppError('cloud.failed', { what: 'range' });
      await partial.add(partial.bytes, piece);
      show(way);
    };
    await drive.read(chosen.folder, archive, { size, offset }, take, signal);
  };

/** How the bytes came, for what a wrong whole tells of the copy. */
class Arrival {
  /** Where the ranges of the last question go on. */
  #ends = new Set<number>();
  #ranges = 0;
  readonly #isFromStart: boolean;

  /** @param kept bytes that were there before */
  constructor(kept: number) {
    this.#isFromStart = kept === 0;
  }

  /** The whole came as one answer to one question: nobody can have mistaken one range of it for another. */
  get wasInOneGo(): boolean {
    return this.#isFromStart && this.#ranges === 1;
  }

  asks(): void {
    this.#ends = new Set();
  }

  /** Takes note of a piece; true for the first one of a range. */
  beginsRange(offset: number, bytes: number): boolean {
    const isNew = !this.#ends.delete(offset);
    this.#ends.add(offset + bytes);
    if (isNew) this.#ranges += 1;
    return isNew;
  }
}
