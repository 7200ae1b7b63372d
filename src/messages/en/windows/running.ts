import type { Running } from '../../../shared/contract/views.ts';
import { plural } from '../../format.ts';

/** What is happening right now. */
export const running = {
  doing: {
    backup: 'Backing up now',
    restore: 'Restoring a backup from iCloud',
    test: 'Testing a backup from iCloud',
    remove: 'Moving a backup to Recently Deleted',
    pin: 'Changing which backups are kept',
    connect: 'Connecting to Home Assistant',
  } satisfies Record<Running['what'], string>,
  starting: 'Starting',
  downloading: (name: string): string => `Downloading ${name}`,
  uploading: (name: string): string => `Uploading ${name}`,
  bringingBack: (name: string): string => `Downloading ${name} from iCloud`,
  finishing: (name: string): string => `Apple is confirming ${name}`,
  of: (done: string, total: string): string => `${done} of ${total}`,
  waitingBehind: (count: number): string =>
    `${plural(count, { one: 'more backup', other: 'more backups' })} after this`,
};
