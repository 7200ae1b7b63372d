import { join } from 'node:path';
import { AppError, toAppError } from './errors/app-error.ts';
import { connect } from './home-assistant/connect.ts';
import type { Timeouts } from './home-assistant/options.ts';
import type { TlsTrust } from './home-assistant/tls.ts';
import { RcloneBinary } from './icloud/binary.ts';
import { ICloudDrive } from './icloud/drive.ts';
import { DriveCalls, type DriveCallOptions, type SilentSignIn } from './icloud/drive-calls.ts';
import type { Environment, RcloneSecrets } from './icloud/environment.ts';
import { rcloneNetwork } from './icloud/network-settings.ts';
import { RcloneProcesses } from './icloud/process.ts';
import { RunningMarks } from './icloud/running-marks.ts';
import { silentSignInGate } from './icloud/silent-sign-in.ts';
import { sweepStagedConfigs, type LiveConfig } from './icloud/staged-config.ts';
import type { TransferTiming } from './icloud/transfer-flags.ts';
import type { BackupSource } from './ports/backup-source.ts';
import type { Clock } from './ports/clock.ts';
import type { Destination } from './ports/destination.ts';
import type { FreeBytes } from './ports/disk-space.ts';
import type { Logger } from './ports/logger.ts';
import type { NetworkIdentity, ProcessTable } from './ports/network.ts';
import type { SecretStore, SecretStoreKind, Secrets } from './ports/secret-store.ts';
import type { SettingsFile } from './ports/settings-file.ts';
import { openSecrets } from './secret-access.ts';
import type { InstanceSettings } from './settings/schema.ts';
import { SettingsStore } from './settings/settings.ts';
import { fileLock } from './state/file-lock.ts';
import { repairGates } from './state/gates-repair.ts';
import { gatesSchema, liftApple, openGates, type Gates } from './state/gates.ts';
import { History } from './state/history.ts';
import { JsonFile, readTextIfThere, type Hold } from './state/json-file.ts';
import { noteHistory } from './state/note-history.ts';
import { lastLookSchema, type LastLook } from './state/last-look.ts';
import { sweepLeftovers } from './state/leftovers.ts';
import type { RunLockPlace } from './state/run-lock.ts';
import { Staging } from './sync/staging.ts';

/** What differs between a terminal, Electron and tests. */
export interface AppPorts {
  readonly folders: { readonly data: string; readonly staging: string; readonly cache: string };
  /** Holds rclone.lock.json and rclone/<platform>-<arch>/. */
  readonly resourcesDir: string;
  /** An installed app: the hash that was recorded after signing stands beside rclone. Default: a source tree. */
  readonly packaged?: boolean;
  readonly settingsFile: SettingsFile;
  /** The recorded store, or at set-up (null) the one to be recorded. */
  readonly secretStore: (recorded: SecretStoreKind | null) => Promise<SecretStore>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly network: NetworkIdentity;
  readonly processes: ProcessTable;
  readonly freeBytes: FreeBytes;
  readonly environment: Environment;
  readonly computerName: string;
  readonly appVersion: string;
  /** Other deadlines and pauses than usual: tests. */
  readonly timings?: {
    readonly ha?: Partial<Timeouts>;
    readonly transfer?: TransferTiming;
    readonly pullPausesMs?: readonly number[];
  };
}

