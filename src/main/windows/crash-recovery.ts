import type { BrowserWindow, MessageBoxOptions } from 'electron';
import type { Logger } from '../../core/ports/logger.ts';
import { messages } from '../../messages/messages.ts';

export interface CrashRecovery {
  readonly logger: Logger;
  readonly now: () => number;
  /** Says it beside the window, or on its own where the window is gone. */
  readonly say: (options: MessageBoxOptions, beside?: BrowserWindow) => void;
}

/** A second crash within this time means that loading again does not help. Milliseconds. */
const soonMs = 60_000;

/** A page whose process died is loaded once more, and the user is told; the next time in a row its window is closed. */
export const recoverFromCrashes = (window: BrowserWindow, { logger, now, say }: CrashRecovery): void => {
  let crashedAt: number | undefined;
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit' || window.isDestroyed()) return;
    logger.error('window-crashed', { reason, exitCode });
    const again = crashedAt !== undefined && now() - crashedAt < soonMs;
    crashedAt = now();
    const { message, detail } = again ? messages.shell.windowGone : messages.shell.windowCrashed;
    const box: MessageBoxOptions = { type: 'warning', message, detail, buttons: [messages.shell.ok] };
    if (again) {
      window.destroy();
      say(box);
    } else {
      window.webContents.reload();
      say(box, window);
    }
  });
};
