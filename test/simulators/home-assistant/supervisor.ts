import { createHash } from 'node:crypto';
import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';
import { CommandError } from './command-error.ts';
import type { Home } from './home.ts';
import { textOf, textsOf, type JsonObject } from './json.ts';
import { createStages } from './stages.ts';
import { extraKey } from './schema.ts';
import type { Backup } from './store.ts';
import { addonOf, mountOf, OS_VERSION, REPOSITORIES, SUPERVISOR_VERSION, systemInfo } from './supervisor-info.ts';
import { SupervisorJob, type EventListener } from './supervisor-job.ts';
import type { AddonSpec, Fault } from './types.ts';

const ALL_FOLDERS = ['share', 'addons/local', 'ssl', 'media'];

/** What POST /backups/new/… accepts. */
const makeFields = [
  'name',
  'filename',
  'password',
  'compressed',
  'location',
  'homeassistant_exclude_database',
  'background',
  'extra',
  'addons',
  'folders',
  'homeassistant',
];

/** What a backup made past Core holds. */
interface Content {
  readonly name: string;
  readonly type: 'full' | 'partial';
  readonly password: string | undefined;
  readonly homeassistant: boolean;
  readonly addons: readonly AddonSpec[];
  readonly folders: readonly string[];
}

const partsOf = ({ homeassistant, addons, folders }: Content): Parameters<typeof createStages>[2] => ({
  homeassistant,
  addons: addons.length > 0,
  folders: folders.length > 0,
});

const isMissing = (fault: Fault | undefined, name: string): boolean =>
  [...(fault?.addons ?? []), ...(fault?.folders ?? [])].includes(name);

/** The Supervisor as `supervisor/api` and the proxy show it (test/fixtures/ha-os); only what concerns backups. */
export class Supervisor {
  readonly #home: Home;
  #jobs: SupervisorJob[] = [];
  readonly #listeners = new Set<EventListener>();

  constructor(home: Home) {
    this.#home = home;
  }

