import type { InsideListener } from '../core/commands/opened-archive.ts';
import { formatBytes } from '../messages/format.ts';
import { messages } from '../messages/messages.ts';
import type { Origin } from '../shared/inside.ts';
import type { Call } from './command.ts';
import type { Progress } from './progress.ts';

/** What came down was not the whole file, so nothing could be compared with what was stored. */
export const partlyFetched = ({ fetched, bytes }: Origin): string =>
  messages.terminal.inside.fetched({ part: formatBytes(fetched), all: formatBytes(bytes) });

/** Says how much will be downloaded before that begins. */
export const showFetch = ({ output }: Call, progress: Progress): InsideListener => ({
  onActivity: (activity) => progress.show(activity),
  onFetch: (bytes, of) => {
    progress.end();
    output.note(messages.terminal.inside.willFetch({ part: formatBytes(bytes), all: formatBytes(of) }));
  },
});
