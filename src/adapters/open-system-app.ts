import { homedir, hostname } from 'node:os';
import { join } from 'node:path';
import { createApp, type App } from '../core/app.ts';
import type { AppPorts } from '../core/app-ports.ts';
import type { SecretStore, Secrets } from '../core/ports/secret-store.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { Logger } from '../core/ports/logger.ts';
import type { NetworkIdentity } from '../core/ports/network.ts';
import { Redactor } from '../core/state/redact.ts';
import { chooseSecretStore } from './choose-secret-store.ts';
import { dataFolders, makeDataFolders, type DataFolders } from './data-folders.ts';
import { freeBytes } from './disk-space.ts';
import {
  backupKeysFrom,
  EnvironmentStore,
  hasConfigKey,
  hasShortKey,
  secretFrom,
  secretVariables,
  type Environment,
} from './environment-store.ts';
import { FileLogger, type LogLevel } from './file-logger.ts';
import { KeychainStore } from './keychain-store.ts';
import { SystemNetworkIdentity } from './network-identity.ts';
import { openProcessTable } from './process-table.ts';
import { safeStorageFile, SafeStorageStore, type SafeStorage } from './safe-storage-store.ts';
import { openProver } from './proof-thread.ts';
import { SettingsJsonFile } from './settings-file.ts';
import { readSleepAfter } from './sleep-settings.ts';
import { SystemClock } from './system-clock.ts';

export interface SystemAppOptions {
  readonly environment: Environment;
  /** A folder other than the system's usual ones; relative to `workingFolder`. */
  readonly dataDir: string | undefined;
  readonly workingFolder: string;
  /** Holds rclone.lock.json and rclone/<platform>-<arch>/. */
  readonly resourcesDir: string;
  readonly version: string;
  /** The file with the SHA-256 of rclone, where it is not the one in the resources: a packaged program's is in its archive. */
  readonly rcloneLock?: string | undefined;
  /** One that knows secrets already; default: a new one. */
  readonly redactor?: Redactor;
  /** Electron's, where there is one: holds the secrets on computers without a keychain that keytar can use. */
  readonly safeStorage?: SafeStorage | undefined;
  /** Whether the app starts at login, where there is an app. */
  readonly loginItem?: NonNullable<AppPorts['loginItem']>;
  /** Other deadlines and pauses than usual, and everything in the log: tests. */
  readonly timings?: NonNullable<AppPorts['timings']>;
  readonly logLevel?: LogLevel;
}

/** The app on this computer's own disk, keychain, network and clock, and the parts of it that a front end needs besides. */
export interface SystemApp {
  readonly app: App;
  readonly folders: DataFolders;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly network: NetworkIdentity;
  readonly redactor: Redactor;
}

/** The same for the terminal and for windows. Errors: `disk.*`, `settings.newer`. */
export const openSystemApp = async (options: SystemAppOptions): Promise<SystemApp> => {
  const { environment: env, resourcesDir, version, rcloneLock, timings, logLevel = 'info' } = options;
  const home = homedir();
  const folders = foldersOf(options, home);
  await makeDataFolders(folders);
  const clock = new SystemClock();
  const redactor = options.redactor ?? new Redactor(home);
  redactor.register(...Object.values(secretVariables).map((name) => secretFrom(env, name)));
  redactor.register(...backupKeysFrom(env));
  const logger = new FileLogger({
    folder: folders.logs,
    redact: redactor.redact,
    now: () => clock.now(),
    level: logLevel,
  });
  const network = new SystemNetworkIdentity();
  // The stores are asked for only when the app is there and has read its settings.
  const keychain = new KeychainStore({ account: folders.label });
  const environment = new EnvironmentStore(env, () => app.settings.current.instances.map(({ key }) => key));
  const safeStorage =
    options.safeStorage && new SafeStorageStore(options.safeStorage, join(folders.data, safeStorageFile));
  const app = await createApp({
    folders,
    resourcesDir,
    rcloneLock,
    settingsFile: new SettingsJsonFile(folders.data),
    secretStore: async (recorded) => {
      const environmentComplete = hasConfigKey(env);
      const store = await chooseSecretStore({
        recorded,
        ...(environmentComplete ? { asked: 'environment' } : {}),
        keychain,
        environment,
        environmentComplete,
        environmentKeyShort: hasShortKey(env),
        ...(safeStorage ? { safeStorage } : {}),
      });
      return registering(store, redactor);
    },
    clock,
    logger,
    network,
    processes: await openProcessTable(),
    freeBytes,
    prover: openProver(),
    backupKeys: { given: backupKeysFrom(env), onLearned: (key) => redactor.register(key) },
    environment: env,
    computerName: hostname(),
    appVersion: version,
    ...(options.loginItem ? { loginItem: options.loginItem } : {}),
    sleepAfter: () => readSleepAfter(),
    ...(timings ? { timings } : {}),
  });
  return { app, folders, clock, logger, network, redactor };
};

const foldersOf = ({ environment, dataDir, workingFolder }: SystemAppOptions, home: string): DataFolders =>
  dataFolders({ platform: process.platform, environment, home, override: dataDir, workingFolder });

/** Every secret that passes is known to the log's redactor from then on. */
const registering = (store: SecretStore, redactor: Redactor): SecretStore => {
  const register = (secrets: Secrets | undefined): void =>
    redactor.register(
      secrets?.applePassword,
      secrets?.configKey,
      ...Object.values(secrets?.haTokens ?? {}),
      ...(secrets?.backupKeys ?? []).map(({ key }) => key),
    );
  return {
    kind: store.kind,
    read: async () => {
      const secrets = await store.read();
      register(secrets);
      return secrets;
    },
    write: async (secrets) => {
      register(secrets);
      await store.write(secrets);
    },
    remove: () => store.remove(),
  };
};