  subscribe(listener: EventListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  startJob(name: string, slug: string): SupervisorJob {
    const uuid = createHash('md5').update(`${this.#home.instanceId} ${slug}`).digest('hex');
    const job = new SupervisorJob(name, uuid, this.#home.clock.isoNow(), slug, (event) => this.#send(event));
    this.#jobs.push(job);
    this.#sendState();
    return job;
  }

  #send(event: JsonObject): void {
    for (const listener of this.#listeners) listener(event);
  }

  /** Goes with the beginning and the end of a backup, and tells that the Supervisor is back. */
  #sendState(): void {
    const data = { state: this.frozen ? 'freeze' : 'running' };
    this.#send({ event: 'supervisor_update', update_key: 'info', data });
  }

  /** The manager's side of the end of a job that it started. */
  endJob(job: SupervisorJob): void {
    if (!this.#jobs.includes(job)) return;
    job.finish();
    this.#sendState();
  }

  get frozen(): boolean {
    return this.#jobs.some((job) => job.done === false);
  }

  /** Jobs live in the Supervisor's memory only: a restart loses them, and what they were doing. */
  forgetJobs(): void {
    this.#jobs = [];
    this.#sendState();
  }

  locationOf(agent: string): string | null {
    return agent === 'hassio.local' ? null : agent.slice('hassio.'.length);
  }

  /** The fields that a listing and a detail have in common. */
  #summary(backup: Backup): JsonObject {
    const copies = [...backup.copies].map(([agent, copy]) => {
      const attributes = { protected: copy.protected, size_bytes: copy.source.size };
      return { location: this.locationOf(agent), attributes };
    });
    const first = copies[0];
    const bytes = first?.attributes.size_bytes ?? 0;
    return {
      slug: backup.id,
      name: backup.name,
      date: backup.date,
      type: backup.type,
      size: Math.round((bytes / 1048576) * 100) / 100,
      size_bytes: bytes,
      location: first?.location ?? null,
      locations: copies.map(({ location }) => location),
      protected: first?.attributes.protected ?? false,
      location_attributes: Object.fromEntries(
        copies.map(({ location, attributes }) => [location ?? '.local', attributes]),
      ),
      compressed: true,
    };
  }

  info(slug: string): JsonObject {
    const backup = this.#home.store.get(slug);
    if (!backup) throw new CommandError('unknown_error', 'Backup does not exist');
    return {
      ...this.#summary(backup),
      supervisor_version: SUPERVISOR_VERSION,
      homeassistant: backup.haVersion ?? null,
      addons: backup.addons.map((addon) => ({ ...addonOf(addon), size: 0 })),
      repositories: REPOSITORIES,
      folders: [...backup.folders],
      homeassistant_exclude_database: !backup.databaseIncluded,
      extra: { ...backup.extra },
    };
  }

  list(): JsonObject[] {
    return this.#home.store.all().map((backup) => ({
      ...this.#summary(backup),
      content: {
        homeassistant: backup.haVersion !== undefined,
        addons: backup.addons.map((addon) => addon.slug),
        folders: [...backup.folders],
      },
    }));
  }

  /** `supervisor/api`: an unknown endpoint is not JSON, hence an error without words. */
  async call(endpoint: string, method: string, data: JsonObject): Promise<unknown> {
    const [area, second, third] = endpoint.split('/').slice(1);
    if (method === 'get') return this.#get(endpoint, area ?? '', second, third);
    if (method === 'delete' && area === 'backups' && second) {
      if (!this.#home.store.remove(second)) throw new CommandError('unknown_error', 'Backup does not exist');
      return {};
    }
    if (endpoint === '/backups/reload') return {};
    if (endpoint === '/backups/new/full' || endpoint === '/backups/new/partial') return this.#make(third ?? '', data);
    throw new CommandError('unknown_error', '');
  }

  #get(endpoint: string, area: string, second: string | undefined, third: string | undefined): unknown {
    const fixed: Record<string, () => unknown> = {
      '/info': () => systemInfo(this.#home.traits.name, this.frozen),
      '/core/info': () => ({
        version: this.#home.traits.name,
        machine: 'qemux86-64',
        arch: 'amd64',
        port: 8123,
        ssl: false,
      }),
      '/supervisor/info': () => ({ version: SUPERVISOR_VERSION, arch: 'amd64', healthy: true, supported: true }),
      '/os/info': () => ({ version: OS_VERSION, board: 'ova', boot: 'A' }),
      '/host/info': () => ({ hostname: 'homeassistant', disk_free: 20, disk_total: 30.8, disk_used: 9.5 }),
      '/addons': () => ({
        addons: this.#home.installedAddons.map((addon) => ({ ...addonOf(addon), installed: true })),
      }),
      '/mounts': () => ({ default_backup_mount: null, mounts: this.#home.mounts.map(mountOf) }),
      '/backups': () => ({ backups: this.list() }),
      '/backups/info': () => ({ backups: this.list(), days_until_stale: 30 }),
      '/jobs/info': () => ({
        ignore_conditions: [],
        jobs: this.#jobs.map((job) => ({ ...job.render(), child_jobs: [] })),
      }),
    };
    const answer = fixed[endpoint];
    if (answer) return answer();
    if (area === 'backups' && second && third === 'info') return this.info(second);
    const job = area === 'jobs' ? this.#jobs.find(({ uuid }) => uuid === second) : undefined;
    if (job) return { ...job.render(), child_jobs: [] };
    throw new CommandError('unknown_error', area === 'jobs' ? 'Job does not exist' : '');
  }

  async #make(type: string, data: JsonObject): Promise<unknown> {
    const extra = Object.keys(data).find((key) => !makeFields.includes(key));
    if (extra) throw new CommandError('unknown_error', extraKey('voluptuous', extra, data[extra]));
    const agents = this.#agentsFor(data['location']);
    if (this.frozen) {
      const action = `'BackupManager.do_backup_${type}'`;
      throw new CommandError('unknown_error', `${action} blocked from execution, system is not running - freeze`);
    }
    const job = this.startJob(`backup_manager_${type}_backup`, this.#home.store.newId());
    const made = this.#create(job, this.#contentOf(type, data), agents);
    if (data['background'] === true) return { job_id: job.uuid };
    await made;
    return { job_id: job.uuid, slug: job.slug };
  }

  #agentsFor(location: unknown): string[] {
    const places = Array.isArray(location) ? location : [location];
    return places.map((place) => {
      const agent = typeof place === 'string' && place !== '.local' ? `hassio.${place}` : 'hassio.local';
      if (this.#home.agents.includes(agent)) return agent;
      throw new CommandError('unknown_error', `No mount exists with name ${textOf(place)}`);
    });
  }

  #contentOf(type: string, data: JsonObject): Content {
    const full = type === 'full';
    const all = full || data['addons'] === 'ALL';
    const slugs = textsOf(data['addons']);
    return {
      name: textOf(data['name']),
      type: full ? 'full' : 'partial',
      password: typeof data['password'] === 'string' ? data['password'] : undefined,
      homeassistant: full || data['homeassistant'] === true,
      addons: this.#home.installedAddons.filter(({ slug }) => all || slugs.includes(slug)),
      folders: full ? ALL_FOLDERS : textsOf(data['folders']),
    };
  }

  async #create(job: SupervisorJob, content: Content, agents: string[]): Promise<void> {
    const { faults, hold, stageMs, traits } = this.#home;
    const fault = faults.take(['generate-never-ends', 'generate-fails', 'partial']);
    for (const stage of createStages({ ...traits, flatItems: false }, 'os', partsOf(content))) {
      await (stageMs > 0 ? sleep(stageMs) : turn());
      if (!this.#jobs.includes(job)) return;
      job.enter(stage);
    }
    await hold;
    if (fault?.kind === 'generate-never-ends' || !this.#jobs.includes(job)) return;
    if (fault?.kind === 'generate-fails') {
      job.fail(fault.message ?? "Can't write tarfile: unexpected end of data");
      this.#sendState();
      return;
    }
    this.#store(job, content, agents, (name) => !isMissing(fault, name));
    this.endJob(job);
  }

  #store(job: SupervisorJob, content: Content, agents: string[], isThere: (name: string) => boolean): void {
    this.#home.store.add(
      {
        id: job.slug,
        name: content.name,
        agents,
        protected: content.password !== undefined,
        addons: content.addons.filter(({ slug }) => isThere(slug)),
        folders: content.folders.filter(isThere),
      },
      { type: content.type, foreignToCore: true, haIncluded: content.homeassistant, password: content.password },
    );
  }
}
