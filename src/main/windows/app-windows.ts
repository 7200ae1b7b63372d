import { app, BrowserWindow, dialog, nativeTheme, screen, type MessageBoxOptions } from 'electron';
import type { Logger } from '../../core/ports/logger.ts';
import { channels } from '../../shared/contract/bridge.ts';
import type { ViewState, WindowState } from '../../shared/contract/views.ts';
import { pageUrl, type Page } from './app-protocol.ts';
import { recoverFromCrashes } from './crash-recovery.ts';
import { fitContent } from './fit-content.ts';
import { placeBounds, type WindowBounds } from './window-bounds.ts';
import { answerKeys } from './window-keys.ts';
import { groundColour, mainWindowOptions, promptWindowOptions, type WindowFacts } from './window-options.ts';

export interface AppWindowsOptions {
  readonly platform: ViewState['app']['platform'];
  readonly preload: string;
  readonly icon: string | undefined;
  readonly developing: boolean;
  readonly bounds: WindowBounds;
  readonly logger: Logger;
  /** The user closed the main window; the app runs on. */
  readonly onMainClosed: () => void;
  /** However the small window went: by its frame, by a key, by a crash. */
  readonly onPromptClosed: () => void;
}

/** The two windows there can be. Closed means gone: an app that nobody looks at needs no renderer's memory. */
export class AppWindows {
  readonly #options: AppWindowsOptions;
  #main: BrowserWindow | undefined;
  #prompt: BrowserWindow | undefined;
  #ending = false;

  constructor(options: AppWindowsOptions) {
    this.#options = options;
    nativeTheme.on('updated', () => {
      for (const window of this.#open()) window.setBackgroundColor(groundColour(nativeTheme.shouldUseDarkColors));
    });
  }

  showMain(): void {
    this.#main = this.#main ? bringUp(this.#main) : this.#openMain();
  }

  showPrompt(): void {
    this.#prompt = this.#prompt ? bringUp(this.#prompt) : this.#openPrompt();
    // The user asked for it, wherever he is.
    app.focus({ steal: true });
  }

  closePrompt(): void {
    this.#prompt?.close();
  }

  /** The window in front to which a dialog of the system belongs, if one is open. */
  front(): BrowserWindow | undefined {
    return this.#prompt ?? this.#main;
  }

  get hasMain(): boolean {
    return this.#main !== undefined;
  }

  get hasPrompt(): boolean {
    return this.#prompt !== undefined;
  }

  has(contentsId: number): boolean {
    return this.#open().some(({ webContents }) => webContents.id === contentsId);
  }

  /** Closes the window with these contents. */
  close(contentsId: number): void {
    this.#open()
      .find(({ webContents }) => webContents.id === contentsId)
      ?.close();
  }

  push(state: WindowState): void {
    for (const { webContents } of this.#open()) if (!webContents.isDestroyed()) webContents.send(channels.state, state);
  }

  /** The app ends: every window goes, and where it was is remembered. */
  dispose(): void {
    this.#ending = true;
    if (this.#main) this.#options.bounds.remember(this.#main.getNormalBounds());
    // Not `close`: a page that hangs would be waited for.
    for (const window of this.#open()) window.destroy();
  }

  #open(): readonly BrowserWindow[] {
    return [this.#main, this.#prompt]
      .filter((window) => window !== undefined)
      .filter((window) => !window.isDestroyed());
  }

  #openMain(): BrowserWindow {
    const { bounds, onMainClosed } = this.#options;
    const areas = screen.getAllDisplays().map(({ workArea }) => workArea);
    const window = new BrowserWindow(mainWindowOptions(this.#facts(), placeBounds(bounds.main, areas)));
    window.on('close', () => bounds.remember(window.getNormalBounds()));
    window.on('closed', () => {
      this.#main = undefined;
      this.#afterClosing();
      if (!this.#ending) onMainClosed();
    });
    return this.#load(window, 'index');
  }

  #openPrompt(): BrowserWindow {
    const window = new BrowserWindow(promptWindowOptions(this.#facts()));
    fitContent(window);
    window.on('closed', () => {
      this.#prompt = undefined;
      this.#afterClosing();
      if (!this.#ending) this.#options.onPromptClosed();
    });
    return this.#load(window, 'prompt');
  }

  #load(window: BrowserWindow, page: Page): BrowserWindow {
    const { platform, logger } = this.#options;
    window.once('ready-to-show', () => bringUp(window));
    recoverFromCrashes(window, { logger, now: Date.now, say });
    if (platform === 'darwin') void app.dock?.show();
    // Windows has no such key, and a desktop without tray icons shows no menu to quit from.
    else answerKeys(window, { quit: platform === 'linux' ? () => app.quit() : undefined });
    window.loadURL(pageUrl(page)).catch((error: unknown) => {
      // A window that was closed while it loaded is no failure.
      if (window.isDestroyed()) return;
      logger.error('window-not-loaded', { page, kind: error instanceof Error ? error.name : typeof error });
      window.show();
    });
    return window;
  }

  /** macOS: an app without windows has no business in the Dock. */
  #afterClosing(): void {
    if (this.#options.platform === 'darwin' && this.#open().length === 0) app.dock?.hide();
  }

  #facts(): WindowFacts {
    const { preload, developing, icon } = this.#options;
    return { preload, developing, icon, dark: nativeTheme.shouldUseDarkColors };
  }
}

const bringUp = (window: BrowserWindow): BrowserWindow => {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
  return window;
};

/** Waits for nobody: the app's work goes on behind the box. */
const say = (options: MessageBoxOptions, beside?: BrowserWindow): void => {
  void (beside ? dialog.showMessageBox(beside, options) : dialog.showMessageBox(options));
};
