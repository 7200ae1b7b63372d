import { app, protocol } from 'electron';
import { mkdirSync } from 'node:fs';
import { diskError } from '../core/state/json-file.ts';
import type { RunningApp } from './assemble.ts';
import type { BootOptions } from './boot.ts';
import { endWithFailure } from './failure.ts';
import { appScheme } from './windows/app-protocol.ts';
import { closeChromiumNetwork } from './windows/guards.ts';
import { spokenFor } from '../messages/locale.ts';
import { messages, speak } from '../messages/messages.ts';

export type StartOptions = Pick<
  BootOptions,
  'launch' | 'folders' | 'profileDir' | 'bundleDir' | 'resourcesDir' | 'rcloneLock' | 'variables'
>;

/** What a second launch tells the first. */
interface Call {
  readonly hidden: boolean;
}

/** The desktop app. Has to be called before Electron is ready: what is set here counts before that only. */
export const startApp = (options: StartOptions): void => {
  const { launch, profileDir } = options;
  // Who starts it without, as root or where the kernel allows no sandbox, gets a window instead of processes that refuse.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  closeChromiumNetwork();
  protocol.registerSchemesAsPrivileged([{ scheme: appScheme, privileges: { standard: true, secure: true } }]);
  app.setAppUserModelId('io.github.ha-icloud-backup');
  try {
    mkdirSync(profileDir, { recursive: true, mode: 0o700 });
  } catch (error) {
    void endWithFailure(messages.shell.cannotStart, diskError(error), undefined);
    return;
  }
  // Chromium keeps the lock there: one app for each data folder.
  app.setPath('userData', profileDir);
  const call: Call = { hidden: launch.hidden };
  if (app.requestSingleInstanceLock({ ...call })) runApp(options);
  else app.exit(0);
};

const runApp = (options: StartOptions): void => {
  const booted = bootWhenReady(options);
  const logsFolder = options.folders.logs;
  booted.catch((error: unknown) => endWithFailure(messages.shell.cannotStart, error, logsFolder));
  const crash = (error: unknown): void => {
    const ended = booted.then((running) => running.dispose());
    void endWithFailure(messages.shell.hasToClose, error, logsFolder, ended);
  };
  process.on('uncaughtException', crash).on('unhandledRejection', crash);

  const show = (): void => void booted.then((running) => running.showApp()).catch(() => undefined);
  app.on('second-instance', (_event, _argv, _folder, call) => {
    // The system started it at login, and it runs already.
    if ((call as Call | undefined)?.hidden !== true) show();
  });
  app.on('activate', show);
  // Without a listener Electron ends with the last window.
  app.on('window-all-closed', () => undefined);
};

/** The rest of the program is loaded only when it is sure that it is to run. */
const bootWhenReady = async (options: StartOptions): Promise<RunningApp> => {
  await app.whenReady();
  const computer = { languages: app.getPreferredSystemLanguages(), region: app.getSystemLocale() };
  await speak(spokenFor(options.variables.environment, computer));
  const { boot } = await import('./boot.ts');
  const platform = process.platform === 'darwin' || process.platform === 'win32' ? process.platform : 'linux';
  return await boot({ ...options, platform });
};
