import { app, Menu, safeStorage } from 'electron';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import type { DataFolders } from '../adapters/data-folders.ts';
import type { OwnEnvironment } from '../adapters/own-environment.ts';
import { FileLogger } from '../adapters/file-logger.ts';
import type { Logger } from '../core/ports/logger.ts';
import { Redactor } from '../core/state/redact.ts';
import { assemble, type RunningApp } from './assemble.ts';
import { createElectronShell } from './electron-shell.ts';
import { explainOnce } from './close-hint.ts';
import type { Host, Shell } from './host-contract.ts';
import { createHost } from './host/create-host.ts';
import type { Launch } from './launch.ts';
import { openLoginItem } from './login-item/login-item.ts';
import { afterMainClosed, afterPromptClosed } from './on-window-closed.ts';
import { openTrayHost } from './tray/tray-host.ts';
import { AppWindows, type AppWindowsOptions } from './windows/app-windows.ts';
import { applicationMenu } from './windows/application-menu.ts';
import { guardContents, guardSession } from './windows/guards.ts';
import { WindowBounds } from './windows/window-bounds.ts';

export interface BootOptions {
  readonly launch: Launch;
  readonly folders: DataFolders;
  /** Where Chromium keeps its own things, and the window its place. */
  readonly profileDir: string;
  /** `out/`, with preload and renderer. */
  readonly bundleDir: string;
  readonly resourcesDir: string;
  readonly rcloneLock: string | undefined;
  readonly platform: Shell['platform'];
  /** The variables that count, and names of ours that were set in vain. */
  readonly variables: OwnEnvironment;
}

/** Puts the app together, once Electron is ready. Errors: AppError; no window is shown before everything stands. */
export const boot = async (options: BootOptions): Promise<RunningApp> => {
  const { launch, folders, resourcesDir, rcloneLock, platform } = options;
  const { environment, ignored } = options.variables;
  const redactor = new Redactor(homedir());
  const logger = new FileLogger({ folder: folders.logs, redact: redactor.redact, now: () => new Date() });
  logger.info('app-starting', { version: app.getVersion(), electron: process.versions.electron });
  if (ignored.length > 0) logger.warn('variables ignored', { names: ignored.join(' ') });
  // The host is made with a shell that asks it back for what it knows: later.
  const made: LateBound = {};
  guardEverything(options);
  fillMenuBar(platform, () => made.running?.showSettings());
  const explain = (host: Host): Promise<void> => explainOnce(host, shell);
  const trayHost = await openTrayHost({ platform, onFound: () => made.running?.renewTray() });
  const windows = openWindows(options, logger, {
    onMainClosed: () => afterMainClosed({ host: made.host, explain, logger, isOtherOpen: windows.hasPrompt }),
    onPromptClosed: () => afterPromptClosed({ host: made.host, logger, isOtherOpen: windows.hasMain }),
  });
  const loginItem = openLoginItem({
    platform,
    app,
    command: startCommand(options),
    packaged: app.isPackaged,
    configHome: nonEmpty(environment['XDG_CONFIG_HOME']) ?? join(homedir(), '.config'),
  });
  // A start with data of its own is only a trial.
  if (launch.dataDir === undefined) loginItem.renew();
  const shell = createElectronShell({
    platform,
    windows,
    loginItem,
    hasTray: () => trayHost.isThere() && (made.running?.isIconShown() ?? true),
    homeUrl: () => made.host?.state.current().status.home?.url,
    logger,
  });
  const host = await createHost({
    shell,
    dataDir: launch.dataDir,
    resourcesDir,
    rcloneLock,
    environment,
    redactor,
    safeStorage,
  });
  made.host = host;
  made.running = assemble({
    host,
    shell,
    windows,
    logger,
    iconsDir: join(resourcesDir, 'icons'),
    desktop: environment['XDG_CURRENT_DESKTOP'],
    stopLooking: () => trayHost.dispose(),
  });
  host.start();
  // Without an icon nobody would know that it runs.
  const isHidden = trayHost.isThere() && (launch.hidden || wasOpenedAtLogin(platform));
  if (!isHidden) made.running.showApp();
  logger.info('app-started', { hidden: launch.hidden, tray: trayHost.isThere() });
  return made.running;
};

/** A part that is made later than the code that asks for it. */
interface LateBound {
  running?: RunningApp;
  host?: Host;
}

const guardEverything = ({ bundleDir, platform }: BootOptions): void => {
  guardContents();
  // The windows' session is made with the first window: as long as none is open, it costs nothing.
  app.on('session-created', (session) => guardSession(session, join(bundleDir, 'renderer')));
  // LSUIElement does that for the packaged app.
  if (platform === 'darwin') app.dock?.hide();
};

const fillMenuBar = (platform: Shell['platform'], openSettings: () => void): void => {
  const menu = applicationMenu(platform, !app.isPackaged, openSettings);
  Menu.setApplicationMenu(menu && Menu.buildFromTemplate(menu));
};

const openWindows = (
  { bundleDir, profileDir, resourcesDir, platform }: BootOptions,
  logger: Logger,
  closed: Pick<AppWindowsOptions, 'onMainClosed' | 'onPromptClosed'>,
): AppWindows =>
  new AppWindows({
    platform,
    preload: join(bundleDir, 'preload', 'index.cjs'),
    icon: platform === 'linux' ? join(resourcesDir, 'icons', 'app.png') : undefined,
    developing: !app.isPackaged,
    bounds: new WindowBounds(profileDir, () => logger.warn('window-place-lost')),
    logger,
    ...closed,
  });

/** What starts this very app again, with its data. An AppImage is unpacked to a new place at every start: it names itself. */
const startCommand = ({ variables, launch, folders }: BootOptions): [string, ...string[]] => [
  appImageOf(variables.environment, process.execPath) ?? process.execPath,
  ...(app.isPackaged ? [] : [app.getAppPath()]),
  ...(launch.dataDir === undefined ? [] : ['--data-dir', folders.data]),
];

/** macOS tells no arguments to what starts at login. */
const wasOpenedAtLogin = (platform: Shell['platform']): boolean =>
  platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin;

/**
 * The AppImage that this program runs out of. A terminal that is an AppImage hands its own name down to whatever is
 * started in it, and a login item would start that.
 */
const appImageOf = (environment: OwnEnvironment['environment'], program: string): string | undefined => {
  const { APPIMAGE: file, APPDIR: mounted } = environment;
  const isOurs = mounted !== undefined && mounted !== '' && program.startsWith(`${mounted}/`);
  return isOurs && file !== undefined && isAbsolute(file) ? file : undefined;
};

const nonEmpty = (text: string | undefined): string | undefined => (text === '' ? undefined : text);
