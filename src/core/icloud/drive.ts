import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { RemoteFile } from '../domain/manifest.ts';
import { AppError, isCode } from '../errors/app-error.ts';
import type { Clock } from '../ports/clock.ts';
import type { Destination, FilePart, FolderListing, TransferProgress } from '../ports/destination.ts';
import { Serial } from '../state/serial.ts';
import { ClockReader, headerDumpFlags } from './clock-skew.ts';
import type { DriveCalls } from './drive-calls.ts';
import { listFolder, type FolderContent } from './drive-list.ts';
import { ManifestCache } from './manifest-cache.ts';
import { remoteName } from './staged-config.ts';
import { usualTiming, type TransferTiming } from './transfer-flags.ts';
import { Transfers } from './transfers.ts';

export interface ICloudDriveOptions {
  readonly calls: DriveCalls;
  /** Folder under the drive's root that holds the instances' folders. */
  readonly base: string;
  /** Own folder for contents of manifests and texts on their way out. May be deleted at any time. */
  readonly cacheDir: string;
  readonly clock: Clock;
  /** What `--bwlimit` takes, for uploads; asked before each. Undefined = no limit. */
  readonly bandwidthLimit?: () => string | undefined;
  readonly timing?: TransferTiming;
}

type OnProgress = (progress: TransferProgress) => void;

/**
 * iCloud Drive through rclone. A folder one level below the base costs three drive requests to list: each rclone process
 * finds its way from the root.
 */
export class ICloudDrive implements Destination {
  readonly #calls: DriveCalls;
  readonly #base: string;
  readonly #clock: Clock;
  readonly #transfers: Transfers;
  readonly #manifests: ManifestCache;
  readonly #serial = new Serial();

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
    this.#manifests = new ManifestCache(join(options.cacheDir, 'manifests'));
  }

  async folders(signal: AbortSignal): Promise<readonly string[]> {
    const content = await this.#serial.run(() => listFolder(this.#calls, this.#path(), signal), signal);
    return content?.folders ?? [];
  }

  async list(folder: string, signal: AbortSignal): Promise<FolderListing & { readonly exists: boolean }> {
    return await this.#serial.run(async () => {
      const path = this.#path(folder);
      const apple = new ClockReader(() => this.#clock.now());
      const content = await listFolder(this.#calls, path, signal, { args: headerDumpFlags, onLine: apple.onLine });
      const items = content?.files ?? [];
      const notes = await this.#manifests.read(path, items, (names, into) =>
        this.#transfers.fetchMany(path, names, into, signal),
      );
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

  async putText(text: string, folder: string, name: string, signal: AbortSignal): Promise<void> {
    await this.#serial.run(async () => {
      await this.#transfers.uploadText(text, this.#path(folder, name), this.#clock.now(), signal);
      const found = (await this.#names(folder, signal)).filter((entry) => entry.name === name.normalize('NFC'));
      const [written] = found;
      const whole = found.length === 1 && written?.size === Buffer.byteLength(text);
      if (!whole) throw new AppError('icloud.upload-unconfirmed', { name });
      await this.#manifests.keep(this.#path(folder), written, text);
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
      // Apple answers an empty rest with an error (416).
      if (part.offset < part.size) await this.#transfers.read(this.#path(folder, name), part, take, signal);
    }, signal);
  }

  async remove(folder: string, name: string, signal: AbortSignal): Promise<void> {
    await this.#serial.run(async () => {
      try {
        const input = { fs: `${remoteName}:`, remote: this.#path(folder, name) };
        await this.#calls.rc('operations/deletefile', input, signal);
      } catch (error) {
        // Perhaps it was gone before: the listing tells.
        if (!isCode(error, 'icloud.not-found')) throw error;
      }
      const left = await this.#names(folder, signal);
      const remains = left.some((entry) => entry.name === name.normalize('NFC'));
      if (remains) throw new AppError('icloud.delete-unconfirmed', { name });
    }, signal);
  }

  async moveFolder(folder: string, toBase: string, signal: AbortSignal): Promise<void> {
    await this.#serial.run(async () => {
      const from = this.#path(folder);
      const to = `${toBase}/${folder}`.normalize('NFC');
      const before = await listFolder(this.#calls, from, signal);
      // Nothing to move: an earlier try may have done it before it was interrupted.
      if (before === undefined && (await listFolder(this.#calls, to, signal)) !== undefined) return;
      if (before === undefined) throw new AppError('icloud.not-found', { folder });
      await this.#transfers.moveFolder(from, to, signal);
      const left = await listFolder(this.#calls, from, signal);
      throwUnlessMoved(before, left, await listFolder(this.#calls, to, signal));
    }, signal);
  }

  /** Only a listing's "not found" can be believed (facts, trap 6), and gigabytes of the wrong file need not come first. */
  async #expect(folder: string, name: string, size: number, signal: AbortSignal): Promise<void> {
    const listed = (await this.#names(folder, signal)).find((entry) => entry.name === name.normalize('NFC'));
    if (listed === undefined) throw new AppError('icloud.not-found', { name });
    if (listed.size !== size) throw new AppError('icloud.copy-mismatch', { expected: size, found: listed.size });
  }

  async #names(folder: string, signal: AbortSignal): Promise<readonly RemoteFile[]> {
    return (await listFolder(this.#calls, this.#path(folder), signal))?.files ?? [];
  }

  /** Names on the drive are NFC: rclone does not find one that macOS decomposed, and would make a second (facts 7.4). */
  #path(...parts: readonly string[]): string {
    return [this.#base, ...parts].join('/').normalize('NFC');
  }
}

/** Every file that was there has to be in the new place with its size, and nothing may be left in the old one. */
const throwUnlessMoved = (
  before: FolderContent,
  left: FolderContent | undefined,
  after: FolderContent | undefined,
): void => {
  const arrived = new Set((after?.files ?? []).map((file) => `${file.size} ${file.name}`));
  const missing = before.files.filter((file) => !arrived.has(`${file.size} ${file.name}`)).length;
  const remaining = left?.files.length ?? 0;
  if (missing > 0 || remaining > 0) throw new AppError('icloud.upload-unconfirmed', { missing, remaining });
};

const isThere = async (path: string): Promise<boolean> => (await stat(path).catch(() => undefined)) !== undefined;
