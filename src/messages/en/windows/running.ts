import { plural } from '../../format.ts';

/** What is happening right now. */
export const running = {
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
