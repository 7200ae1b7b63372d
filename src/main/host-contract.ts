import type { SafeStorage } from '../adapters/safe-storage-store.ts';
import type { Redactor } from '../core/state/redact.ts';
import type { CommandName, CommandOutput, ParsedInput } from '../shared/contract/commands.ts';
import type { Page } from '../shared/contract/places.ts';
import type { FileInHand, LoginItemView, NoticeView, ViewState } from '../shared/contract/views.ts';

/** The one state that windows, tray, tooltip and notifications are functions of. */
export interface StateHub {
  current(): ViewState;
  /** Told at most ten times a second, always of the newest. Gives back how to stop listening. */
  subscribe(listener: (state: ViewState) => void): () => void;
}

/** Work that moves a backup, in either direction. */
export type Transfer = 'backup' | 'restore';

/**
 * The app without Electron: the core, its background work, the state and the commands. What of it needs a screen, it asks
 * of the `Shell`.
 */
export interface Host {
  readonly state: StateHub;
  /** Errors: AppError, whatever went wrong. */
  handle<Name extends CommandName>(name: Name, input: ParsedInput<Name>): Promise<CommandOutput<Name>>;
  /** Takes a file that was dropped on a window in hand. Nothing of it is believed. Errors: those of `file.choose`. */
  offer(path: unknown, count: unknown): Promise<FileInHand>;
  /** Begins the background work. Asks nothing of anybody before there is something set up. */
  start(): void;
  /** The computer goes to sleep: a transfer is broken off and planned again after the sleep. */
  suspend(): void;
  /** The computer is awake again: one catch-up once the network is back. */
  resume(): void;
  setOnBattery(onBattery: boolean): void;
  /** What is on its way up or down just now: quitting asks, and the computer is kept awake. */
  transfer(): Transfer | undefined;
  /** What the system would not show as a notification is said inside the window: `ViewState.notices`. */
  setNotices(notices: readonly NoticeView[]): void;
  /** Hints and reminders that were given are not given again, also after a restart (settings `desktop.hintsGiven`). */
  hintsGiven(): readonly string[];
  rememberHint(id: string): Promise<void>;
  /** Ends what is under way and lets go of everything. Resolves within ten seconds. */
  dispose(): Promise<void>;
}

/** What the host asks of Electron. */
export interface Shell {
  readonly platform: ViewState['app']['platform'];
  readonly version: string;
  /** False on a Linux desktop without a tray host, and where macOS hides the icon. May change while the app runs. */
  hasTray(): boolean;
  /** The system's own dialogs; null when they were closed. */
  chooseFolder(): Promise<string | null>;
  chooseFile(): Promise<string | null>;
  /** Of those that could be a backup. */
  chooseBackupFile(): Promise<string | null>;
  /** For a file that is to be made; one that is there may be replaced: the user was asked. */
  chooseNewFile(name: string): Promise<string | null>;
  /** A page that nobody sees, as a PDF. Error: `restore.not-printed`. */
  toPdf(html: string): Promise<Uint8Array>;
  /** By the system's dialog. False: the user gave it up. Error: `restore.not-printed`. */
  print(html: string): Promise<boolean>;
  /**
   * https, or the user's own Home Assistant; anything else is refused. `home`: its address as the user has just typed it,
   * while none is connected.
   */
  openExternal(url: string, home?: string): Promise<void>;
  openPath(path: string): Promise<void>;
  showInFolder(path: string): void;
  copyText(text: string): void;
  showWindow(page: Page): void;
  showPrompt(): void;
  /** Takes the prompt away when there is nothing to ask any more. */
  closePrompt(): void;
  readLoginItem(): LoginItemView;
  /** Reads back what became of it. */
  setLoginItem(enabled: boolean): Promise<LoginItemView>;
  openLoginItemSettings(): Promise<void>;
  /** Ends the app; the user is asked while a backup is on its way. */
  quit(): void;
}

export interface HostOptions {
  readonly shell: Shell;
  /** A folder other than the system's usual ones for data, cache and logs; tests and `--data-dir`. */
  readonly dataDir: string | undefined;
  readonly resourcesDir: string;
  /** The packaged program's list of what its rclone has to be. */
  readonly rcloneLock: string | undefined;
  /** The variables that count (adapters/own-environment.ts). */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly redactor: Redactor;
  /** Electron's `safeStorage`: holds the secrets where keytar cannot, chosen at set-up. */
  readonly safeStorage?: SafeStorage;
}
