import { openSystemApp } from '../adapters/open-system-app.ts';
import type { SafeStorage } from '../adapters/safe-storage-store.ts';
import type { CliApp } from './cli-app.ts';
import type { CliIo } from './io.ts';

export interface CreateAppOptions {
  readonly io: Pick<CliIo, 'env' | 'workingFolder'>;
  readonly dataDir: string | undefined;
  /** Holds rclone.lock.json and rclone/<platform>-<arch>/. */
  readonly resourcesDir: string;
  readonly version: string;
  /** The resources are those of an installed app. */
  readonly packaged?: boolean;
  /** Electron's, where the command line is the packaged app's. */
  readonly safeStorage?: SafeStorage;
}

/** The app on this computer's own disk, keychain, network and clock. Errors: `disk.*`, `settings.newer`. */
export const createCliApp = async (options: CreateAppOptions): Promise<CliApp> => {
  const { io, dataDir, resourcesDir, version, packaged = false, safeStorage } = options;
  const { env: environment, workingFolder } = io;
  const system = { environment, workingFolder, dataDir, resourcesDir, version, packaged, safeStorage };
  return (await openSystemApp(system)).app;
};
