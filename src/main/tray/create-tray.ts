import { join } from 'node:path';
import { Menu, nativeImage, screen, Tray, type MenuItemConstructorOptions, type NativeImage } from 'electron';
import type { ViewState } from '../../shared/contract/views.ts';
import { cutText } from '../../shared/safe-text.ts';
import type { Host, Shell } from '../host-contract.ts';
import { isHidden } from './on-screen.ts';
import { iconFile, trayIcon, type TrayIcon } from './tray-icon.ts';
import { trayLines } from './tray-lines.ts';
import { trayMenu, type MenuEntry } from './tray-menu.ts';
import { messages } from '../../messages/messages.ts';

export interface TrayOptions {
  readonly host: Host;
  readonly shell: Shell;
  readonly iconsDir: string;
  readonly desktop: string | undefined;
  readonly quit: () => void;
  /** A command of the menu failed: its words belong into a window. */
  readonly onFailed: (error: unknown) => void;
  /** Nothing on the screen shows that it was done. */
  readonly onCopied: () => void;
}

export interface TrayHandle {
  /** macOS hides icons for people who want it so; elsewhere nobody tells. */
  isShown(): boolean;
  dispose(): void;
}

/** Menus that are open are not replaced under the pointer; "3 h ago" is brought up to date at this pace. Milliseconds. */
const calmMs = 1000;
const minuteMs = 60_000;

/** The icon near the clock. Everything it shows is a function of the state; the menu is made again at every change. */
export const createTray = (options: TrayOptions): TrayHandle => new TrayView(options);

class TrayView implements TrayHandle {
  readonly #options: TrayOptions;
  readonly #tray: Tray;
  readonly #unsubscribe: () => void;
  readonly #minute: NodeJS.Timeout;
  #shown = '';
  #isOpen = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: TrayOptions) {
    this.#options = options;
    const { host, shell } = options;
    this.#tray = new Tray(this.#image(trayIcon(host.state.current(), new Date())));
    // macOS opens the menu without us, as do Linux desktops that tell of no click (KDE tells of it and opens nothing).
    this.#tray.on('click', () => {
      if (shell.platform !== 'darwin') shell.showWindow(pageOf(host.state.current()));
    });
    this.#unsubscribe = host.state.subscribe(() => this.#soon());
    this.#minute = setInterval(() => this.#soon(), minuteMs);
    this.#minute.unref();
    this.#render();
  }

  isShown(): boolean {
    if (this.#options.shell.platform !== 'darwin') return true;
    return !isHidden(
      this.#tray.getBounds(),
      screen.getAllDisplays().map(({ bounds }) => bounds),
    );
  }

  dispose(): void {
    clearInterval(this.#minute);
    clearTimeout(this.#timer);
    this.#unsubscribe();
    this.#tray.destroy();
  }

  /** Progress comes ten times a second; a menu that flickers helps nobody. */
  #soon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#render();
    }, calmMs);
  }

  #render(): void {
    if (this.#isOpen) return;
    const state = this.#options.host.state.current();
    const now = new Date();
    const icon = trayIcon(state, now);
    const entries = trayMenu(state, now);
    const shown = JSON.stringify([icon, entries]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#tray.setImage(this.#image(icon));
    this.#tray.setToolTip(tooltipOf(state, now));
    // On Linux a menu that was handed over once never changes: each change needs a new one (facts#menu-bar-and-notification-area).
    this.#tray.setContextMenu(this.#menu(entries));
  }

  #menu(entries: readonly MenuEntry[]): Electron.Menu {
    const menu = Menu.buildFromTemplate(entries.map((entry) => this.#item(entry)));
    menu.on('menu-will-show', () => {
      this.#isOpen = true;
    });
    menu.on('menu-will-close', () => {
      this.#isOpen = false;
      this.#soon();
    });
    return menu;
  }

  #item(entry: MenuEntry): MenuItemConstructorOptions {
    const { host, shell, quit, onFailed, onCopied } = this.#options;
    switch (entry.type) {
      case 'line':
        // A disabled entry would be the dimmest of all, and this is what people come for: it leads to the whole of it.
        return { label: plain(entry.label), click: () => shell.showWindow(pageOf(host.state.current())) };
      case 'separator':
        return { type: 'separator' };
      case 'quit':
        return { id: entry.id, label: entry.label, click: quit };
      case 'submenu':
        return { id: entry.id, label: entry.label, submenu: entry.entries.map((inner) => this.#item(inner)) };
      case 'action': {
        const { name, input } = entry.command;
        const done = name === 'diagnostics.copy' ? onCopied : (): void => undefined;
        return {
          id: entry.id,
          label: entry.label,
          click: () => void host.handle(name, input as never).then(done, onFailed),
        };
      }
    }
  }

  #image(icon: TrayIcon): NativeImage {
    const { iconsDir, shell, desktop } = this.#options;
    const { file, dense, template } = iconFile(icon, shell.platform, desktop);
    const image = nativeImage.createFromPath(join(iconsDir, file));
    for (const picture of dense) {
      const { scaleFactor } = picture;
      image.addRepresentation({
        scaleFactor,
        buffer: nativeImage.createFromPath(join(iconsDir, picture.file)).toPNG(),
      });
    }
    image.setTemplateImage(template);
    return image;
  }
}

/** Windows shows no more than that of a tooltip. */
const longestTooltip = 127;

const tooltipOf = (state: ViewState, now: Date): string => {
  const { first, second } = trayLines(state, now);
  return cutText([messages.tray.product, first, second].filter((line) => line !== '').join('\n'), longestTooltip);
};

const pageOf = ({ status }: ViewState): 'setup' | 'home' => (status.safety === 'not-set-up' ? 'setup' : 'home');

/** In a menu `&` marks the next letter as its key. Names of backups may hold one. */
const plain = (label: string): string => label.replaceAll('&', '&&');
