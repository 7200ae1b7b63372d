import { sparesOthers } from '../../shared/problems/rules.ts';
import { randomBytes } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { RemoteFile } from '../domain/manifest.ts';
import { buildIndexName } from '../domain/names.ts';
import { AppError, isCode, isSuch } from '../errors/app-error.ts';
import type { Clock } from '../ports/clock.ts';
import type {
  Destination,
  FilePart,
  FileRanges,
  FolderContent,
  FolderListing,
  TransferProgress,
} from '../ports/destination.ts';
import { lookUntil, usualLooksMs } from '../seen-late.ts';
import { Mutex } from '../state/mutex.ts';
import { ClockReader, headerDumpFlags } from './clock-skew.ts';
import type { DriveCalls } from './drive-calls.ts';
import { listFolder } from './drive-list.ts';
import { readManyRanges, type ReadRange } from './many-ranges.ts';
import { ManifestCache, type FetchMany } from './manifest-cache.ts';
import { isMoved, movedOf, type Moved } from './moved.ts';
import { remoteName } from './staged-config.ts';
import { usualTiming, type TransferTiming } from './transfer-flags.ts';
import { Transfers } from './transfers.ts';

export interface ICloudDriveOptions {
  readonly calls: DriveCalls;
  /** Folder under the drive's root that holds the instances' folders; '' where they are in the root itself. */
  readonly base: string;
  /** Own folder for contents of manifests and texts on their way out. May be deleted at any time. */
  readonly cacheDir: string;
  readonly clock: Clock;
  /** Asks again for small files that could not be had, without the usual pauses. Default: no. */
  readonly retriesAtOnce?: boolean;
  /** What `--bwlimit` takes, for uploads; asked before each. Undefined = no limit. */
  readonly bandwidthLimit?: () => string | undefined;
  readonly timing?: TransferTiming;
}

type OnProgress = (progress: TransferProgress) => void;

/**
 * iCloud Drive through rclone. A folder one level below the base costs three drive requests to list: each rclone process
 * finds its way from the root (facts#drive-requests).
 */
export class ICloudDrive implements Destination {
  readonly #calls: DriveCalls;
  readonly #base: string;
  readonly #clock: Clock;
  readonly #transfers: Transfers;
  readonly #looksMs: readonly number[];
  readonly #manifests: ManifestCache;
  readonly #serial = new Mutex();
  /** What was listed last, by the folder's path. */
  #listed: { readonly path: string; readonly files: readonly RemoteFile[] } | undefined;

