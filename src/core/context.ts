import { join } from 'node:path';
import { z } from 'zod';
import { lastRestoreSchema, type LastRestore } from '../shared/last-restore.ts';
import { AppError } from './errors/app-error.ts';
import type { ConnectOptions } from './home-assistant/options.ts';
import type { RcloneSecrets } from './icloud/environment.ts';
import type { RcloneProcesses } from './icloud/process.ts';
import { RunningMarks } from './icloud/running-marks.ts';
import type { LiveConfig } from './icloud/staged-config.ts';
import { driveOf, liveConfig, openRunner, silentOf, type DriveWish } from './open-drive.ts';
import { connectTo, optionsFor } from './open-home.ts';
import type { AppPorts } from './app-ports.ts';
import { keyNotesSchema, noKeyNotes, type KeyNotes } from './keys/key-notes.ts';
import type { BackupSource } from './ports/backup-source.ts';
import type { Destination } from './ports/destination.ts';
import type { SecretStore } from './ports/secret-store.ts';
import { memorySchema, noMemory, type TellingMemory } from './report-home/memory.ts';
import { openSecrets } from './secret-access.ts';
import type { InstanceSettings } from './settings/schema.ts';
import { SettingsStore, type SettingsAccess } from './settings/settings.ts';
import { fileLock } from './state/file-lock.ts';
import { repairGates } from './state/gates-repair.ts';
import { gatesSchema, openGates, type Gates } from './state/gates.ts';
import { History } from './state/history.ts';
import { JsonFile, type Cell, type WithLock } from './state/json-file.ts';
import { lastLookSchema, shorterLooks, type LastLook } from './state/last-look.ts';
import type { RunLockPlace } from './state/run-lock.ts';
import { sweep, sweeper } from './sweep.ts';
import { Staging } from './sync/staging.ts';

const lastRestoreFile = z.object({ last: lastRestoreSchema.nullable() });

const lastRestoreIn = (
  folder: string,
  hold: (path: string) => WithLock,
  onBroken: (path: string) => void,
): Context['lastRestore'] => {
  const path = join(folder, 'last-restore.json');
  return new JsonFile(path, lastRestoreFile, () => ({ last: null }), onBroken, { hold: hold(path) });
};

/** The rooms of the core, put together once; what the commands work with. */
export interface Context {
  readonly ports: AppPorts;
  readonly settings: SettingsAccess;
  readonly gates: Cell<Gates>;
  readonly lastLook: Cell<LastLook>;
  /** What a restore to a folder left, and how far somebody is from there. May be lost. */
  readonly lastRestore: Cell<{ readonly last: LastRestore | null }>;
  readonly history: Pick<History, 'add' | 'read'>;
  /** What is told to Home Assistant. */
  readonly telling: Cell<TellingMemory>;
  readonly keyNotes: Cell<KeyNotes>;
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
  readonly drive: (baseFolder?: string, wish?: DriveWish) => Promise<Destination>;
  readonly stagingOf: (instanceKey: string) => Staging;
  /** The instance that is shown. Error: `settings.not-set-up`. */
  readonly instance: () => InstanceSettings;
  /** What a connection of another kind than `connect` needs. */
  readonly homeOptions: (instance: InstanceSettings) => Promise<ConnectOptions>;
  readonly connect: (instance: InstanceSettings, signal: AbortSignal) => Promise<BackupSource>;
}

/**
 * What a command takes: some parts of the context, and some of what differs between computers. Each command says it for itself,
 * beside those of the commands that it uses.
 */
export type Needs<Part extends Exclude<keyof Context, 'ports'>, Port extends keyof AppPorts = never> = Pick<
  Context,
  Part
> &
  ([Port] extends [never] ? unknown : { readonly ports: Pick<AppPorts, Port> });

export const createContext = async (ports: AppPorts): Promise<Context> => {
  const { folders, logger, clock } = ports;
  const hold = (path: string): WithLock => fileLock(path, ports.processes);
  const settings = new SettingsStore({
    file: ports.settingsFile,
    hold: hold(join(folders.data, 'settings.json')),
    computerName: ports.computerName,
    now: () => clock.now(),
    onBroken: ({ code, facts }) => logger.warn('settings mended', { code, lost: String(facts.lost) }),
  });
  await settings.load();
  const onBroken = (path: string): void => logger.warn('file set aside', { path });
  const [gatesPath, lookPath] = [join(folders.data, 'gates.json'), join(folders.cache, 'last-look.json')];
  const gates = new JsonFile(gatesPath, gatesSchema, openGates, onBroken, {
    hold: hold(gatesPath),
    repair: (content) => repairGates(content, clock.now()),
  });
  const lastLook = new JsonFile(lookPath, lastLookSchema, () => ({}), onBroken, {
    hold: hold(lookPath),
    shorter: shorterLooks,
  });
  const tellingPath = join(folders.data, 'telling.json');
  const telling = new JsonFile(tellingPath, memorySchema, noMemory, onBroken, { hold: hold(tellingPath) });
  const notesPath = join(folders.data, 'keys.json');
  const marks = new RunningMarks(join(folders.data, 'rclone', 'running'), ports.processes);
  const lockPlace = { path: join(folders.data, 'run.lock'), processes: ports.processes };
  await sweep(ports, marks);
  const secrets = openSecrets(ports.secretStore, settings);
  const runner = openRunner(ports, settings, marks);
  const historyPath = join(folders.data, 'history.jsonl');
  const history = new History(historyPath, hold(historyPath));
  const silentSignIn = silentOf(ports, gates, history);
  const drive = driveOf(ports, settings, gates, { runner, secrets: secrets.rclone, silentSignIn });
  return {
    ports,
    settings,
    gates,
    lastLook,
    lastRestore: lastRestoreIn(folders.data, hold, onBroken),
    history,
    telling,
    keyNotes: new JsonFile(notesPath, keyNotesSchema, noKeyNotes, onBroken, { hold: hold(notesPath) }),
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
    homeOptions: (instance) => optionsFor(instance, ports, settings, secrets.recorded),
    connect: (instance, signal) => connectTo(instance, ports, settings, secrets.recorded, signal),
  };
};
