import { app, Menu, safeStorage } from 'electron';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { DataFolders } from '../adapters/data-folders.ts';
import { FileLogger } from '../adapters/file-logger.ts';
import { toAppError } from '../core/errors/app-error.ts';
import type { Logger } from '../core/ports/logger.ts';
import { Redactor } from '../core/state/redact.ts';
import { assemble, type Rooms, type RunningApp } from './assemble.ts';
import { createElectronShell } from './electron-shell.ts';
import type { Host, Shell } from './host-contract.ts';
import type { Launch } from './launch.ts';
import { openLoginItem } from './login-item/login-item.ts';
import { abandonSignIn, finishSetup } from './left-behind.ts';
import { explainOnce } from './stays-open.ts';
import { openTrayHost } from './tray-host.ts';
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
  readonly platform: Shell['platform'];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly rooms: Rooms;
}

/** Puts the app together, once Electron is ready. Errors: AppError; no window is shown before everything stands. */
export const boot = async (options: BootOptions): Promise<RunningApp> => {
  const { launch, folders, resourcesDir, platform, environment, rooms } = options;
  const redactor = new Redactor(homedir());
  const logger = new FileLogger({ folder: folders.logs, redact: redactor.redact, now: () => new Date() });
  logger.info('app-starting', { version: app.getVersion(), electron: process.versions.electron });
  guardEverything(options);

  // The host is made with a shell that asks it back for what it knows: later.
  const made: Made = {};
  const trayHost = await openTrayHost({ platform, onFound: () => made.running?.renewTray() });
  const windows = await openWindows(options, logger, {
    onMainClosed: () => afterMain(made, logger, windows, shell),
    onPromptClosed: () => afterPrompt(made, logger, windows),
  });
  const loginItem = openLoginItem({
    platform,
    app,
    command: startCommand(options),
    packaged: app.isPackaged,
    configHome: nonEmpty(environment['XDG_CONFIG_HOME']) ?? join(homedir(), '.config'),
  });
  // Whoever starts it with data of its own only tries something.
  if (launch.dataDir === undefined) loginItem.renew();
  const shell = createElectronShell({
    platform,
    windows,
    loginItem,
    hasTray: () => trayHost.isThere() && (made.running?.isIconShown() ?? true),
    homeUrl: () => made.host?.state.current().status.home?.url,
    logger,
  });
  const host = await rooms.createHost({
    shell,
    dataDir: launch.dataDir,
    resourcesDir,
    packaged: app.isPackaged,
    environment,
    redactor,
    safeStorage,
  });
  made.host = host;
  const iconsDir = join(resourcesDir, 'icons');
  made.running = assemble({
    host,
    shell,
    windows,
    logger,
    rooms,
    iconsDir,
    desktop: environment['XDG_CURRENT_DESKTOP'],
    stopLooking: () => trayHost.dispose(),
  });
  host.start();
  // Without an icon nobody would know that it runs.
  const isHidden = trayHost.isThere() && (launch.hidden || wasOpenedAtLogin(platform));
  if (!isHidden) made.running.showWindow();
  logger.info('app-started', { hidden: launch.hidden, tray: trayHost.isThere() });
  return made.running;
};

/** What comes to be later than whoever asks for it. */
interface Made {
  running?: RunningApp;
  host?: Host;
}

const whenClosed = ({ host }: Made, logger: Logger, work: (host: Host) => Promise<void>): void => {
  if (host) work(host).catch((error: unknown) => logger.warn('window-closing', { code: toAppError(error).code }));
};

const afterMain = (made: Made, logger: Logger, windows: AppWindows, shell: Shell): void => {
  whenClosed(made, logger, (host) => explainOnce(host, shell));
  if (!windows.hasPrompt) whenClosed(made, logger, abandonSignIn);
  whenClosed(made, logger, finishSetup);
};

const afterPrompt = (made: Made, logger: Logger, windows: AppWindows): void => {
  const inSetup = windows.hasMain && made.host?.state.current().route.page === 'setup';
  if (!inSetup) whenClosed(made, logger, abandonSignIn);
};

const guardEverything = ({ bundleDir, platform }: BootOptions): void => {
  guardContents();
  // The windows' session is made with the first window: as long as none is open, it costs nothing.
  app.on('session-created', (session) => guardSession(session, join(bundleDir, 'renderer')));
  const menu = applicationMenu(platform, !app.isPackaged);
  Menu.setApplicationMenu(menu && Menu.buildFromTemplate(menu));
  // LSUIElement does that for the packaged app.
  if (platform === 'darwin') app.dock?.hide();
};

const openWindows = async (
  { bundleDir, profileDir, resourcesDir, platform }: BootOptions,
  logger: Logger,
  closed: Pick<AppWindowsOptions, 'onMainClosed' | 'onPromptClosed'>,
): Promise<AppWindows> =>
  new AppWindows({
    platform,
    preload: join(bundleDir, 'preload', 'index.cjs'),
    icon: platform === 'linux' ? join(resourcesDir, 'icons', 'app.png') : undefined,
    developing: !app.isPackaged,
    bounds: await WindowBounds.open(profileDir, () => logger.warn('window-place-lost')),
    logger,
    ...closed,
  });

/** What starts this very app again, with its data. An AppImage is unpacked to a new place at every start: it names itself. */
const startCommand = ({ environment, launch, folders }: BootOptions): [string, ...string[]] => [
  nonEmpty(environment['APPIMAGE']) ?? process.execPath,
  ...(app.isPackaged ? [] : [app.getAppPath()]),
  ...(launch.dataDir === undefined ? [] : ['--data-dir', folders.data]),
];

/** macOS tells no arguments to what starts at login. */
const wasOpenedAtLogin = (platform: Shell['platform']): boolean =>
  platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin;

const nonEmpty = (text: string | undefined): string | undefined => (text === '' ? undefined : text);
