import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { execa } from 'execa';
import { z } from 'zod';
import { AppError } from '../errors/app-error.ts';
import { readTextIfThere } from '../state/json-file.ts';
import { inheritedEnvironment, type Environment } from './environment.ts';

/** The first version without "potential crash looking up items" and with the 409 answer accepted (facts 2). */
const minimumVersion = [1, 75, 2] as const;
const versionTimeoutMs = 30_000;

const lockSchema = z.object({
  executables: z.record(z.string(), z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/) })),
});

export interface BinaryOptions {
  /** Folder with `rclone.lock.json` and `rclone/<platform>-<arch>/`. */
  readonly resourcesDir: string;
  /** HA_ICLOUD_BACKUP_RCLONE names another executable; the user answers for it, its version is still checked. */
  readonly environment: Environment;
  /** Whether the resources are those of an installed app, which nobody but its installer writes. */
  readonly packaged?: boolean;
  readonly platform?: NodeJS.Platform;
  readonly arch?: string;
}

/**
 * Finds the rclone to run and proves it before its first use: the bundled one by its SHA-256, one that the user named by
 * its version. Errors: `rclone.missing`, `rclone.untrusted`, `rclone.too-old`.
 */
export class RcloneBinary {
  readonly #options: BinaryOptions;
  /** What was proven, by path, size and time of change: hashing 86 MB before each of several calls a minute is too dear. */
  readonly #proven = new Set<string>();

  constructor(options: BinaryOptions) {
    this.#options = options;
  }

  async path(): Promise<string> {
    const named = this.#options.environment['HA_ICLOUD_BACKUP_RCLONE'];
    if (named !== undefined && named !== '') return await this.#prove(named, () => this.#checkVersion(named));
    const platform = this.#options.platform ?? process.platform;
    const target = `${platform}-${this.#options.arch ?? process.arch}`;
    const folder = join(this.#options.resourcesDir, 'rclone', target);
    const path = join(folder, platform === 'win32' ? 'rclone.exe' : 'rclone');
    return await this.#prove(path, () => this.#checkHash(path, folder, target));
  }

  async #prove(path: string, check: () => Promise<void>): Promise<string> {
    const found = await stat(path).catch(() => undefined);
    if (found?.isFile() !== true) throw new AppError('rclone.missing', { path });
    const stamp = `${path}\n${found.size}\n${found.mtimeMs}`;
    if (this.#proven.has(stamp)) return path;
    await check();
    this.#proven.add(stamp);
    return path;
  }

  async #checkHash(path: string, folder: string, target: string): Promise<void> {
    const expected = (await this.#recorded(folder)) ?? (await this.#locked(target));
    if (expected === undefined || (await sha256Of(path)) !== expected) throw new AppError('rclone.untrusted', { path });
  }

  /**
   * Signing changes the bytes: a packaged app records the hash afterwards, and that one counts there. In a source tree it
   * would only say that whoever replaced the executable replaced the hash beside it, too.
   */
  async #recorded(folder: string): Promise<string | undefined> {
    if (this.#options.packaged !== true) return undefined;
    return (await readTextIfThere(join(folder, 'rclone.sha256')))?.trim().split(/\s/u)[0];
  }

  async #locked(target: string): Promise<string | undefined> {
    const text = await readTextIfThere(join(this.#options.resourcesDir, 'rclone.lock.json'));
    if (text === undefined) return undefined;
    try {
      return lockSchema.parse(JSON.parse(text)).executables[target]?.sha256;
    } catch (error) {
      throw new AppError('rclone.untrusted', { reason: 'lock file unreadable' }, error);
    }
  }

  async #checkVersion(path: string): Promise<void> {
    const env = { ...inheritedEnvironment(this.#options.environment, {}), RCLONE_CONFIG: '' };
    const result = await execa(path, ['version'], {
      env,
      extendEnv: false,
      reject: false,
      windowsHide: true,
      timeout: versionTimeoutMs,
      maxBuffer: 1_000_000,
    });
    const version = parseVersion(result.stdout);
    if (version === undefined) throw new AppError('rclone.untrusted', { path });
    if (isOlder(version, minimumVersion)) {
      throw new AppError('rclone.too-old', { found: version.join('.'), needed: minimumVersion.join('.') });
    }
  }
}

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

const sha256Of = async (path: string): Promise<string> => {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: 1024 * 1024 }), hash);
  return hash.digest('hex');
};
