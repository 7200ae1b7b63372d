import { blocksCloud } from '../../shared/problems/rules.ts';
import type { ViewState } from '../../shared/contract/views.ts';
import { pauseOf } from '../../shared/status-rules.ts';

/** Told apart by shape, not by colour alone; the files are made by scripts/icons.mjs. */
export const trayIcons = ['ok', 'busy', 'warning', 'error', 'paused', 'empty'] as const;
export type TrayIcon = (typeof trayIcons)[number];

/** Worst first; what the user just set off is shown before what was wrong already. `empty`: nothing is backed up yet. */
export const trayIcon = ({ status, running, held }: ViewState, now: Date): TrayIcon => {
  if (running) return 'busy';
  if (status.safety === 'not-set-up') return 'empty';
  if (status.safety === 'danger' || status.problems.some(({ code }) => blocksCloud(code))) return 'error';
  // What waits for the user's own keychain continues automatically.
  if (status.safety === 'warning' && held !== 'keychain') return 'warning';
  if (held !== null || pauseOf(status, now) !== null) return 'paused';
  return status.safety === 'waiting' ? 'empty' : status.safety === 'busy' ? 'busy' : 'ok';
};

export interface IconFile {
  readonly file: string;
  /** Pictures for denser screens; macOS finds its `@2x` without us. */
  readonly dense: readonly { readonly file: string; readonly scaleFactor: number }[];
  /** macOS draws it in the colour of its menu bar. */
  readonly template: boolean;
}

/** File names below resources/icons. GNOME and its relatives lay icons out on 24 pixels, the others on 22. */
export const iconFile = (icon: TrayIcon, platform: ViewState['app']['platform'], desktop = ''): IconFile => {
  if (platform === 'darwin') return { file: `tray-${icon}Template.png`, dense: [], template: true };
  if (platform === 'win32') return { file: `tray-${icon}.ico`, dense: [], template: false };
  const size = /gnome|unity|budgie|cinnamon/i.test(desktop) ? 24 : 22;
  return {
    file: `tray-${icon}-${size}.png`,
    dense: [{ file: `tray-${icon}-${size * 2}.png`, scaleFactor: 2 }],
    template: false,
  };
};
