import { toAppError } from '../errors/app-error.ts';
import type { Logger } from '../ports/logger.ts';
import type { History, HistoryEntry } from './history.ts';

interface Notebook {
  readonly history: Pick<History, 'add'>;
  readonly ports: { readonly logger: Logger };
}

/** For people only: a history that cannot be written must not make what happened look like a failure. */
export const noteHistory = async ({ history, ports }: Notebook, ...entries: readonly HistoryEntry[]): Promise<void> => {
  try {
    for (const entry of entries) await history.add(entry);
  } catch (error) {
    ports.logger.warn('history not written', { code: toAppError(error).code });
  }
};
