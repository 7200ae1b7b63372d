import { execFile } from 'node:child_process';
import { mkdtemp, open, rm, stat, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
const pageBytes = 4096;
const ballastName = 'ballast';
const pieceBytes = 1024 * 1024;
/** What still works in a killed program's folder ends soon. */
const unmountTries = 100;
const unmountPauseMs = 100;

const isRoot = process.getuid?.() === 0;

/** `mount` and `umount` as root, directly or by a sudo that asks nothing. */
const asRoot = async (command: 'mount' | 'umount', args: readonly string[]): Promise<void> => {
  if (isRoot) await run(command, args);
  else await run('sudo', ['-n', command, ...args]);
};

export const canMountDisks = async (): Promise<boolean> => {
  const folder = await mkdtemp(join(tmpdir(), 'chaos-try-'));
  try {
    const disk = await SmallDisk.mount(folder, pieceBytes);
    await disk?.unmount();
    return disk !== undefined;
  } finally {
    await rm(folder, { recursive: true });
  }
};

/** A small disk of its own in memory, mounted over a folder, that can be filled and freed. Linux only. */
export class SmallDisk {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** Undefined where nobody may mount one. */
  static async mount(folder: string, bytes: number): Promise<SmallDisk | undefined> {
    if (process.platform !== 'linux') return undefined;
    const owner = `uid=${process.getuid?.() ?? 0},gid=${process.getgid?.() ?? 0},mode=0700`;
    try {
      await asRoot('mount', ['-t', 'tmpfs', '-o', `size=${bytes},${owner}`, 'chaos', folder]);
      return new SmallDisk(folder);
    } catch {
      return undefined;
    }
  }

  get #ballast(): string {
    return join(this.folder, ballastName);
  }

  async fill(pagesLeft: number): Promise<void> {
    const file = await open(this.#ballast, 'a');
    try {
      for (let piece = pieceBytes; piece >= pageBytes; piece /= 2) await writeUntilFull(file, piece);
    } finally {
      await file.close();
    }
    const { size } = await stat(this.#ballast);
    await truncate(this.#ballast, Math.max(size - pagesLeft * pageBytes, 0));
  }

  async free(): Promise<void> {
    await rm(this.#ballast, { force: true });
  }

  async unmount(): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      try {
        await asRoot('umount', [this.folder]);
        return;
      } catch (error) {
        if (tries === unmountTries) throw error;
        await pause(unmountPauseMs);
      }
    }
  }
}

const writeUntilFull = async (file: Awaited<ReturnType<typeof open>>, piece: number): Promise<void> => {
  const zeros = Buffer.alloc(piece);
  for (;;) {
    try {
      const { bytesWritten } = await file.write(zeros);
      if (bytesWritten < piece) return;
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') return;
      throw error;
    }
  }
};
