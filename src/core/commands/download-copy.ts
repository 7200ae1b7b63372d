import { isResumed } from '../../shared/problems/rules.ts';
import type { Activity } from '../../shared/run-report.ts';
import type { Needs } from '../context.ts';
import { AppError, isCode, isSuch, toAppError } from '../errors/app-error.ts';
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
 * for a later try, and says how much that is (`keptBytes`). A part that turns out not to be the beginning of the whole is
 * thrown away; only a copy that came down from its first byte on is condemned (`cloud.copy-mismatch`).
 */
export const downloadCopy = async (way: BringBack, signal: AbortSignal): Promise<void> => {
  const { partial } = way;
  try {
    await partial.begin();
    let resumed = partial.bytes > 0;
    while (!(await isWhole(way, resumed, signal))) resumed = false;
    await partial.finish();
  } catch (thrown) {
    // What went wrong first is what counts.
    await partial.leave().catch(() => undefined);
    const error = toAppError(thrown);
    if (partial.keptBytes === 0) throw error;
    throw new AppError(error.code, { ...error.facts, keptBytes: partial.keptBytes }, error.cause);
  }
};

/** False: what was kept was spoilt, and everything has to come again. */
const isWhole = async (way: BringBack, resumed: boolean, signal: AbortSignal): Promise<boolean> => {
  const { partial, onActivity } = way;
  try {
    await fill(way, signal);
    onActivity({ phase: 'checking' });
    await partial.compare(signal);
    return true;
  } catch (error) {
    if (!isCode(error, 'cloud.copy-mismatch')) throw error;
    await partial.startOver();
    if (!resumed) throw error;
    return false;
  }
};

/** Asks for what is missing until nothing is. A line that brings something each time is worth any number of tries. */
const fill = async ({ context, chosen, partial, onActivity }: BringBack, signal: AbortSignal): Promise<void> => {
  const { base, folder, copy } = chosen;
  const { archive, name, size } = copy.manifest;
  const { clock, timings } = context.ports;
  const pauses = timings?.pullPausesMs ?? usualPausesMs;
  const show = (): void =>
    onActivity({ phase: 'transferring', download: { name, bytes: partial.bytes, total: size }, waiting: 0 });
  const take = async (piece: Uint8Array): Promise<void> => {
    await partial.append(piece);
    show();
  };
  for (let failures = 0; partial.bytes < size;) {
    const offset = partial.bytes;
    show();
    try {
      const drive = await context.drive(base);
      await drive.read(folder, archive, { size, offset }, take, signal);
    } catch (error) {
      failures = partial.bytes > offset ? 1 : failures + 1;
      const pause = pauses[failures - 1];
      // rclone itself has tried three times by then.
      if (pause === undefined || !isSuch(error, isResumed)) throw error;
      await clock.wait(pause, signal);
    }
  }
};
