import type { SensorId } from '../../shared/told-home.ts';

/** What Home Assistant shows of the backups. Its own part of each name is the device. */
export const toldHome = {
  device: (computer: string) => `iCloud Backup on ${computer}`,
  sensors: {
    newest_backup: 'Newest backup in iCloud',
    problem: 'Problem',
    state: 'State',
    proof: 'Proof of the newest backup',
    waiting: 'Backups waiting for upload',
    backups: 'Backups in iCloud',
    newest_size: 'Size of the newest backup',
    total_size: 'Size of all backups',
    last_test: 'Last restore test',
    sign_in_ends: 'iCloud sign-in ends',
    next_check: 'Next check',
    next_backup: 'Next backup',
  } satisfies Record<SensorId, string>,
};
