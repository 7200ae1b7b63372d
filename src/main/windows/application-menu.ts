import type { MenuItemConstructorOptions } from 'electron';

/**
 * macOS needs a menu bar for copy, paste, close and quit to have keys at all. The other systems have those keys anyway, and
 * no menu bar: null. Pure.
 */
export const applicationMenu = (platform: string, developing: boolean): MenuItemConstructorOptions[] | null =>
  platform === 'darwin'
    ? [
        {
          role: 'appMenu',
          submenu: [
            { role: 'about' },
            { type: 'separator' },
            { role: 'hide' },
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
