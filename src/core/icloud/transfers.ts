import { randomBytes } from 'node:crypto';
import { rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Range } from '../domain/ranges.ts';
import { AppError, isCode } from '../errors/app-error.ts';
import type { TransferProgress } from '../ports/destination.ts';
import type { Call, DriveCalls } from './drive-calls.ts';
import { onDisk } from './on-disk.ts';
import { followCopy, followFiles, followTransfer } from './progress.ts';
import { remoteName } from './staged-config.ts';
import {
  downloadFlags,
  downloadIdleMs,
  fetchManyFlags,
  helperIdleMs,
  moveFlags,
  readFlags,
  uploadFlags,
  uploadIdleMs,
  usualNoteTimeoutsMs,
  type TransferTiming,
  type Attempt,
} from './transfer-flags.ts';
import { makeFolder } from '../state/make-folder.ts';

type OnProgress = (progress: TransferProgress) => void;
type TakePiece = (piece: Uint8Array) => Promise<void>;

export interface TransferOptions {
  readonly calls: DriveCalls;
  /** For texts on their way out. */
  readonly outgoingDir: string;
  readonly timing: TransferTiming;
  readonly bandwidthLimit: () => string | undefined;
}

/** Moves bytes between files here and paths of the drive (full, from its root). Judges nothing that the drive lists. */
export class Transfers {
  readonly #options: TransferOptions;

  constructor(options: TransferOptions) {
    this.#options = options;
  }

  /** `cloud.upload-unconfirmed`: the name was there already; perhaps an earlier attempt of this very call put it there. */
  async upload(file: string, path: string, modified: Date, onProgress: OnProgress, signal: AbortSignal): Promise<void> {
    // The drive shows the time of the file that it was given (facts#modification-times).
    await onDisk(utimes(file, modified, modified));
    const { size } = await onDisk(stat(file));
    const { calls, timing, bandwidthLimit } = this.#options;
    const args = ['copyto', file, remote(path), ...uploadFlags(timing, bandwidthLimit())];
    await calls.run({ args, idleMs: uploadIdleMs, onLine: followTransfer(size, onProgress) }, signal);
    onProgress({ bytes: size, total: size, bytesPerSecond: 0, finishing: false });
  }

  async uploadText(text: string, path: string, modified: Date, signal: AbortSignal): Promise<void> {
    const file = join(this.#options.outgoingDir, randomBytes(8).toString('hex'));
    try {
      await onDisk(makeFolder(this.#options.outgoingDir, 0o700));
      await onDisk(writeFile(file, text, { mode: 0o600, flag: 'wx' }));
      await this.upload(file, path, modified, () => undefined, signal);
    } finally {
      await onDisk(rm(file, { force: true }));
    }
  }

  /** The target appears only when whole. What a crash leaves is `<target>.partial`, replaced by the next try. */
  async download(
    path: string,
    size: number,
    target: string,
    onProgress: OnProgress,
    signal: AbortSignal,
  ): Promise<void> {
    const partial = `${target}.partial`;
    const args = ['copyto', remote(path), partial, ...downloadFlags(this.#options.timing)];
    const onLine = followTransfer(size, onProgress);
    try {
      await onDisk(rm(partial, { force: true }));
      await this.#options.calls.run({ args, idleMs: downloadIdleMs, onLine }, signal);
      const found = (await onDisk(stat(partial))).size;
      if (found !== size) throw new AppError('cloud.copy-mismatch', { expected: size, found });
      await onDisk(rename(partial, target));
      onProgress({ bytes: size, total: size, bytesPerSecond: 0, finishing: false });
    } finally {
      await onDisk(rm(partial, { force: true }));
    }
  }

  /**
   * Hands out a range of the bytes of a file of that size, in order. `cloud.copy-mismatch`: there were more of them, so they may
   * not even be the right ones.
   */
  async read(path: string, size: number, range: Range, take: TakePiece, signal: AbortSignal): Promise<void> {
    const { calls } = this.#options;
    const run = (call: Call): Promise<unknown> => calls.run({ ...call, idleMs: downloadIdleMs }, signal);
    await this.#read(path, size, range, take, run);
  }

  /** The same beside other calls. It gives up sooner, for somebody else can go on. */
  async readBeside(path: string, size: number, range: Range, take: TakePiece, signal: AbortSignal): Promise<void> {
    const { calls } = this.#options;
    const run = (call: Call): Promise<unknown> => calls.runBeside({ ...call, idleMs: helperIdleMs }, signal);
    await this.#read(path, size, range, take, run);
  }

  async #read(
    path: string,
    size: number,
    { start, end }: Range,
    take: TakePiece,
    run: (call: Call) => Promise<unknown>,
  ): Promise<void> {
    let next = start;
    const onData = async (piece: Uint8Array): Promise<void> => {
      const found = next + piece.length;
      if (found > end) throw new AppError('cloud.copy-mismatch', { expected: end, found });
      await take(piece);
      next = found;
    };
    // A file that is longer than it should be shows where nothing says how much to send.
    const count = end < size ? ['--count', String(end - start)] : [];
    const [folder, name] = cut(path);
    // A name of a list takes half the requests of one in the path (facts#drive-requests). A call is only made a second time when
    // the session was refused, which rclone says before it hands out anything: later it names what broke the connection.
    const args = ['cat', remote(folder), '--offset', String(start), ...count, ...readFlags(this.#options.timing)];
    try {
      await run({ args, stdin: `${name}\n`, onData });
    } catch (error) {
      throw notMissing(error, 'archive');
    }
    if (next !== end) throw new AppError('cloud.failed', { expected: end, found: next });
  }

  /**
   * Small files of one folder, in one run, into an empty folder here. Each is asked for once: what fails does not hold up the
   * others, and the error tells no more than that one of them failed.
   */
  async fetchMany(
    folder: string,
    names: readonly string[],
    into: string,
    attempt: Attempt,
    signal: AbortSignal,
  ): Promise<void> {
    const ms = (this.#options.timing.noteTimeoutsMs ?? usualNoteTimeoutsMs)[attempt];
    const args = ['copy', remote(folder), into, ...fetchManyFlags(ms)];
    // Alive is what brings whole files: one that comes a byte a second never ends.
    const call = { args, stdin: `${names.join('\n')}\n`, onLine: followFiles(), idleMs: 2 * ms };
    try {
      await this.#options.calls.run(call, signal);
    } catch (error) {
      throw notMissing(error, 'manifests');
    }
  }

  /** On Apple's side; nothing of the same name in the new place is replaced. */
  async moveFolder(from: string, to: string, signal: AbortSignal): Promise<void> {
    const args = ['moveto', remote(from), remote(to), ...moveFlags(this.#options.timing)];
    await this.#options.calls.run({ args, onLine: followCopy() }, signal);
  }
}

/** It was listed a moment ago: "not found" is not what happened (facts#masked-errors). */
const notMissing = (error: unknown, what: string): unknown =>
  isCode(error, 'cloud.not-found') ? new AppError('cloud.failed', { what }) : error;

const remote = (path: string): string => `${remoteName}:${path}`;

/** Folder and name. */
const cut = (path: string): [folder: string, name: string] => {
  const at = path.lastIndexOf('/');
  return [path.slice(0, Math.max(at, 0)), path.slice(at + 1)];
};
