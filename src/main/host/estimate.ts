import { comesDown, type Running } from '../../shared/contract/views.ts';
import type { Activity, TransferState } from '../../shared/run-report.ts';
import type { Direction } from '../../shared/vocabulary.ts';

/** How fast one direction is, as far as it was seen. */
interface Track {
  readonly name: string;
  readonly bytes: number;
  /** Milliseconds, on any clock that only goes forward. */
  readonly at: number;
  /** Bytes a second; undefined until something was moved for long enough. */
  readonly rate: number | undefined;
}

/** What was learned so far in one run. */
export interface Pace {
  readonly download: Track | undefined;
  readonly upload: Track | undefined;
}

export const noPace: Pace = { download: undefined, upload: undefined };

/** Measured over at least that long: buffers swallow the first megabytes in no time. Milliseconds. */
const shortestMs = 2_000;
/** How much the newest measurement counts against those before. */
const weight = 0.3;

export const learn = (pace: Pace, activity: Activity, at: number): Pace => {
  if (activity.phase !== 'transferring') return pace;
  return {
    download: follow(pace.download, activity.download, at),
    upload: follow(pace.upload, activity.upload, at),
  };
};

const follow = (track: Track | undefined, transfer: TransferState | undefined, at: number): Track | undefined => {
  if (!transfer) return track;
  const { name, bytes } = transfer;
  // Another file, or the same one again from the start: the line is as fast as it was.
  if (track?.name !== name || bytes < track.bytes) return { name, bytes, at, rate: track?.rate };
  if (at - track.at < shortestMs) return track;
  const measured = ((bytes - track.bytes) / (at - track.at)) * 1000;
  const rate = track.rate === undefined ? measured : track.rate * (1 - weight) + measured * weight;
  return { name, bytes, at, rate };
};

/**
 * Seconds until a run or a restore is over; null as long as that would be a guess. Backups that still wait count as big as
 * the one on its way, for nothing else is known of them.
 */
export const secondsLeft = (what: Running['what'], pace: Pace, activity: Activity): number | null => {
  if (activity.phase !== 'transferring') return null;
  const { download, upload, waiting } = activity;
  if (comesDown(what)) return whole(time(left(download), pace, 'download'));
  const current = upload ?? download;
  if (current?.total === undefined || upload?.finishing) return null;
  // While one goes up the next comes down: it is one of those that wait, and only its way up counts.
  const up = (upload ? left(upload) : current.total) + waiting * current.total;
  return whole(time(up, pace, 'upload') + (upload ? 0 : time(left(download), pace, 'download')));
};

const left = (transfer: TransferState | undefined): number =>
  transfer ? Math.max((transfer.total ?? Number.NaN) - transfer.bytes, 0) : 0;

const time = (bytes: number, pace: Pace, leg: Direction): number => {
  if (bytes === 0) return 0;
  const rate = pace[leg]?.rate;
  return rate === undefined || rate <= 0 ? Number.NaN : bytes / rate;
};

const whole = (seconds: number): number | null => (Number.isFinite(seconds) ? Math.ceil(seconds) : null);
