import { createHash } from 'node:crypto';
import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';
import { CommandError } from './command-error.ts';
import { createStages } from './stages.ts';
import type { Home } from './home.ts';
import type { JsonObject } from './json.ts';
import type { Backup } from './store.ts';

type Listener = (event: JsonObject) => void;

const SUPERVISOR_VERSION = '2026.08.0';
const OS_VERSION = '18.1';

/** A job of the Supervisor; its child jobs are left out. */
export class SupervisorJob {
  readonly uuid: string;
  stage: string | null = null;
  done: boolean | null = null;
  reference: string | null = null;
  readonly #name: string;
  readonly #created: string;
  readonly #slug: string;
  readonly #send: Listener;

  constructor(name: string, uuid: string, created: string, slug: string, send: Listener) {
    this.#name = name;
    this.uuid = uuid;
    this.#created = created;
    this.#slug = slug;
    this.#send = send;
    this.#changed();
    this.done = false;
    this.#changed();
    this.reference = slug;
    this.#changed();
  }

  render(): JsonObject {
    return {
      name: this.#name,
      reference: this.reference,
      uuid: this.uuid,
      progress: this.done ? 100 : 0,
      stage: this.stage,
      done: this.done,
      errors: [],
      created: this.#created,
      extra: null,
    };
  }

  enter(stage: string): void {
    if (this.stage === stage) return;
    this.stage = stage;
    this.#changed();
  }

  finish(): void {
    this.done = true;
    this.#changed();
  }

  get slug(): string {
    return this.#slug;
  }

  #changed(): void {
    this.#send({ event: 'job', data: { ...this.render(), parent_id: null } });
  }
}

/** The Supervisor as `supervisor/api` and the proxy show it (test/fixtures/ha-os); only what concerns backups. */
export class Supervisor {
  readonly #home: Home;
  readonly #jobs: SupervisorJob[] = [];
  readonly #listeners = new Set<Listener>();

  constructor(home: Home) {
    this.#home = home;
  }

  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  startJob(name: string, slug: string): SupervisorJob {
    const uuid = createHash('md5').update(`${slug} ${this.#jobs.length}`).digest('hex');
    const send = (event: JsonObject): void => {
      for (const listener of this.#listeners) listener(event);
    };
    const job = new SupervisorJob(name, uuid, this.#home.clock.isoNow(), slug, send);
    this.#jobs.push(job);
    return job;
  }

  get frozen(): boolean {
    return this.#jobs.some((job) => job.done === false);
  }

  /** Jobs live in the Supervisor's memory only. */
  forgetJobs(): void {
    this.#jobs.length = 0;
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
      repositories: ['core', 'local', 'https://github.com/hassio-addons/repository'],
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
    const full = type === 'full';
    if (this.frozen) {
      const action = `'BackupManager.do_backup_${type}'`;
      const message = `${action} blocked from execution, system is not running - freeze`;
      throw new CommandError('unknown_error', message);
    }
    const locations = Array.isArray(data['location']) ? data['location'] : [data['location'] ?? null];
    const agents = locations.map((place) =>
      typeof place === 'string' && place !== '.local' ? `hassio.${place}` : 'hassio.local',
    );
    const unknown = agents.find((agent) => !this.#home.agents.includes(agent));
    if (unknown)
      throw new CommandError('unknown_error', `No mount exists with name ${unknown.slice('hassio.'.length)}`);
    const job = this.startJob(`backup_manager_${type}_backup`, this.#home.store.newId());
    const made = this.#create(job, data, full, agents);
    if (data['background'] === true) return { job_id: job.uuid };
    await made;
    return { job_id: job.uuid, slug: job.slug };
  }

  async #create(job: SupervisorJob, data: JsonObject, full: boolean, agents: string[]): Promise<void> {
    const fault = this.#home.faults.take(['generate-never-ends', 'generate-fails']);
    const content = { homeassistant: true, addons: full, folders: true };
    const modern = { ...this.#home.traits, flatItems: false };
    for (const stage of createStages(modern, 'os', content)) {
      if (this.#home.stageMs > 0) await sleep(this.#home.stageMs);
      else await turn();
      job.enter(stage);
    }
    if (fault?.kind === 'generate-never-ends') return;
    if (!fault) {
      const folders = Array.isArray(data['folders']) ? data['folders'].filter((name) => typeof name === 'string') : [];
      this.#home.store.add(
        {
          id: job.slug,
          name: typeof data['name'] === 'string' ? data['name'] : '',
          agents,
          protected: typeof data['password'] === 'string',
          addons: full ? [...this.#home.installedAddons] : [],
          folders: full ? ['share', 'addons/local', 'ssl', 'media'] : folders,
        },
        { type: full ? 'full' : 'partial', foreignToCore: true },
      );
    }
    job.finish();
  }
}

const addonOf = (addon: { slug: string; name?: string | null; version?: string | null }): JsonObject => ({
  slug: addon.slug,
  name: addon.name ?? null,
  version: addon.version ?? null,
});

const mountOf = (name: string): JsonObject => ({
  name,
  type: 'cifs',
  usage: 'backup',
  read_only: false,
  server: 'nas.local',
  share: 'backups',
  version: null,
  state: 'active',
  user_path: null,
});

const systemInfo = (version: string, frozen: boolean): JsonObject => ({
  supervisor: SUPERVISOR_VERSION,
  homeassistant: version,
  hassos: OS_VERSION,
  docker: '29.1.3',
  hostname: 'homeassistant',
  operating_system: `Home Assistant OS ${OS_VERSION}`,
  features: ['reboot', 'shutdown', 'services', 'network', 'hostname', 'haos', 'mount'],
  machine: 'qemux86-64',
  machine_id: '0'.repeat(32),
  arch: 'amd64',
  state: frozen ? 'freeze' : 'running',
  supported_arch: ['amd64'],
  supported: true,
  channel: 'stable',
  logging: 'info',
  timezone: 'UTC',
});
