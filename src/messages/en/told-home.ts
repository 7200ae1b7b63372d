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
  /** The automation; `{{ … }}` and the like are Home Assistant's own. */
  alarm: {
    alias: (computer: string) => `Alarm: no new backup in iCloud (${computer})`,
    description:
      'Made by HA iCloud Backup, which also removes it. Change it as you like: your changes stay until you change the alarm in HA iCloud Backup.',
    title: 'No new backup in iCloud',
    old: (age: string) => `The newest backup of Home Assistant in iCloud is ${age} old.`,
    silent: ({ computer, age }: { readonly computer: string; readonly age: string }) =>
      `Home Assistant has heard nothing from the backup on ${computer} for ${age}.`,
    next: (computer: string) => `Turn on ${computer} and open HA iCloud Backup: it says what is wrong.`,
    hours: (count: string) => `${count} hours`,
    days: (count: string) => `${count} days`,
    over: 'There is a new backup in iCloud again.',
    testTitle: 'Test from HA iCloud Backup',
    test: 'This is how the alarm reaches you when there is no new backup in iCloud. All is well.',
  },
};
