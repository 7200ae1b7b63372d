import { createHash } from 'node:crypto';
import { buildArchive, buildTorso, payloadForSize, type ArchivePlan } from './archives.ts';
import { ofBuffer, ofFile, type ByteSource } from './byte-source.ts';
import { pythonIso, type Clock } from './clock.ts';
import type { AddonSpec, BackupKind, BackupSpec, BackupSummary, InstallKind } from './types.ts';
import type { VersionTraits } from './versions.ts';

const TORSO_BYTES = 262_144;
const FOREIGN_INSTANCE = 'f0'.repeat(16);

/** One file of a backup. */
export interface Copy {
  readonly protected: boolean;
  /** The key that opens it, where it is protected and was made here. */
  readonly password: string | undefined;
  readonly source: ByteSource;
  /** Modification time of the file, as in its ETag. */
  readonly mtimeNs: bigint;
}

export interface Backup {
  readonly id: string;
  readonly name: string;
  /** As listed. */
  readonly date: string;
  readonly kind: BackupKind;
  readonly type: 'full' | 'partial';
  readonly haVersion: string | undefined;
  readonly databaseIncluded: boolean;
  readonly addons: readonly AddonSpec[];
  readonly folders: readonly string[];
  readonly extra: Readonly<Record<string, string | boolean>>;
  readonly withAutomaticSettings: boolean | null;
  readonly failedAgents: readonly string[];
  readonly failedAddons: readonly AddonSpec[];
  readonly failedFolders: readonly string[];
  readonly copies: ReadonlyMap<string, Copy>;
}

/** What `add` needs beside the spec, where the manager or the Supervisor makes the backup. */
export interface Making {
  readonly haIncluded?: boolean;
  readonly databaseIncluded?: boolean;
  readonly type?: 'full' | 'partial';
  /** Made past Core's manager: no metadata, so Home Assistant does not know it as its own. */
  readonly foreignToCore?: boolean;
  /** The key that protected copies are encrypted with. Default: the present one. */
  readonly password?: string | undefined;
}

const ordinary: Required<Omit<Making, 'password'>> = {
  haIncluded: true,
  databaseIncluded: true,
  type: 'partial',
  foreignToCore: false,
};

interface StoreSettings {
  readonly traits: VersionTraits;
  readonly install: InstallKind;
  readonly instanceId: string;
  readonly agents: readonly string[];
  /** The present encryption key. */
  readonly key: () => string;
  readonly payloadBytes: number;
  readonly seed: string;
  readonly pool: Buffer;
  readonly clock: Clock;
}

/** The backups that exist, in the order in which they came. */
export class BackupStore {
  readonly #settings: StoreSettings;
  readonly #backups = new Map<string, Backup>();
  #instanceId: string;
  #made = 0;
  #hidden: ReadonlySet<string> = new Set();

  constructor(settings: StoreSettings) {
    this.#settings = settings;
    this.#instanceId = settings.instanceId;
  }

  all(): Backup[] {
    return [...this.#backups.values()].filter(({ id }) => !this.#hidden.has(id));
  }

  hide(ids: readonly string[]): void {
    this.#hidden = new Set(ids);
  }

  get(id: string): Backup | undefined {
    return this.#backups.get(id);
  }

  remove(id: string): boolean {
    return this.#backups.delete(id);
  }

  /** From now on these are the backups of a Home Assistant with that id: it knows only those as its own that name it. */
  belongTo(instanceId: string): void {
    this.#instanceId = instanceId;
    for (const [id, backup] of this.#backups) {
      this.#backups.set(id, { ...backup, withAutomaticSettings: this.#isOwn(backup.extra, backup.kind) });
    }
  }

  #isOwn(extra: Backup['extra'], kind: BackupKind): boolean | null {
    return extra['instance_id'] === this.#instanceId ? kind === 'automatic' : null;
  }

  newId(): string {
    this.#made += 1;
    return createHash('sha1').update(`${this.#settings.seed} ${this.#made}`).digest('hex').slice(0, 8);
  }

