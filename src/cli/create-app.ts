import { homedir, hostname } from 'node:os';
import { chooseSecretStore } from '../adapters/choose-secret-store.ts';
import { dataFolders, makeDataFolders } from '../adapters/data-folders.ts';
import { freeBytes } from '../adapters/disk-space.ts';
import { EnvironmentStore, hasConfigKey, secretVariables } from '../adapters/environment-store.ts';
import { FileLogger } from '../adapters/file-logger.ts';
import { KeychainStore } from '../adapters/keychain-store.ts';
import { SystemNetworkIdentity } from '../adapters/network-identity.ts';
import { openProcessTable } from '../adapters/process-table.ts';
import { ElectronSettingsFile } from '../adapters/settings-file.ts';
import { SystemClock } from '../adapters/system-clock.ts';
import { createApp } from '../core/app.ts';
import type { SecretStore, Secrets } from '../core/ports/secret-store.ts';
import { Redactor } from '../core/state/redact.ts';
import type { CliApp } from './cli-app.ts';
import type { CliIo } from './io.ts';

export interface CreateAppOptions {
  readonly io: Pick<CliIo, 'env' | 'workingFolder'>;
  readonly dataDir: string | undefined;
  /** Holds rclone.lock.json and rclone/<platform>-<arch>/. */
  readonly resourcesDir: string;
  readonly version: string;
}

/** The app on this computer's own disk, keychain, network and clock. Errors: `disk.*`, `settings.newer`. */
export const createCliApp = async ({ io, dataDir, resourcesDir, version }: CreateAppOptions): Promise<CliApp> => {
  const { env, workingFolder } = io;
  const home = homedir();
  const folders = dataFolders({
    platform: process.platform,
    environment: env,
    home,
    override: dataDir,
    workingFolder,
  });
  await makeDataFolders(folders);
  const clock = new SystemClock();
  const redactor = new Redactor(home);
  redactor.register(...Object.values(secretVariables).map((name) => env[name]));
  // The store is asked for only when the app is there and has read its settings.
  const keychain = new KeychainStore({ account: folders.label });
  const environment = new EnvironmentStore(env, () => app.settings.current.instances.map(({ key }) => key));
  const app = await createApp({
    folders,
    resourcesDir,
    settingsFile: new ElectronSettingsFile(folders.data),
    secretStore: async (recorded) => {
      const environmentComplete = hasConfigKey(env);
      const asked = environmentComplete ? { asked: 'environment' as const } : {};
      const store = await chooseSecretStore({ recorded, ...asked, keychain, environment, environmentComplete });
      return registering(store, redactor);
    },
    clock,
    logger: new FileLogger({ folder: folders.logs, redact: redactor.redact, now: () => clock.now() }),
    network: new SystemNetworkIdentity(),
    processes: await openProcessTable(),
    freeBytes,
    environment: env,
    computerName: hostname(),
    appVersion: version,
  });
  return app;
};

/** Every secret that passes is known to the log's redactor from then on. */
const registering = (store: SecretStore, redactor: Redactor): SecretStore => {
  const register = (secrets: Secrets | undefined): void =>
    redactor.register(secrets?.applePassword, secrets?.configKey, ...Object.values(secrets?.haTokens ?? {}));
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
