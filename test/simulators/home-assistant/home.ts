import { createCipheriv, createHash, randomUUID } from 'node:crypto';
import { Auth } from './auth.ts';
import { Automations } from './automations.ts';
import { BackupConfig } from './backup-config.ts';
import { Bus } from './bus.ts';
import { NOISE_BLOCK } from './byte-source.ts';
import { Clock } from './clock.ts';
import { Faults } from './faults.ts';
import { RequestLog } from './log.ts';
import { BackupManager } from './manager.ts';
import { MobileAppSide } from './mobile-app.ts';
import { Registry } from './registry.ts';
import { Services } from './services.ts';
import { BackupStore } from './store.ts';
import { Supervisor } from './supervisor.ts';
import { Throttle } from './throttle.ts';
import type { AddonSpec, HaVersion, InstallKind, RestoreOrder, RunState, SimulatorOptions } from './types.ts';
import { versionTraits, type VersionTraits } from './versions.ts';

/** The encryption key in the backup settings at the start (the one of the recorded archives). */
export const simulatorKey = 'TEST-KEY1-TEST-KEY2-TEST-KEY3-TEST';
const NEWEST: HaVersion = '2026.11.0';

const defaults = {
  name: 'Home',
  mounts: ['nas'],
  otherAgents: [],
  payloadBytes: 40 * 1024,
  stageMs: 0,
  clock: () => new Date(),
};

const osAddons: readonly AddonSpec[] = [
  { slug: 'core_mosquitto', name: 'Mosquitto broker', version: '6.5.2' },
  { slug: 'a0d7b954_nodered', name: 'Node-RED', version: '20.1.0' },
];

const coreParts = { local: 'backup.local', mounts: [], addons: [] };
const osParts = (mounts: readonly string[]) => ({ local: 'hassio.local', mounts, addons: osAddons });

const hashOf = (text: string): string => createHash('md5').update(text).digest('hex');

/** One simulated Home Assistant without its network: everything that the routes and commands work on. */
export class Home {
  readonly traits: VersionTraits;
  readonly install: InstallKind;
  readonly name: string;
  #instanceId: string;
  readonly mounts: readonly string[];
  readonly agents: readonly string[];
  readonly installedAddons: readonly AddonSpec[];
  readonly stageMs: number;
  readonly clock: Clock;
  readonly auth: Auth;
  readonly faults = new Faults();
  readonly log = new RequestLog();
  readonly throttle = new Throttle();
  readonly bus: Bus;
  readonly registry: Registry;
  readonly apps: MobileAppSide;
  readonly services: Services;
  readonly automations: Automations;
  readonly store: BackupStore;
  readonly config: BackupConfig;
  readonly manager: BackupManager;
  readonly supervisor: Supervisor | undefined;
  /** Aborted when it stops: ends what streams or waits. */
  readonly stopped = new AbortController();
  state: RunState = 'running';
  readonly restores: RestoreOrder[] = [];
  /** The network side, which goes and comes with the process. */
  restartAfterRestore: () => Promise<void> = () => Promise.resolve();
  /** Backups wait for this before they are stored. */
  hold: Promise<void> | undefined;

  constructor(options: SimulatorOptions) {
    const version = options.version ?? NEWEST;
    const install = options.install ?? (versionTraits[version].backupApi ? 'core' : 'os');
    const seed = options.seed ?? randomUUID();
    const settings = { ...defaults, instanceId: hashOf(`instance ${seed}`), ...options };
    this.traits = versionTraits[version];
    this.install = install;
    if (!this.traits.backupApi && install === 'core') throw new Error(`${version} was recorded on HA OS only`);
    this.name = settings.name;
    this.#instanceId = settings.instanceId;
    const { local, mounts, addons } = install === 'os' ? osParts(settings.mounts) : coreParts;
    this.mounts = mounts;
    this.agents = [local, ...this.mounts.map((mount) => `hassio.${mount}`), ...settings.otherAgents];
    this.installedAddons = addons;
    this.stageMs = settings.stageMs;
    this.clock = new Clock(settings.clock);
    this.bus = new Bus(this.clock);
    this.registry = new Registry(this.clock);
    this.apps = new MobileAppSide(this.registry, this.bus);
    this.services = new Services(this.apps);
    this.automations = new Automations(this.registry);
    this.auth = new Auth(seed, options.banThreshold);
    const { traits, instanceId, agents, clock } = this;
    const { payloadBytes } = settings;
    this.store = new BackupStore({
      traits,
      install,
      instanceId,
      agents,
      key: () => this.config.create.password ?? simulatorKey,
      payloadBytes,
      seed,
      pool: noisePool(seed),
      clock,
    });
    const key = options.encryptionKeySet ? simulatorKey : null;
    this.config = new BackupConfig(this.clock, key, options.automatic, local);
    this.manager = new BackupManager(this);
    this.supervisor = install === 'os' ? new Supervisor(this) : undefined;
  }

  get instanceId(): string {
    return this.#instanceId;
  }

  /** Restored without its identity, or set up again on the disk of another. */
  become(instanceId: string): void {
    this.#instanceId = instanceId;
    this.store.belongTo(instanceId);
  }

  /** Before 2025.4 there is no `blocked`: such versions list and create at once. */
  get blocked(): boolean {
    return this.traits.partsReported && (this.state === 'blocked' || this.state === 'starting');
  }

  /** Agents are registered only when Home Assistant has started. */
  get liveAgents(): readonly string[] {
    return this.blocked ? [] : this.agents;
  }
}

/** Pseudo-random bytes that no compressor shrinks, the same for the same seed. */
function noisePool(seed: string): Buffer {
  const key = createHash('sha256').update(`pool ${seed}`).digest();
  return createCipheriv('aes-256-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(NOISE_BLOCK));
}
