import { app } from 'electron';
import { toAppError } from '../core/errors/app-error.ts';
import type { Logger } from '../core/ports/logger.ts';
import type { Host, Shell } from './host-contract.ts';
import { serveWindows } from './ipc/serve-windows.ts';
import { manageLifecycle } from './lifecycle.ts';
import { createNotifier } from './notify/create-notifier.ts';
import { attachPower } from './power.ts';
import { createTray } from './tray/create-tray.ts';
import type { AppWindows } from './windows/app-windows.ts';

/** The app as the entry sees it. */
export interface RunningApp {
  /** Its main window, at the page where people begin. */
  showApp(): void;
  /** At the settings, or at set-up before there is anything to set. */
  showSettings(): void;
  /** False where the system hides the icon. */
  isIconShown(): boolean;
  /** The desktop shows icons only now. */
  renewTray(): void;
  dispose(): Promise<void>;
}

export interface AssembleOptions {
  readonly host: Host;
  readonly shell: Shell;
  readonly windows: AppWindows;
  readonly logger: Logger;
  readonly iconsDir: string;
  /** Name of the Linux desktop. */
  readonly desktop: string | undefined;
  /** Whether the desktop shows icons is of no interest any more. */
  readonly stopLooking: () => void;
}

/** Two seconds more than a host takes at most. */
const deadlineMs = 12_000;

/** Connects the host with everything that shows it, and ends it all in order. */
export const assemble = (options: AssembleOptions): RunningApp => {
  const { host, shell, windows, logger, iconsDir, desktop, stopLooking } = options;
  let ended: Promise<void> | undefined;
  const showPage = (page: Parameters<Shell['showWindow']>[0]): void => {
    // Windows are gone by then, and a new one would be left without anybody behind it.
    if (ended) return;
    host.handle('window.show', { page }).catch((error: unknown) => {
      logger.warn('window-not-shown', { code: toAppError(error).code });
      windows.showMain();
    });
  };
  const showOrSetUp = (page: 'home' | 'settings'): void =>
    showPage(host.state.current().status.safety === 'not-set-up' ? 'setup' : page);
  const showApp = (): void => showOrSetUp('home');
  // What stands around the host asks the host for a page, so that the state names that page.
  const front: Shell = { ...shell, showWindow: showPage };

  const stopServing = serveWindows({ host, windows, logger });
  const quit = (): void => app.quit();
  const onCopied = (): void => notifier.sayCopied();
  const openTray = (): ReturnType<typeof createTray> =>
    createTray({ host, shell: front, iconsDir, desktop, quit, onFailed: showFailure, onCopied });
  const notifier = createNotifier({ host, shell: front, logger });
  const showFailure = (error: unknown): void => {
    notifier.sayFailed(error);
    showApp();
  };
  let tray = openTray();
  const detachPower = attachPower(host);

  const endAll = async (): Promise<void> => {
    stopLooking();
    detachPower();
    notifier.dispose();
    windows.dispose();
    stopServing();
    await host.dispose();
    // Last: as long as the program is there, so is its icon.
    tray.dispose();
    logger.info('app-ended');
  };
  const dispose = (): Promise<void> => (ended ??= endAll());
  manageLifecycle({ transfer: () => host.transfer(), dispose, deadlineMs, front: () => windows.front(), logger });
  return {
    showApp,
    showSettings: () => showOrSetUp('settings'),
    isIconShown: () => tray.isShown(),
    renewTray: () => {
      if (ended) return;
      tray.dispose();
      tray = openTray();
    },
    dispose,
  };
};
