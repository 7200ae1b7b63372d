import { join } from 'node:path';
import { AppError } from './errors/app-error.ts';
import { liftApple } from './icloud/apple-gate.ts';
import { RcloneBinary } from './icloud/binary.ts';
import { ICloudDrive } from './icloud/drive.ts';
import { DriveCalls, type DriveCallOptions, type SilentSignIn } from './icloud/drive-calls.ts';
import { guardDrive, isAboutAccount } from './icloud/guarded-drive.ts';
import { rcloneNetwork } from './icloud/network-settings.ts';
import { RcloneProcesses } from './icloud/process.ts';
import type { RunningMarks } from './icloud/running-marks.ts';
import { silentSignInGate } from './icloud/silent-sign-in.ts';
import type { LiveConfig } from './icloud/staged-config.ts';
import type { AppPorts } from './app-ports.ts';
import type { Destination } from './ports/destination.ts';
import type { SecretStore } from './ports/secret-store.ts';
import type { SettingsAccess } from './settings/settings.ts';
import type { Gates } from './state/gates.ts';
import type { History } from './state/history.ts';
import type { Cell } from './state/json-file.ts';
import { noteHistory } from './state/note-history.ts';

/** `at-once`: a person waits for it, so what could not be had a moment ago is asked for again without a pause. */
export type DriveWish = 'at-once';

type Folders = Pick<AppPorts, 'folders'>;

export const configFile = (ports: Folders): string => join(ports.folders.data, 'rclone', 'rclone.conf');
export const rcloneCache = (ports: Folders): string => join(ports.folders.cache, 'rclone');
export const signInStaging = (ports: Folders): string => join(ports.folders.data, 'rclone', 'sign-in');

/** The rclone of this computer, still to be proven. */
export const rcloneBinary = (ports: Pick<AppPorts, 'environment' | 'rcloneLock' | 'resourcesDir'>): RcloneBinary =>
  new RcloneBinary({
    resourcesDir: ports.resourcesDir,
    environment: ports.environment,
    lockFile: ports.rcloneLock,
  });

export const openRunner = (ports: AppPorts, settings: SettingsAccess, marks: RunningMarks): RcloneProcesses => {
  const binary = rcloneBinary(ports);
  return new RcloneProcesses({
    executable: () => binary.path(),
    config: configFile(ports),
    cacheDir: rcloneCache(ports),
    stagingDir: signInStaging(ports),
    network: () => {
      const { proxy, caFile } = settings.current;
      const chosen = { ...(proxy === null ? {} : { httpsProxy: proxy }), ...(caFile === null ? {} : { caFile }) };
      return rcloneNetwork(chosen, ports.environment, join(ports.folders.cache, 'rclone-ca.pem'));
    },
    parentEnvironment: ports.environment,
    marks,
  });
};

export const liveConfig = (
  ports: AppPorts,
  settings: SettingsAccess,
  gates: Cell<Gates>,
  secrets: SecretStore,
): LiveConfig => ({
  file: configFile(ports),
  cacheDir: rcloneCache(ports),
  stagingDir: signInStaging(ports),
  secrets,
  onAccount: async (appleId) => {
    await settings.update((current) => ({ ...current, appleId }));
  },
  onSignedIn: async (at) => {
    await settings.update((current) => ({ ...current, trustedSince: at.toISOString() }));
    await gates.update(liftApple);
  },
});

/** The gate of silent sign-ins; each is also told in the history, for Apple sends the user an e-mail about it. */
export const silentOf = (ports: AppPorts, gates: Cell<Gates>, history: History): SilentSignIn => {
  const gate = silentSignInGate(gates, ports.clock);
  return {
    allowed: () => gate.allowed(),
    used: async () => {
      await gate.used();
      const at = ports.clock.now().toISOString();
      await noteHistory({ history, ports }, { kind: 'sign-in', at, what: 'silent' });
    },
  };
};

/** A second kind of destination is made here. */
export const driveOf =
  (ports: AppPorts, settings: SettingsAccess, gates: Cell<Gates>, access: Omit<DriveCallOptions, 'cacheDir'>) =>
  async (otherBase?: string, wish?: DriveWish): Promise<Destination> => {
    const { appleId, baseFolder } = settings.current;
    if (appleId === null) throw new AppError('icloud.not-signed-in');
    await access.secrets();
    const calls = new DriveCalls({ ...access, cacheDir: rcloneCache(ports) });
    const drive = new ICloudDrive({
      calls,
      base: otherBase ?? baseFolder,
      cacheDir: join(ports.folders.cache, 'drive'),
      clock: ports.clock,
      retriesAtOnce: wish === 'at-once',
      bandwidthLimit: () => settings.current.bandwidth ?? undefined,
      ...(ports.timings?.transfer ? { timing: ports.timings.transfer } : {}),
    });
    return guardDrive(drive, { gates, clock: ports.clock, remembers: wish ? isAboutAccount : () => true });
  };
