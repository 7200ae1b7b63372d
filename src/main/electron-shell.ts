import { app, clipboard, dialog, shell as desktop, type OpenDialogOptions } from 'electron';
import { AppError } from '../core/errors/app-error.ts';
import type { Logger } from '../core/ports/logger.ts';
import { messages } from '../messages/messages.ts';
import { isOpenable } from './external-address.ts';
import type { Shell } from './host-contract.ts';
import type { LoginItem } from './login-item/login-item.ts';
import { pageAsPdf, printPage } from './windows/hidden-page.ts';
import type { AppWindows } from './windows/app-windows.ts';

export interface ElectronShellOptions {
  readonly platform: Shell['platform'];
  readonly windows: Pick<AppWindows, 'showMain' | 'showPrompt' | 'closePrompt' | 'front'>;
  readonly loginItem: LoginItem;
  readonly hasTray: () => boolean;
  /** Address of the user's Home Assistant, once it is known. */
  readonly homeUrl: () => string | undefined;
  readonly logger: Logger;
}

/** Where each system shows what starts at login; Linux desktops agree on no place. */
const loginItemSettings = {
  darwin: 'x-apple.systempreferences:com.apple.LoginItems-Settings.extension',
  win32: 'ms-settings:startupapps',
  linux: undefined,
} as const;

/** What the host asks of Electron. Errors of opening something: `internal` (refused), `disk.failed` (not there). */
export const createElectronShell = (options: ElectronShellOptions): Shell => {
  const { platform, windows, loginItem, hasTray, homeUrl, logger } = options;
  const choose = async (
    properties: NonNullable<OpenDialogOptions['properties']>,
    filters: Pick<OpenDialogOptions, 'filters'> = {},
  ): Promise<string | null> => {
    const front = windows.front();
    const wish = { properties, ...filters };
    const { canceled, filePaths } = await (front ? dialog.showOpenDialog(front, wish) : dialog.showOpenDialog(wish));
    return canceled ? null : (filePaths[0] ?? null);
  };
  return {
    platform,
    version: app.getVersion(),
    hasTray,
    chooseFolder: () => choose(['openDirectory', 'createDirectory']),
    chooseFile: () => choose(['openFile']),
    chooseBackupFile: () =>
      choose(['openFile'], { filters: [{ name: messages.shell.backupFiles, extensions: ['tar'] }] }),
    chooseNewFile: async (name) => {
      const front = windows.front();
      const wish = { defaultPath: name };
      const { canceled, filePath } = await (front ? dialog.showSaveDialog(front, wish) : dialog.showSaveDialog(wish));
      return canceled || filePath === '' ? null : filePath;
    },
    toPdf: pageAsPdf,
    print: printPage,
    openExternal: async (url, home) => {
      if (!isOpenable(url, home ?? homeUrl())) throw new AppError('internal', { kind: 'address refused' });
      await desktop.openExternal(url);
    },
    openPath: async (path) => {
      // Electron answers with a text, in the system's own language, instead of failing.
      if ((await desktop.openPath(path)) !== '') throw new AppError('disk.failed', { system: 'open' });
    },
    showInFolder: (path) => desktop.showItemInFolder(path),
    copyText: (text) => {
      // Younger Electrons answer with a promise.
      Promise.resolve(clipboard.writeText(text)).catch(() => logger.warn('copy-failed'));
    },
    // Which page is shown is in the state that the host pushes.
    showWindow: () => windows.showMain(),
    showPrompt: () => windows.showPrompt(),
    closePrompt: () => windows.closePrompt(),
    readLoginItem: () => loginItem.read(),
    setLoginItem: (enabled) => Promise.resolve(loginItem.set(enabled)),
    openLoginItemSettings: async () => {
      const settings = loginItemSettings[platform];
      if (settings !== undefined) await desktop.openExternal(settings);
    },
    quit: () => app.quit(),
  };
};
