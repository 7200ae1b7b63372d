import type { TransferProgress } from '../ports/destination.ts';
import type { LineVerdict } from './rclone-run.ts';
import { parseStats, type RcloneStats } from './stats-line.ts';

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

/** A copy of several files is alive as long as bytes or files are added. */
export const followCopy = (): ((line: string) => LineVerdict) =>
  aliveWhile(({ bytes, transfers }) => `${bytes} ${transfers}`);

/** So many failures without a success in between, and it is not the files' fault. */
const failuresInRow = 50;

/** A copy of many small files is alive as long as files are added, or given up; it ends when nothing but failures comes. */
export const followFiles = (): ((line: string) => LineVerdict) => {
  const alive = aliveWhile(({ transfers, errors }) => `${transfers} ${errors ?? 0}`);
  let arrived = 0;
  let failures = 0;
  return (line) => {
    if (line.includes('"msg":"Failed to copy: ')) failures += 1;
    const { transfers = arrived } = parseStats(line) ?? {};
    if (transfers > arrived) failures = 0;
    arrived = transfers;
    return failures >= failuresInRow ? 'stop' : alive(line);
  };
};

const aliveWhile = (measure: (stats: RcloneStats) => string): ((line: string) => LineVerdict) => {
  let before = '';
  return (line) => {
    const stats = parseStats(line);
    if (stats === undefined) return undefined;
    const now = measure(stats);
    const verdict = now === before ? 'routine' : 'progress';
    before = now;
    return verdict;
  };
};