  constructor(options: ICloudDriveOptions) {
    this.#calls = options.calls;
    this.#base = options.base;
    this.#clock = options.clock;
    this.#transfers = new Transfers({
      calls: options.calls,
      outgoingDir: join(options.cacheDir, 'outgoing'),
      timing: options.timing ?? usualTiming,
      bandwidthLimit: options.bandwidthLimit ?? (() => undefined),
    });
    this.#looksMs = options.timing?.looksMs ?? usualLooksMs;
    const { cacheDir, retriesAtOnce = false } = options;
    this.#manifests = new ManifestCache(join(cacheDir, 'manifests'), () => this.#clock.now(), retriesAtOnce);
  }

  async folders(signal: AbortSignal): Promise<readonly string[]> {
    const content = await this.#serial.run(() => listFolder(this.#calls, this.#path(), signal), signal);
    return content?.folders ?? [];
  }

  async browse(path: string, signal: AbortSignal): Promise<FolderContent | undefined> {
    return await this.#serial.run(() => listFolder(this.#calls, path.normalize('NFC'), signal), signal);
  }

  async list(folder: string, signal: AbortSignal): Promise<FolderListing & { readonly exists: boolean }> {
    return await this.#serial.run(async () => {
      const path = this.#path(folder);
      const apple = new ClockReader(() => this.#clock.now());
      const content = await listFolder(this.#calls, path, signal, { args: headerDumpFlags, onLine: apple.onLine });
      const items = content?.files ?? [];
      const notes = await this.#manifests.read(path, items, this.#fetchManyOf(path, signal));
      this.#listed = { path, files: items };
      const files = { items, complete: true } as const;
      return { folder, files, ...notes, clockSkewMs: apple.skewMs, exists: content !== undefined };
    }, signal);
  }

  async names(folder: string, signal: AbortSignal): Promise<readonly RemoteFile[]> {
    return await this.#serial.run(() => this.#names(folder, signal), signal);
  }

  async put(
    file: string,
    folder: string,
    name: string,
    modified: Date,
    onProgress: OnProgress,
    signal: AbortSignal,
  ): Promise<void> {
    const path = this.#path(folder, name);
    await this.#serial.run(() => this.#transfers.upload(file, path, modified, onProgress, signal), signal);
  }

  async arrived(folder: string, name: string, bytes: number, signal: AbortSignal): Promise<readonly RemoteFile[]> {
    return await this.#serial.run(() => this.#arrived(folder, name, bytes, signal), signal);
  }

  async putText(text: string, folder: string, name: string, signal: AbortSignal): Promise<void> {
    await this.#serial.run(async () => {
      const written = await this.#putText(text, folder, name, signal);
      await this.#manifests.keep(this.#path(folder), written, text);
    }, signal);
  }

  async keepIndex(folder: string, computerId: string, signal: AbortSignal): Promise<void> {
    await this.#serial.run(async () => {
      const path = this.#path(folder);
      let files = this.#listed?.path === path ? this.#listed.files : [];
      for (const { text, entries } of await this.#manifests.newIndexes(path, files)) {
        const name = buildIndexName(computerId.slice(0, 6), randomBytes(3).toString('hex'));
        const written = await this.#putText(text, folder, name, signal);
        files = [...files, written];
        await this.#manifests.keepIndex(path, written, files, entries);
      }
    }, signal);
  }

  async fetch(
    folder: string,
    name: string,
    size: number,
    target: string,
    onProgress: OnProgress,
    signal: AbortSignal,
  ): Promise<void> {
    await this.#serial.run(async () => {
      if (await isThere(target)) throw new AppError('restore.target-exists', { target });
      await this.#expect(folder, name, size, signal);
      await this.#transfers.download(this.#path(folder, name), size, target, onProgress, signal);
    }, signal);
  }

  async read(
    folder: string,
    name: string,
    part: FilePart,
    take: (piece: Uint8Array) => Promise<void>,
    signal: AbortSignal,
  ): Promise<void> {
    await this.#serial.run(async () => {
      await this.#expect(folder, name, part.size, signal);
      const { size, offset: start } = part;
      // Apple answers an empty rest with an error (416).
      if (start < size) await this.#transfers.read(this.#path(folder, name), size, { start, end: size }, take, signal);
    }, signal);
  }

  async readRanges(
    folder: string,
    name: string,
    { size, missing, take }: FileRanges,
    signal: AbortSignal,
  ): Promise<void> {
    const path = this.#path(folder, name);
    const first: ReadRange = (range, to, until) => this.#transfers.read(path, size, range, to, until);
    const beside: ReadRange = (range, to, until) => this.#transfers.readBeside(path, size, range, to, until);
    await this.#serial.run(async () => {
      try {
        await readManyRanges({ missing, take, first, beside }, signal);
      } catch (error) {
        // A listing alone can be believed when it is not there, or another one.
        if (isSuch(error, sparesOthers)) await this.#expect(folder, name, size, signal);
        throw error;
      }
    }, signal);
  }

  async remove(folder: string, name: string, signal: AbortSignal): Promise<void> {
    await this.#serial.run(async () => {
      try {
        const input = { fs: `${remoteName}:`, remote: this.#path(folder, name) };
        await this.#calls.rc('operations/deletefile', input, signal);
      } catch (error) {
        // Perhaps it was gone before, or rclone did nothing (facts#deleting-in-icloud): the listing tells.
        if (!isCode(error, 'cloud.not-found')) throw error;
      }
      const left = await this.#until(
        () => this.#named(folder, name, signal),
        (entries) => entries.length === 0,
        signal,
      );
      if (left.length > 0) throw new AppError('cloud.delete-unconfirmed', { name });
    }, signal);
  }

  async moveFolder(folder: string, toBase: string, signal: AbortSignal): Promise<void> {
    await this.#serial.run(async () => {
      const from = this.#path(folder);
      const to = `${toBase}/${folder}`.normalize('NFC');
      const before = await listFolder(this.#calls, from, signal);
      // Nothing to move: an earlier try may have done it before it was interrupted.
      if (before === undefined && (await listFolder(this.#calls, to, signal)) !== undefined) return;
      if (before === undefined) throw new AppError('cloud.not-found', { folder });
      await this.#transfers.moveFolder(from, to, signal);
      const look = async (): Promise<Moved> => {
        const left = await listFolder(this.#calls, from, signal);
        return movedOf(before, left, await listFolder(this.#calls, to, signal));
      };
      const { missing, remaining } = await this.#until(look, isMoved, signal);
      if (missing > 0 || remaining > 0) throw new AppError('cloud.upload-unconfirmed', { missing, remaining });
    }, signal);
  }

  /**
   * What rclone says of a file that it could not have may hide that nothing can be had at all (it drops Apple's answer to the
   * question where a file's contents are). A listing tells: where it fails, the look does.
   */
  #fetchManyOf(path: string, signal: AbortSignal): FetchMany {
    return async (names, into, attempt) => {
      try {
        await this.#transfers.fetchMany(path, names, into, attempt, signal);
      } catch (error) {
        if (!isSuch(error, sparesOthers)) throw error;
        const isTold = error.code === 'cloud.failed' && error.facts.status !== undefined;
        if (attempt === 'first' && !isTold) await listFolder(this.#calls, path, signal);
      }
    };
  }

  async #putText(text: string, folder: string, name: string, signal: AbortSignal): Promise<RemoteFile> {
    await this.#transfers.uploadText(text, this.#path(folder, name), this.#clock.now(), signal);
    const bytes = Buffer.byteLength(text);
    const found = await this.#arrived(folder, name, bytes, signal);
    const [written] = found;
    if (!isArrived(found, bytes) || !written) throw new AppError('cloud.upload-unconfirmed', { name });
    return written;
  }

  async #arrived(folder: string, name: string, bytes: number, signal: AbortSignal): Promise<readonly RemoteFile[]> {
    return await this.#until(
      () => this.#named(folder, name, signal),
      (found) => isArrived(found, bytes),
      signal,
    );
  }

  async #until<T>(look: () => Promise<T>, isThere: (seen: T) => boolean, signal: AbortSignal): Promise<T> {
    return await lookUntil(look, isThere, this.#looksMs, this.#clock, signal);
  }

  async #named(folder: string, name: string, signal: AbortSignal): Promise<readonly RemoteFile[]> {
    return (await this.#names(folder, signal)).filter((entry) => entry.name === name.normalize('NFC'));
  }

  /**
   * Only a listing's "not found" can be believed (facts#masked-errors), and gigabytes of the wrong file need not come
   * first. One listing decides nothing: what it does not show as expected is looked up again.
   */
  async #expect(folder: string, name: string, size: number, signal: AbortSignal): Promise<void> {
    const look = async (): Promise<RemoteFile | undefined> => (await this.#named(folder, name, signal))[0];
    const asExpected = (file: RemoteFile | undefined): boolean => file?.size === size;
    const listed = await lookUntil(look, asExpected, this.#looksMs.slice(0, 1), this.#clock, signal);
    if (listed === undefined) throw new AppError('cloud.not-found', { name });
    if (listed.size !== size) throw new AppError('cloud.copy-mismatch', { expected: size, found: listed.size });
  }

  async #names(folder: string, signal: AbortSignal): Promise<readonly RemoteFile[]> {
    return (await listFolder(this.#calls, this.#path(folder), signal))?.files ?? [];
  }

  /**
   * Names on the drive are NFC: rclone does not find one that macOS decomposed, and would make a second (facts#file-names).
   */
  #path(...parts: readonly string[]): string {
    return [this.#base, ...parts]
      .filter((part) => part !== '')
      .join('/')
      .normalize('NFC');
  }
}

const isArrived = (found: readonly RemoteFile[], bytes: number): boolean =>
  found.length === 1 && found[0]?.size === bytes;

const isThere = async (path: string): Promise<boolean> => (await stat(path).catch(() => undefined)) !== undefined;
