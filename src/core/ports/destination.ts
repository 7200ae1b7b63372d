import type { Listing } from '../domain/backup.ts';
import type { Manifest, ManifestState, RemoteFile } from '../domain/manifest.ts';
import type { Range } from '../domain/ranges.ts';

export interface TransferProgress {
  /** Bytes handed over so far; the service may still be busy with the last ones (`finishing`). */
  readonly bytes: number;
  readonly total: number;
  readonly bytesPerSecond: number;
  readonly finishing: boolean;
}

/** The end of a file, from `offset` on. */
export interface FilePart {
  /** Bytes of the whole file. */
  readonly size: number;
  readonly offset: number;
}

/** Ranges of a file that are read several at once. */
export interface FileRanges {
  /** Bytes of the whole file. */
  readonly size: number;
  /** In order, apart from each other. */
  readonly missing: readonly Range[];
  /** Takes a piece that stands at `offset`; those of one range come in order, those of several at once. What it throws ends it. */
  readonly take: (offset: number, piece: Uint8Array) => Promise<void>;
}

/** One instance's folder: its files as listed, and the manifests among them as read. */
export interface FolderListing {
  /** Folder name below the base folder. */
  readonly folder: string;
  readonly files: Listing<RemoteFile>;
  /** By file name. One that could not be had costs itself alone. */
  readonly manifests: ReadonlyMap<string, ManifestState>;
  /** The newer ones among them in which all that this program knows still has its place: enough to bring a copy back. */
  readonly newer?: ReadonlyMap<string, Manifest>;
  /** Content of the folder's marker, where there is one that can be read. That it is listed is what marks a folder. */
  readonly marker: FolderMarker | undefined;
  /** Milliseconds that the destination's clock is ahead of ours, where it was seen. */
  readonly clockSkewMs: number | undefined;
}

/** Says whose folder it is; also where an id that the app minted is kept. */
export interface FolderMarker {
  /** 1 is what this program writes; a later one only says more. */
  readonly schema: number;
  readonly instanceId: string;
  readonly instanceName: string;
  readonly mintedBy: string | null;
}

/** What a folder holds, by name. */
export interface FolderContent {
  readonly files: readonly RemoteFile[];
  readonly folders: readonly string[];
}

/** How often a destination may be asked while nobody asked for it, in milliseconds. */
export interface AskBudget {
  /** With nothing to do. */
  readonly lookEveryMs: number;
  /** Where the last look left something open. */
  readonly openLookEveryMs: number;
  /** Uploads, after it was full. */
  readonly fullEveryMs: number;
}

/**
 * A place for copies. Nothing here decides: it lists, puts, fetches, removes, and says what really happened. Errors are
 * AppErrors of the `cloud.*`, `icloud.*` and `rclone.*` families. One operation at a time, the caller need not serialise.
 */
export interface Destination {
  /** Names of all instance folders below the base folder. */
  folders(signal: AbortSignal): Promise<readonly string[]>;
  /** Any folder of the drive by its path from the drive's root ('' is the root); undefined when it does not exist. */
  browse(path: string, signal: AbortSignal): Promise<FolderContent | undefined>;
  /** A folder that does not exist lists as complete and empty with `exists: false` on the result. */
  list(folder: string, signal: AbortSignal): Promise<FolderListing & { readonly exists: boolean }>;
  /** The listing alone, without fetching manifests: the look just before and just after an upload. */
  names(folder: string, signal: AbortSignal): Promise<readonly RemoteFile[]>;
  /** Uploads under a name that must be new. Success only means that the service took it: list and compare afterwards. */
  put(
    file: string,
    folder: string,
    name: string,
    modified: Date,
    onProgress: (progress: TransferProgress) => void,
    signal: AbortSignal,
  ): Promise<void>;
  /**
   * The entries of that name, once there is exactly one of that size; else those of the last of several looks over about a
   * minute, for a listing may show late what is new. Whether the file is what it should be is for the caller to judge.
   */
  arrived(folder: string, name: string, bytes: number, signal: AbortSignal): Promise<readonly RemoteFile[]>;
  /** A small text file (manifest, marker), listed and compared by the call itself, also when it is listed late. */
  putText(text: string, folder: string, name: string, signal: AbortSignal): Promise<void>;
  /**
   * Writes down together what the manifests of a folder say, as it was listed last, where many of them are in no such file yet:
   * a computer that sees the folder for the first time then need not fetch each one. A shortcut and never the truth.
   */
  keepIndex(folder: string, computerId: string, signal: AbortSignal): Promise<void>;
  /** To a file that must not exist; goes on after a break as long as it runs, but leaves nothing for a later call. */
  fetch(
    folder: string,
    name: string,
    size: number,
    target: string,
    onProgress: (progress: TransferProgress) => void,
    signal: AbortSignal,
  ): Promise<void>;
  /**
   * The bytes of a file from an offset to its end, in order; the next piece waits for `take`, and what that throws ends it.
   * Breaks off like any transfer: a caller that knows how far it came asks for the rest. `cloud.copy-mismatch` means that the file
   * is not as long as `size`.
   */
  read(
    folder: string,
    name: string,
    part: FilePart,
    take: (piece: Uint8Array) => Promise<void>,
    signal: AbortSignal,
  ): Promise<void>;
  /**
   * Ranges of a file over as many connections as are worth it, for a file that was listed a moment ago with that size. Breaks off
   * like `read` and with the same errors, once nothing is taken any more.
   */
  readRanges(folder: string, name: string, ranges: FileRanges, signal: AbortSignal): Promise<void>;
  /** Moves to the service's trash (Recently Deleted) and proves by listing that it is gone, also when that shows late. */
  remove(folder: string, name: string, signal: AbortSignal): Promise<void>;
  /** Moves every file of a folder into another base folder (the folder setting changed and the user chose "move"). */
  moveFolder(folder: string, toBase: string, signal: AbortSignal): Promise<void>;
}
