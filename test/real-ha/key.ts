import { chooseCopy } from '../../src/core/domain/choose-copy.ts';
import type { BackupSource } from '../../src/core/ports/backup-source.ts';
import { isSupervisorEra } from './own-home.ts';
import { tell } from './talk.ts';
import { waitUntil } from './wait-until.ts';
import { using, type World } from './world.ts';

/** As Home Assistant's own page makes them (facts#making-a-backup); of an instance that is deleted afterwards. */
const key = 'ABCD-EFGH-IJKL-MNOP-QRST-UVWX-YZ12';

/** Gives the own Home Assistant an encryption key and has it make a backup with that. */
export const makeProtected = async (world: World): Promise<void> => {
  if (world.own && isSupervisorEra(world.own)) {
    await throughSupervisor(world);
    return;
  }
  await tell(world, { type: 'backup/config/update', create_backup: { password: key } });
  await using(world, (source) => source.create(() => undefined, world.signal));
};

/** Before 2025.1 Home Assistant keeps no key; the user types one for each backup. */
const throughSupervisor = async (world: World): Promise<void> => {
  const data = { password: key, background: true };
  await tell(world, { type: 'supervisor/api', endpoint: '/backups/new/full', method: 'post', data });
  await using(world, (source) => waitUntil(() => hasProtected(source, world), 'the protected backup', world.signal));
};

const hasProtected = async (source: BackupSource, { signal }: World): Promise<boolean> =>
  (await source.list(signal)).items.some((backup) => chooseCopy(backup)?.protected === true);
