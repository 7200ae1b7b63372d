import { ipcMain, type IpcMainInvokeEvent } from 'electron';
import type { Logger } from '../../core/ports/logger.ts';
import { channels } from '../../shared/contract/bridge.ts';
import type { Host } from '../host-contract.ts';
import { isAppUrl } from '../windows/app-protocol.ts';
import type { AppWindows } from '../windows/app-windows.ts';
import { localizeAnswer, localizeState } from './localize.ts';
import { answered, createRouter } from './router.ts';

export interface ServeWindowsOptions {
  readonly host: Host;
  readonly windows: Pick<AppWindows, 'has' | 'close' | 'push'>;
  readonly logger: Logger;
}

/** Connects the windows with the host: commands in, states out. Gives back how to stop. */
export const serveWindows = ({ host, windows, logger }: ServeWindowsOptions): (() => void) => {
  const route = createRouter({ host, logger });
  const isTrusted = ({ sender, senderFrame }: IpcMainInvokeEvent): boolean =>
    // Null: the frame went away or to another address meanwhile.
    senderFrame !== null &&
    senderFrame === sender.mainFrame &&
    senderFrame.parent === null &&
    isAppUrl(senderFrame.url) &&
    windows.has(sender.id);
  ipcMain.handle(channels.command, (event, name: unknown, input: unknown) =>
    route({ trusted: isTrusted(event), close: () => windows.close(event.sender.id) }, name, input),
  );
  // What was dropped and where it is says the preload script, of which a page cannot make up anything.
  ipcMain.handle(channels.offer, (event, path: unknown, count: unknown) =>
    answered(logger, 'offer', { trusted: isTrusted(event) }, async () =>
      localizeAnswer('file.choose', await host.offer(path, count)),
    ),
  );
  ipcMain.handle(channels.snapshot, (event) => {
    if (isTrusted(event)) return localizeState(host.state.current());
    // This is not one of our windows.
    logger.warn('snapshot-refused');
    return null;
  });
  const unsubscribe = host.state.subscribe((state) => windows.push(localizeState(state)));
  return () => {
    unsubscribe();
    ipcMain.removeHandler(channels.command);
    ipcMain.removeHandler(channels.offer);
    ipcMain.removeHandler(channels.snapshot);
  };
};
