import { isCode, toAppError } from '../errors/app-error.ts';
import type { Destination } from '../ports/destination.ts';
import type { RunPorts } from './run-ports.ts';

/**
 * Saves the next computer the way to each manifest by itself. Nothing depends on it, so nothing comes of a failure; not while
 * the cloud is known to be full, for then it could only fail.
 */
export const keepIndex = async (
  folder: string,
  destination: Destination,
  { settings, gates, logger }: Pick<RunPorts, 'settings' | 'gates' | 'logger'>,
  signal: AbortSignal,
): Promise<void> => {
  try {
    if ((await gates.read()).full) return;
    await destination.keepIndex(folder, settings.computerId, signal);
  } catch (thrown) {
    const error = toAppError(thrown);
    if (isCode(error, 'sync.cancelled')) throw error;
    logger.warn('index of manifests not written', { code: error.code });
  }
};
