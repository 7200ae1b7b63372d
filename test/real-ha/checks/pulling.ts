import type { HaBackup } from '../../../src/core/domain/backup.ts';
import { chooseCopy } from '../../../src/core/domain/choose-copy.ts';
import type { BackupSource } from '../../../src/core/ports/backup-source.ts';
import { ensure, type Check } from '../check.ts';
import { makeProtected } from '../key.ts';
import { describeArchive, pull } from '../pull.ts';
import { using, type World } from '../world.ts';

/** Newest first. */
const newestOf = async (
  source: BackupSource,
  isProtected: boolean,
  signal: AbortSignal,
): Promise<HaBackup | undefined> => {
  const { items } = await source.list(signal);
  const fitting = items.filter((backup) => chooseCopy(backup)?.protected === isProtected);
  return fitting.toSorted((a, b) => Date.parse(b.date) - Date.parse(a.date))[0];
};

const pullNewest = async (world: World, isProtected: boolean): Promise<string> =>
  using(world, async (source) => {
    const backup = await newestOf(source, isProtected, world.signal);
    if (!backup && !world.own) return 'there is none, nothing to do';
    ensure(backup !== undefined, 'there is none');
    const { archive } = await pull(world, source, backup);
    ensure(archive.report.protected === isProtected, 'the archive is not what the list says of it');
    ensure(archive.report.defects.length === 0, `defects: ${JSON.stringify(archive.report.defects)}`);
    return describeArchive(archive);
  });

export const pullsPlain: Check = {
  name: 'pull a plain backup',
  run: (world) => pullNewest(world, false),
};

export const pullsProtected: Check = {
  name: 'pull a protected backup',
  run: async (world) => {
    if (world.own) await makeProtected(world);
    return await pullNewest(world, true);
  },
};