/** The rooms of the core, put together once; what the commands work with. */
export interface Context {
  readonly ports: AppPorts;
  readonly settings: SettingsStore;
  /** Problems with the settings file, met while reading it. */
  readonly settingsProblems: readonly AppError[];
  readonly gates: JsonFile<Gates>;
  readonly lastLook: JsonFile<LastLook>;
  readonly history: History;
  readonly runner: RcloneProcesses;
  readonly lockPlace: RunLockPlace;
  /** Removes what killed programs left, the first time it is called. The caller holds the run lock. */
  readonly sweepOnce: () => Promise<void>;
  readonly live: (store: SecretStore) => LiveConfig;
  /** The store that set-up or sign-in chose. Error: `settings.not-set-up`. */
  readonly secretStore: () => Promise<SecretStore>;
  /** Chosen and recorded by the first command that has a secret to keep. */
  readonly chooseSecretStore: () => Promise<SecretStore>;
  readonly rcloneSecrets: () => Promise<RcloneSecrets>;
  /** Error: `icloud.not-signed-in`, `secrets.*`. */
  readonly drive: (baseFolder?: string) => Promise<Destination>;
  readonly stagingOf: (instanceKey: string) => Staging;
  /** The instance that is shown. Error: `settings.not-set-up`. */
  readonly instance: () => InstanceSettings;
  readonly connect: (instance: InstanceSettings, signal: AbortSignal) => Promise<BackupSource>;
  close(): Promise<void>;
}

export const createContext = async (ports: AppPorts): Promise<Context> => {
  const { folders, logger, clock } = ports;
  const settingsProblems: AppError[] = [];
  const hold = (path: string): Hold => fileLock(path, ports.processes);
  const settings = new SettingsStore({
    file: ports.settingsFile,
    hold: hold(join(folders.data, 'settings.json')),
    computerName: ports.computerName,
    now: () => clock.now(),
    onBroken: (problem) => settingsProblems.push(problem),
  });
  await settings.load();
  const onBroken = (path: string): void => logger.warn('file set aside', { path });
  const [gatesPath, lookPath] = [join(folders.data, 'gates.json'), join(folders.cache, 'last-look.json')];
  const gates = new JsonFile(gatesPath, gatesSchema, openGates, onBroken, {
    hold: hold(gatesPath),
    repair: (content) => repairGates(content, clock.now()),
  });
  const lastLook = new JsonFile(lookPath, lastLookSchema, () => ({}), onBroken, { hold: hold(lookPath) });
  const marks = new RunningMarks(join(folders.data, 'rclone', 'running'), ports.processes);
  const lockPlace = { path: join(folders.data, 'run.lock'), processes: ports.processes };
  await sweep(ports, marks);
  const secrets = openSecrets(ports.secretStore, settings);
  const runner = openRunner(ports, settings, marks);
  const historyPath = join(folders.data, 'history.jsonl');
  const history = new History(historyPath, hold(historyPath));
  const silentSignIn = silentOf(ports, gates, history);
  const drive = driveOf(ports, settings, { runner, secrets: secrets.rclone, silentSignIn });
  return {
    ports,
    settings,
    settingsProblems,
    gates,
    lastLook,
    history,
    runner,
    lockPlace,
    sweepOnce: sweeper(ports, settings),
    live: (store) => liveConfig(ports, settings, gates, store),
    secretStore: secrets.recorded,
    chooseSecretStore: secrets.choose,
    rcloneSecrets: secrets.rclone,
    drive,
    stagingOf: (key) => new Staging(join(folders.staging, key), ports.freeBytes),
    instance: () => {
      const [instance] = settings.current.instances;
      if (!instance) throw new AppError('settings.not-set-up');
      return instance;
    },
    connect: (instance, signal) => connectTo(instance, ports, settings, secrets.recorded, signal),
    close: () => Promise.resolve(),
  };
};

export const configFile = (ports: AppPorts): string => join(ports.folders.data, 'rclone', 'rclone.conf');
export const rcloneCache = (ports: AppPorts): string => join(ports.folders.cache, 'rclone');
export const signInStaging = (ports: AppPorts): string => join(ports.folders.data, 'rclone', 'sign-in');

/** What a crashed program left: its rclone processes and half a sign-in. */
const sweep = async (ports: AppPorts, marks: RunningMarks): Promise<void> => {
  const ended = await marks.sweepOrphans();
  if (ended > 0) ports.logger.warn('ended rclone left by a crash', { count: ended });
  await sweepStagedConfigs(signInStaging(ports), ports.clock.now());
};

