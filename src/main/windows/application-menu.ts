import type { MenuItemConstructorOptions } from 'electron';
import { messages } from '../../messages/messages.ts';

/**
 * macOS needs a menu bar for copy, paste, close and quit to have keys at all. The other systems have those keys anyway, and
 * no menu bar: null. Pure.
 *
 * @param openSettings - shows them in the main window; before there is anything to set, whatever is there
 */
export const applicationMenu = (
  platform: string,
  developing: boolean,
  openSettings: () => void,
): MenuItemConstructorOptions[] | null =>
  platform === 'darwin'
    ? [
        {
          role: 'appMenu',
          submenu: [
            { role: 'about' },
            { type: 'separator' },
            { label: messages.shell.settings, accelerator: 'Command+,', click: openSettings },
            { type: 'separator' },
            { role: 'services' },
            { type: 'separator' },
            { role: 'hide' },
            { role: 'hideOthers' },
            { role: 'unhide' },
            { type: 'separator' },
            { role: 'quit' },
          ],
        },
        { role: 'editMenu' },
        {
          role: 'viewMenu',
          submenu: [
            { role: 'resetZoom' },
            { role: 'zoomIn' },
            { role: 'zoomOut' },
            ...(developing ? [{ role: 'toggleDevTools' as const }] : []),
          ],
        },
        { role: 'windowMenu' },
      ]
    : null;
