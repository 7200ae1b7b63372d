import { createReadStream } from 'node:fs';
import { createHash } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import { freeBytes } from '../../src/adapters/disk-space.ts';
import { SystemClock } from '../../src/adapters/system-clock.ts';
import type { AgentCopy, HaBackup, StagedArchive } from '../../src/core/domain/backup.ts';
import { chooseCopy } from '../../src/core/domain/choose-copy.ts';
import type { BackupSource } from '../../src/core/ports/backup-source.ts';
import { pullBackup, usualPausesMs } from '../../src/core/sync/pull-backup.ts';
import { Staging } from '../../src/core/sync/staging.ts';
import { ensure } from './check.ts';
import type { World } from './world.ts';

export interface Pulled {
  readonly copy: AgentCopy;
  readonly archive: StagedArchive;
}

/**
 * The product's own pull: walked and hashed on the way. Its size is compared with the list's, and its bytes with the file on
 * Home Assistant's disk where that is ours to see.
 */
export const pull = async (world: World, source: BackupSource, backup: HaBackup): Promise<Pulled> => {
  const copy = chooseCopy(backup);
  ensure(copy !== undefined, `nobody holds the backup ${backup.id}`);
  const archive = await pullBackup(
    { backup, copy },
    {
      source,
      staging: new Staging(world.folder, freeBytes),
      clock: new SystemClock(),
      instanceId: 'real-ha',
      requireProtected: false,
      pausesMs: usualPausesMs,
      onBytes: () => undefined,
    },
    world.signal,
  );
  ensure(
    copy.size === undefined || copy.size === archive.bytes,
    `listed with ${copy.size ?? 0} bytes, ${archive.bytes} came`,
  );
  ensure(archive.report.slug === backup.id, `the archive says it is ${archive.report.slug}, the list ${backup.id}`);
  if (world.own) await compareWithDisk(world, archive);
  return { copy, archive };
};

const compareWithDisk = async ({ own }: World, { bytes, sha256 }: StagedArchive): Promise<void> => {
  const candidates = [...((await own?.archives()) ?? [])].filter(([, size]) => size === bytes);
  for (const [path] of candidates) if ((await hashOf(path)) === sha256) return;
  ensure(false, `none of the ${candidates.length} files of that size on Home Assistant's disk has the same bytes`);
};

/** SHA-256 of a file, lower-case hex. */
export const hashOf = async (path: string): Promise<string> => {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
};

/** `12.3 MiB, plain` */
export const describeArchive = ({ bytes, report }: StagedArchive): string => {
  const size = `${(bytes / 1024 ** 2).toFixed(1)} MiB`;
  const form = report.protected ? `protected, SecureTar ${report.secureTar ?? 'unknown'}` : 'plain';
  const defects = report.defects.map(({ kind, part }) => ` ${kind} ${part}`).join();
  return `${size}, ${form}, parts ${report.parts.map(({ name }) => name).join(' ')}${defects && `, defects${defects}`}`;
};
