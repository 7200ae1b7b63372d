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
    'look-inside': 'Opening a backup to see what is inside',
    extract: 'Taking a file out of a backup',
    place: 'Putting a backup into Home Assistant',
    'start-restore': 'Home Assistant is restoring a backup',
    salvage: 'Saving what is intact of a backup',
  } satisfies Record<Running['what'], string>,
  starting: 'Starting',
  downloading: (name: string): string => `Downloading ${name}`,
  uploading: (name: string): string => `Uploading ${name}`,
  bringingBack: (name: string): string => `Downloading ${name} from iCloud`,
  finishing: (name: string): string => `Apple is confirming ${name}`,
  taking: (name: string): string => `Home Assistant is storing ${name}`,
  of: (done: string, total: string): string => `${done} of ${total}`,
  waitingBehind: (count: number): string =>
    `${plural(count, { one: 'more backup', other: 'more backups' })} after this`,
};