  add(spec: BackupSpec, making: Making = {}): Backup {
    const { install, traits } = this.#settings;
    const { haIncluded, password = this.#settings.key(), ...how } = { ...ordinary, ...making };
    const kind = spec.kind ?? 'manual';
    const date = this.#dateOf(spec.date);
    // Before 2025.1 the Supervisor made them, and nobody wrote down who asked.
    const extra = how.foreignToCore || !traits.backupApi ? {} : this.#extraOf(spec, kind, date);
    const backup: Backup = {
      id: spec.id ?? this.newId(),
      name: nameOf(kind, spec, traits.name),
      haVersion: traits.name,
      addons: [],
      folders: install === 'os' && haIncluded ? ['ssl'] : [],
      failedAgents: [],
      failedAddons: [],
      failedFolders: [],
      ...spec,
      ...(haIncluded ? {} : { haVersion: undefined }),
      date,
      kind,
      type: how.type,
      databaseIncluded: haIncluded && how.databaseIncluded,
      extra,
      withAutomaticSettings: this.#isOwn(extra, kind),
      copies: new Map(),
    };
    const stored = { ...backup, copies: this.#copiesOf(backup, spec, password) };
    this.#backups.set(stored.id, stored);
    return stored;
  }

  /** `extra` of backup.json, shown as `extra_metadata`. */
  #extraOf(spec: BackupSpec, kind: BackupKind, date: string): Backup['extra'] {
    const { install, traits } = this.#settings;
    const requested = install === 'os' && !traits.flatItems ? { 'supervisor.backup_request_date': date } : {};
    const update = { 'supervisor.addon_update': spec.addons?.[0]?.slug ?? 'core_mosquitto' };
    return {
      instance_id: makerOf(spec, this.#instanceId),
      with_automatic_settings: kind === 'automatic',
      ...(kind === 'update' ? update : {}),
      ...requested,
    };
  }

  #dateOf(date: Date | string | undefined): string {
    if (date === undefined) return this.#settings.clock.isoNow();
    return typeof date === 'string' ? date : pythonIso(date);
  }

  #copiesOf(backup: Backup, spec: BackupSpec, key: string): Map<string, Copy> {
    const agents = spec.agents ?? this.#settings.agents.slice(0, 1);
    const unknown = agents.filter((agent) => !this.#settings.agents.includes(agent));
    if (unknown.length > 0) throw new Error(`No such agent in this simulator: ${unknown.join(', ')}`);
    const mtimeNs = BigInt(this.#settings.clock.now().getTime()) * 1_000_000n;
    const sources = new Map<boolean, ByteSource>();
    return new Map(
      agents.map((agent) => {
        const isProtected = spec.protectedBy?.[agent] ?? spec.protected ?? false;
        const password = isProtected ? key : undefined;
        const source = sources.get(isProtected) ?? this.#sourceOf(backup, spec, password);
        sources.set(isProtected, source);
        return [agent, { protected: isProtected, password, source, mtimeNs }];
      }),
    );
  }

  #sourceOf(backup: Backup, spec: BackupSpec, password: string | undefined): ByteSource {
    if (typeof spec.archive === 'string') return ofFile(spec.archive);
    if (spec.archive) return ofBuffer(spec.archive);
    const { traits, install, payloadBytes, seed, pool } = this.#settings;
    const plan: ArchivePlan = {
      layout: install,
      slug: backup.id,
      name: backup.name,
      date: backup.date,
      type: backup.type,
      password,
      secureTar: traits.secureTar[install],
      haVersion: backup.haVersion,
      databaseIncluded: backup.databaseIncluded,
      addons: backup.addons,
      folders: backup.folders,
      extra: backup.extra,
      payloadBytes,
      seed,
      pool,
    };
    if (spec.torso) return buildTorso(plan, spec.sizeBytes ?? TORSO_BYTES);
    if (spec.sizeBytes === undefined) return buildArchive(plan);
    return buildArchive({ ...plan, payloadBytes: payloadForSize(plan, spec.sizeBytes) });
  }

  summaries(): BackupSummary[] {
    return this.all().map(({ id, name, date, kind, copies }) => ({
      id,
      name,
      date,
      kind,
      agents: Object.fromEntries(
        [...copies].map(([agent, copy]) => [agent, { size: copy.source.size, protected: copy.protected }]),
      ),
    }));
  }
}

function makerOf({ foreign }: BackupSpec, own: string): string {
  if (foreign === true) return FOREIGN_INSTANCE;
  return typeof foreign === 'string' ? foreign : own;
}

function nameOf(kind: BackupKind, spec: BackupSpec, version: string): string {
  const addon = spec.addons?.[0];
  if (kind === 'automatic') return `Automatic backup ${spec.haVersion ?? version}`;
  if (kind === 'update') return `${addon?.name ?? 'Mosquitto broker'} ${addon?.version ?? '6.5.1'}`;
  return `Custom backup ${spec.haVersion ?? version}`;
}
