import type { TransferProgress } from '../ports/destination.ts';
import type { LineVerdict } from './process.ts';
import { parseStats } from './stats-line.ts';

/**
 * Reads rclone's statistics of one transfer. They count what was read from the source, which is up to 16 MiB ahead of the
 * wire, and stand at 100 % while Apple still works on the file: that time is `finishing`.
 */
export const followTransfer = (
  total: number,
  onProgress: (progress: TransferProgress) => void,
): ((line: string) => LineVerdict) => {
  let before = -1;
  return (line) => {
    const current = parseStats(line)?.transferring?.[0];
    if (current === undefined) return undefined;
    const bytes = Math.min(current.bytes ?? 0, total);
    onProgress({ bytes, total, bytesPerSecond: Math.round(speedOf(current)), finishing: bytes >= total });
    const verdict = bytes === before ? 'routine' : 'progress';
    before = bytes;
    return verdict;
  };
};

/** The moving average is 0 during the first second. */
const speedOf = ({ speedAvg, speed }: { speedAvg?: number | undefined; speed?: number | undefined }): number =>
  speedAvg === undefined || speedAvg === 0 ? (speed ?? 0) : speedAvg;

/** A copy of several small files is alive as long as bytes or files are added. */
export const followCopy = (): ((line: string) => LineVerdict) => {
  let before = '';
  return (line) => {
    const stats = parseStats(line);
    if (stats === undefined) return undefined;
    const now = `${stats.bytes} ${stats.transfers}`;
    const verdict = now === before ? 'routine' : 'progress';
    before = now;
    return verdict;
  };
};
