import type { Running } from '../../contract/views.ts';
import { plural } from '../format.ts';

/** What is under way just now. */
export const runningWords = {
  doing: {
    backup: 'Backing up now',
    restore: 'Bringing a backup back from iCloud',
    remove: 'Moving a copy to Recently Deleted',
    connect: 'Connecting to Home Assistant',
  } as const satisfies Record<Running['what'], string>,
  starting: 'Starting',
  downloading: (name: string): string => `Downloading ${name}`,
  uploading: (name: string): string => `Uploading ${name}`,
  bringingBack: (name: string): string => `Fetching ${name} from iCloud`,
  finishing: (name: string): string => `Apple is confirming ${name}`,
  of: (done: string, total: string): string => `${done} of ${total}`,
  waitingBehind: (count: number): string => `${plural(count, 'more backup')} after this`,
} as const;
