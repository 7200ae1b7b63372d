import { openSystemApp } from '../adapters/open-system-app.ts';
import type { SafeStorage } from '../adapters/safe-storage-store.ts';
import type { App } from '../core/app.ts';
import type { Credentials, SignIn } from '../core/icloud/sign-in.ts';
import type { CliIo } from './io.ts';

/** One sign-in as a terminal leads it. */
export type SignInDialog = Pick<
  SignIn,
  'current' | 'start' | 'resend' | 'textInstead' | 'choosePhone' | 'enterCode' | 'abandon'
>;

/** The app as commands of the terminal see it: settings go by way of its commands. */
export type CliApp = Omit<App, 'settings' | 'signIn'> & { signIn(credentials: Credentials): Promise<SignInDialog> };

/** @param dataDir - what `--data-dir` said */
export type OpenApp = (dataDir: string | undefined) => Promise<CliApp>;

export interface CreateAppOptions {
  readonly io: Pick<CliIo, 'env' | 'workingFolder'>;
  readonly dataDir: string | undefined;
  /** Holds rclone.lock.json and rclone/<platform>-<arch>/. */
  readonly resourcesDir: string;
  readonly version: string;
  /** The packaged program's list of what its rclone has to be. */
  readonly rcloneLock?: string;
  /** Electron's, where the command line is the packaged app's. */
  readonly safeStorage?: SafeStorage;
}

/** The app on this computer's own disk, keychain, network and clock. Errors: `disk.*`, `settings.newer`. */
export const createCliApp = async (options: CreateAppOptions): Promise<CliApp> => {
  const { io, dataDir, resourcesDir, version, rcloneLock, safeStorage } = options;
  const { env: environment, workingFolder } = io;
  const system = { environment, workingFolder, dataDir, resourcesDir, version, rcloneLock, safeStorage };
  return (await openSystemApp(system)).app;
};