const sweeper = (ports: AppPorts, settings: SettingsStore): (() => Promise<void>) => {
  let done = false;
  return async () => {
    if (done) return;
    done = true;
    try {
      const instanceKeys = settings.current.instances.map(({ key }) => key);
      const { processes, clock, folders } = ports;
      const count = await sweepLeftovers(folders, { processes, instanceKeys, now: clock.now() });
      if (count > 0) ports.logger.info('removed what a crash left', { count });
    } catch (error) {
      // It only costs space, and another program will try again.
      ports.logger.warn('leftovers not removed', { code: toAppError(error).code });
    }
  };
};

const openRunner = (ports: AppPorts, settings: SettingsStore, marks: RunningMarks): RcloneProcesses => {
  const { resourcesDir, environment, packaged = false } = ports;
  const binary = new RcloneBinary({ resourcesDir, environment, packaged });
  return new RcloneProcesses({
    executable: () => binary.path(),
    config: configFile(ports),
    cacheDir: rcloneCache(ports),
    network: () => {
      const { proxy, caFile } = settings.current;
      const chosen = { ...(proxy === null ? {} : { httpsProxy: proxy }), ...(caFile === null ? {} : { caFile }) };
      return rcloneNetwork(chosen, ports.environment, join(ports.folders.cache, 'rclone-ca.pem'));
    },
    parentEnvironment: ports.environment,
    marks,
  });
};

const liveConfig = (
  ports: AppPorts,
  settings: SettingsStore,
  gates: JsonFile<Gates>,
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
const silentOf = (ports: AppPorts, gates: JsonFile<Gates>, history: History): SilentSignIn => {
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

const driveOf =
  (ports: AppPorts, settings: SettingsStore, access: Omit<DriveCallOptions, 'cacheDir'>) =>
  async (otherBase?: string): Promise<Destination> => {
    const { appleId, baseFolder } = settings.current;
    if (appleId === null) throw new AppError('icloud.not-signed-in');
    await access.secrets();
    const calls = new DriveCalls({ ...access, cacheDir: rcloneCache(ports) });
    return new ICloudDrive({
      calls,
      base: otherBase ?? baseFolder,
      cacheDir: join(ports.folders.cache, 'drive'),
      clock: ports.clock,
      bandwidthLimit: () => settings.current.bandwidth ?? undefined,
      ...(ports.timings?.transfer ? { timing: ports.timings.transfer } : {}),
    });
  };

const connectTo = async (
  instance: InstanceSettings,
  ports: AppPorts,
  settings: SettingsStore,
  store: () => Promise<SecretStore>,
  signal: AbortSignal,
): Promise<BackupSource> => {
  return await connect(
    {
      url: instance.url,
      token: async () => tokenOf(await (await store()).read(), instance.key),
      tls: await trustOf(instance.tls, settings.current.caFile ?? ports.environment['HA_ICLOUD_BACKUP_CA_FILE']),
      confirmedNetworks: instance.confirmedNetworks,
      network: ports.network,
      clock: ports.clock,
      logger: ports.logger,
      ...(instance.instanceId === null ? {} : { knownInstanceId: instance.instanceId }),
      ...(ports.timings?.ha ? { timeouts: ports.timings.ha } : {}),
    },
    signal,
  );
};

/** What makes Home Assistant's certificate good: the instance's own choice, else the authority that is set for everything. */
export const trustOf = async (tls: InstanceSettings['tls'], general: string | undefined): Promise<TlsTrust> => {
  const { caFile = general, fingerprint256 } = tls;
  const caPem = caFile === undefined ? undefined : await readTextIfThere(caFile);
  if (caFile !== undefined && caPem === undefined)
    throw new AppError('settings.invalid', { field: 'caFile', problem: 'is not there' });
  return { ...(caPem === undefined ? {} : { caPem }), ...(fingerprint256 === undefined ? {} : { fingerprint256 }) };
};

/** Error: `secrets.token-missing`; it does not mean that nothing was ever set up. */
export const tokenOf = (secrets: Secrets | undefined, instanceKey: string): string => {
  const token = secrets?.haTokens?.[instanceKey];
  if (token === undefined) throw new AppError('secrets.token-missing');
  return token;
};
