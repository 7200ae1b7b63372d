import { app, dialog, powerMonitor, type BrowserWindow, type MessageBoxOptions } from 'electron';
import { endProcess } from '../adapters/end-process.ts';
import { onEndSignal } from '../adapters/signals.ts';
import type { Logger } from '../core/ports/logger.ts';
import type { Transfer } from './host-contract.ts';
import { messages } from '../messages/messages.ts';

export interface LifecycleOptions {
  /** What would be broken off; undefined while nothing is on its way. */
  readonly transfer: () => Transfer | undefined;
  /** Ends everything in order. */
  readonly dispose: () => Promise<void>;
  /** Longer than the host needs; after that the program ends all the same. Milliseconds. */
  readonly deadlineMs: number;
  readonly front: () => BrowserWindow | undefined;
  readonly logger: Logger;
}

/**
 * How the app ends. The user is asked while a backup is on its way; the system (shutdown, log-off, a signal) is not made to
 * wait for an answer. Either way everything is ended in order before the process is.
 */
export const manageLifecycle = (options: LifecycleOptions): void => {
  let stage: 'running' | 'asking' | 'ending' = 'running';

  const end = (): void => {
    if (stage === 'ending') return;
    stage = 'ending';
    void endInOrder(options);
  };

  const ask = (what: Transfer): void => {
    if (stage !== 'running') return;
    stage = 'asking';
    const isAnswered = (stop: boolean): void => {
      // The system may have ended it meanwhile.
      if (stage !== 'asking') return;
      stage = 'running';
      if (stop) end();
    };
    askToStop(what, options.front()).then(isAnswered, (error: unknown) => {
      options.logger.warn('quit-not-asked', { kind: error instanceof Error ? error.name : typeof error });
      isAnswered(false);
    });
  };

  app.on('before-quit', (event) => {
    event.preventDefault();
    const what = options.transfer();
    if (what) ask(what);
    else end();
  });
  // Asked of the system: to wait for us, instead of killing what is being written.
  const systemEnds: NodeJS.EventEmitter = powerMonitor;
  systemEnds.on('shutdown', (event?: { preventDefault?: () => void }) => {
    event?.preventDefault?.();
    end();
  });
  onEndSignal(end);
};

const askToStop = async (what: Transfer, front: BrowserWindow | undefined): Promise<boolean> => {
  const { quit, stay } = messages.shell.quit;
  const { message, detail } = messages.shell.quit[what];
  const box: MessageBoxOptions = {
    type: 'question',
    message,
    detail,
    buttons: [quit, stay],
    defaultId: 1,
    cancelId: 1,
    noLink: true,
  };
  app.focus({ steal: true });
  const { response } = await (front ? dialog.showMessageBox(front, box) : dialog.showMessageBox(box));
  return response === 0;
};

const endInOrder = async ({ dispose, deadlineMs, logger }: LifecycleOptions): Promise<void> => {
  let late: NodeJS.Timeout | undefined;
  const deadline = new Promise<'late'>((resolve) => {
    late = setTimeout(() => resolve('late'), deadlineMs);
  });
  try {
    if ((await Promise.race([dispose(), deadline])) === 'late') logger.warn('end-late', { deadlineMs });
  } catch (error) {
    logger.error('end-failed', { kind: error instanceof Error ? error.name : typeof error });
  }
  clearTimeout(late);
  await endProcess(0, (code) => app.exit(code));
};
