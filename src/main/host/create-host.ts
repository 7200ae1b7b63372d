import { join } from 'node:path';
import { askThroughSettings } from '../../adapters/latest-release.ts';
import { openSystemApp, type SystemApp } from '../../adapters/open-system-app.ts';
import { latestReleaseAddress } from '../../core/domain/newer-release.ts';
import { projectPage } from '../../shared/project-page.ts';
import type { Host, HostOptions } from '../host-contract.ts';
import { buildHost } from './build-host.ts';
import { usualTimings } from './host-timings.ts';
import type { Releases } from './update-check.ts';

/** The app without Electron, on this computer's own disk, keychain, network and clock. Errors: `disk.*`, `settings.newer`. */
export const createHost = async (options: HostOptions): Promise<Host> => {
  const { shell, dataDir, resourcesDir, rcloneLock, environment, redactor, safeStorage } = options;
  const system = await openSystemApp({
    environment,
    dataDir,
    workingFolder: process.cwd(),
    resourcesDir,
    rcloneLock,
    version: shell.version,
    redactor,
    safeStorage,
    loginItem: () => shell.readLoginItem(),
  });
  const releases = releasesOf(system, environment);
  return await buildHost({
    ...system,
    shell,
    logsDir: system.folders.logs,
    dataDir: system.folders.data,
    resourcesDir,
    rcloneLock: rcloneLock ?? join(resourcesDir, 'rclone.lock.json'),
    timings: usualTimings,
    releases,
  });
};

const releasesOf = (
  { app, folders }: SystemApp,
  environment: HostOptions['environment'],
  project = projectPage,
): Releases | undefined => {
  const address = latestReleaseAddress(project);
  if (address === undefined || project === undefined) return undefined;
  return {
    project,
    memory: join(folders.cache, 'latest-release.json'),
    latest: (signal) => askThroughSettings(address, app.settings.current, environment, signal),
  };
};
