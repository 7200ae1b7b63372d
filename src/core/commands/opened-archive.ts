import type { Origin } from '../../shared/inside.ts';
import type { Activity } from '../../shared/run-report.ts';
import type { ArchiveBytes } from '../archive/open/list-archive.ts';
import type { CopyWish } from './choose-in-cloud.ts';
import type { CloudSearchInput } from './copies-in-cloud.ts';

/** Which archive, as somebody typed it. */
export interface ArchiveWish extends Pick<CopyWish, 'instance'>, Pick<CloudSearchInput, 'baseFolder'> {
  /** A file on this computer where there is one of that name, else the ID of a backup (or its archive's name). */
  readonly what: string;
  /** The same word as the path that it would be; undefined: it is an ID, whatever files there are. */
  readonly file?: string;
}

/** An archive in which any piece can be read, and where it is. */
export interface OpenedArchive {
  readonly bytes: ArchiveBytes;
  /** As far as it was read up to now. */
  readonly origin: () => Origin;
  /** So many bytes are about to be read: of a distant archive they have to come first. */
  readonly expect: (bytes: number) => void;
  readonly signal: AbortSignal;
}

/** What is being done, and how much of a distant archive is about to be fetched. */
export interface InsideListener {
  readonly onActivity: (activity: Activity) => void;
  readonly onFetch: (bytes: number, of: number) => void;
}
