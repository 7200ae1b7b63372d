import { createHash } from 'node:crypto';
import { open, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { z } from 'zod';
import { AppError } from '../errors/app-error.ts';
import { readTextIfThere } from '../state/json-file.ts';
import { goRuntime, inheritedEnvironment, type Environment } from './environment.ts';

/**
 * The first version without "potential crash looking up items" and with the 409 answer accepted (facts#versions-of-rclone).
 */
const minimumVersion = [1, 75, 2] as const;
const versionTimeoutMs = 30_000;

/**
 * What this process has proven, by which list and which file: hashing 86 MB before each of several calls a minute, or for each
 * app that is opened in it, is too dear.
 */
const proven = new Set<string>();

const lockSchema = z.object({
  executables: z.record(z.string(), z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/) })),
});

export interface BinaryOptions {
  /** Folder with `rclone.lock.json` and `rclone/<platform>-<arch>/`. */
  readonly resourcesDir: string;
  /**
   * HA_ICLOUD_BACKUP_RCLONE names another executable; the user answers for it, its version is still checked. A packaged
   * program does not get to see that variable (adapters/own-environment.ts).
   */
  readonly environment: Environment;
  /**
   * Says by SHA-256 what the executable has to be. Default: `rclone.lock.json` in the resources. Signing changes the bytes,
   * so a packaged program has a list of its own, made after rclone was signed and kept in its archive.
   */
  readonly lockFile?: string | undefined;
  readonly platform?: NodeJS.Platform;
  readonly arch?: string;
}

/**
 * Finds the rclone to run and proves it before its first use: the bundled one by its SHA-256, one that the user named by
 * its version. Errors: `rclone.missing`, `rclone.untrusted`, `rclone.too-old`.
 */
export class RcloneBinary {
  readonly #options: BinaryOptions;

  constructor(options: BinaryOptions) {
    this.#options = options;
  }

  async path(): Promise<string> {
    const named = this.#options.environment['HA_ICLOUD_BACKUP_RCLONE'];
    if (named !== undefined && named !== '') return await prove(named, 'its version', () => this.#checkVersion(named));
    const platform = this.#options.platform ?? process.platform;
    const target = `${platform}-${this.#options.arch ?? process.arch}`;
    const program = platform === 'win32' ? 'rclone.exe' : 'rclone';
    const path = join(this.#options.resourcesDir, 'rclone', target, program);
    return await prove(path, this.#lockFile, () => this.#checkHash(path, target));
  }

  get #lockFile(): string {
    return this.#options.lockFile ?? join(this.#options.resourcesDir, 'rclone.lock.json');
  }

  async #checkHash(path: string, target: string): Promise<void> {
    const openTo = await writableByAll([path, dirname(path)]);
    if (openTo !== undefined) throw new AppError('rclone.untrusted', { path: openTo, reason: 'writable by everybody' });
    const expected = await this.#locked(target);
    if (expected === undefined || (await sha256Of(path)) !== expected) throw new AppError('rclone.untrusted', { path });
  }

  async #locked(target: string): Promise<string | undefined> {
    const text = await readTextIfThere(this.#lockFile);
    if (text === undefined) return undefined;
    try {
      return lockSchema.parse(JSON.parse(text)).executables[target]?.sha256;
    } catch (error) {
      throw new AppError('rclone.untrusted', { reason: 'lock file unreadable' }, error);
    }
  }

  /** As it says itself, which also shows that this computer lets it run. Errors: those of `path`; `rclone.failed`. */
  async version(): Promise<string> {
    const version = await this.#askVersion(await this.path());
    if (version === undefined) throw new AppError('rclone.failed', { reason: 'no version' });
    return version.join('.');
  }

  async #checkVersion(path: string): Promise<void> {
    const version = await this.#askVersion(path);
    if (version === undefined) throw new AppError('rclone.untrusted', { path });
    if (isOlder(version, minimumVersion)) {
      throw new AppError('rclone.too-old', { found: version.join('.'), needed: minimumVersion.join('.') });
    }
  }

  async #askVersion(path: string): Promise<Version | undefined> {
    const env = { ...inheritedEnvironment(this.#options.environment, {}), ...goRuntime, RCLONE_CONFIG: '' };
    const result = await execa(path, ['version'], {
      env,
      extendEnv: false,
      reject: false,
      windowsHide: true,
      timeout: versionTimeoutMs,
      maxBuffer: 1_000_000,
    });
    return parseVersion(result.stdout);
  }
}

const prove = async (path: string, by: string, check: () => Promise<void>): Promise<string> => {
  const stamp = await stampOf(path);
  const proof = `${by}\n${stamp}`;
  if (proven.has(proof)) return path;
  await check();
  // Still the file that was looked at: what came in its place meanwhile was not.
  if ((await stampOf(path)) !== stamp)
    throw new AppError('rclone.untrusted', { path, reason: 'changed while it was read' });
  proven.add(proof);
  return path;
};

/**
 * Which file it is and when it was last touched: a program may set the time of change back, but not the one of the entry.
 * What is left is the moment between this and the start, and in it those who may write there anyway: the user's own
 * programs and the system's administrator.
 */
const stampOf = async (path: string): Promise<string> => {
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile() !== true) throw new AppError('rclone.missing', { path });
  const { dev, ino, size, mtimeMs, ctimeMs } = found;
  return [path, dev, ino, size, mtimeMs, ctimeMs].join('\n');
};

/** Where any user of the computer could put another file in its place. On Windows a mode says nothing of that. */
const writableByAll = async (paths: readonly string[]): Promise<string | undefined> => {
  if (process.platform === 'win32') return undefined;
  for (const path of paths) {
    const { mode } = await stat(path);
    // In a sticky folder everyone may write, but nobody replaces what belongs to another.
    if ((mode & 0o002) !== 0 && (mode & 0o1000) === 0) return path;
  }
  return undefined;
};

type Version = readonly [number, number, number];

/** First line of `rclone version`: `rclone v1.75.2`, betas and distributions add to it. */
export const parseVersion = (output: string): Version | undefined => {
  const match = /^rclone v(\d+)\.(\d+)(?:\.(\d+))?/u.exec(output);
  return match ? [Number(match[1]), Number(match[2]), Number(match[3] ?? 0)] : undefined;
};

const isOlder = (version: Version, than: Version): boolean => {
  for (const [index, wanted] of than.entries()) {
    const part = version[index] ?? 0;
    if (part !== wanted) return part < wanted;
  }
  return false;
};

/** Into one buffer again and again: 86 MB of small ones at every start would cost more than the hash. */
const sha256Of = async (path: string): Promise<string> => {
  const hash = createHash('sha256');
  const buffer = Buffer.allocUnsafeSlow(256 * 1024);
  const file = await open(path);
  try {
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, buffer.length);
      if (bytesRead === 0) return hash.digest('hex');
      hash.update(buffer.subarray(0, bytesRead));
    }
  } finally {
    await file.close();
  }
};
