import type { InsideListener } from '../core/commands/opened-archive.ts';
import { formatBytes } from '../messages/format.ts';
import type { Origin } from '../shared/inside.ts';
import type { Call } from './command.ts';
import type { Progress } from './progress.ts';

const places = { file: 'File', staged: 'File', icloud: 'iCloud' } as const;

/** Where an archive is. */
export const originText = ({ from, place, bytes }: Origin): string =>
  `  ${places[from]}  ${place}  (${formatBytes(bytes)}${from === 'staged' ? ', waiting for its upload' : ''})`;

/** What came down was not the whole file, so nothing could be compared with what was stored. */
export const partlyFetched = ({ fetched, bytes }: Origin): string =>
  `${formatBytes(fetched)} of ${formatBytes(bytes)} were downloaded, so the backup as a whole could not be compared with what was stored.`;

/** Says how much will be downloaded before that begins. */
export const showFetch = ({ output }: Call, progress: Progress): InsideListener => ({
  onActivity: (activity) => progress.show(activity),
  onFetch: (bytes, of) => {
    progress.end();
    output.note(`${formatBytes(bytes)} of ${formatBytes(of)} will be downloaded.`);
  },
});
