import { openSystemApp } from '../../adapters/open-system-app.ts';
import type { Host, HostOptions } from '../host-contract.ts';
import { buildHost } from './build-host.ts';
import { usualTimings } from './host-room.ts';

/** The app without Electron, on this computer's own disk, keychain, network and clock. Errors: `disk.*`, `settings.newer`. */
export const createHost = async (options: HostOptions): Promise<Host> => {
  const { shell, dataDir, resourcesDir, packaged, environment, redactor, safeStorage } = options;
  const system = await openSystemApp({
    environment,
    dataDir,
    workingFolder: process.cwd(),
    resourcesDir,
    packaged,
    version: shell.version,
    redactor,
    safeStorage,
  });
  return await buildHost({ ...system, shell, logsDir: system.folders.logs, timings: usualTimings });
};
