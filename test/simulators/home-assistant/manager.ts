import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';
import { CommandError, pythonRepr } from './command-error.ts';
import type { Home } from './home.ts';
import type { JsonObject } from './json.ts';
import { refusalOf, split, uploadSteps, type Parts, type Refusal } from './making.ts';
import { createStages } from './stages.ts';
import type { Backup } from './store.ts';
import type { AddonSpec, Fault } from './types.ts';

export interface GenerateRequest {
  readonly agentIds: readonly string[];
  readonly name: string | null;
  readonly password: string | null;
  readonly includeAddons: readonly string[];
  readonly includeAllAddons: boolean;
  readonly includeDatabase: boolean;
  readonly includeFolders: readonly string[];
  readonly includeHomeassistant: boolean;
  readonly automatic: boolean;
}

const states = ['idle', 'blocked', 'create_backup', 'receive_backup', 'restore_backup'] as const;
type ManagerState = (typeof states)[number];
type Outcome = 'in_progress' | 'completed' | 'failed' | 'core_restart';

type Listener = (event: JsonObject) => void;

/** Core's backup manager: its state, its events in their recorded order, and what comes out of a creation. */
export class BackupManager {
  state: ManagerState = 'idle';
  lastEvent: JsonObject = { manager_state: 'idle' };
  lastAction: JsonObject | null = null;
  /** A backup that was in the making, for kill -9. */
  making: GenerateRequest | undefined;
  readonly #home: Home;
  readonly #listeners = new Set<Listener>();
  #abort = new AbortController();

  constructor(home: Home) {
    this.#home = home;
  }

  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Core starts again: what ran is forgotten. */
  reset(state: 'idle' | 'blocked'): void {
    this.#abort.abort();
    this.#abort = new AbortController();
    this.making = undefined;
    this.lastAction = null;
    this.#enter({ manager_state: state });
  }

  /** What ran is lost, but nobody tells Core: it waits for ever. */
  loseRun(): void {
    this.#abort.abort();
    this.#abort = new AbortController();
  }

  becomeIdle(): void {
    if (this.state === 'blocked') this.#enter({ manager_state: 'idle' });
  }

  #enter(event: JsonObject): void {
    const state = event['manager_state'];
    this.state = states.find((one) => one === state) ?? 'idle';
    // Progress events of the upload carry no state of their own.
    if (event['uploaded_bytes'] === undefined) this.lastEvent = event;
    if ('state' in event) this.lastAction = event;
    for (const listener of this.#listeners) listener(event);
  }

  #report(state: Outcome, stage: string | null, reason: string | null, what: ManagerState = 'create_backup'): void {
    const withReason = this.#home.traits.flatItems ? {} : { reason };
    this.#enter({ manager_state: what, ...withReason, stage, state });
  }

  receive(state: 'in_progress', stage: string | null): void {
    this.#report(state, stage, null, 'receive_backup');
  }

  /** It arrived, and is handed to its agents. */
  uploadReceived(bytes: number, agents: readonly string[]): void {
    this.receive('in_progress', 'upload_to_agents');
    const { uploadEvents, name } = this.#home.traits;
    const steps = uploadEvents === 'none' ? [] : uploadEvents === 'end' || name === '2026.8.3' ? [bytes] : [0, bytes];
    const known = agents.filter((agent) => this.#home.agents.includes(agent));
    for (const uploaded of steps)
      for (const agent of known) {
        const progress = { agent_id: agent, uploaded_bytes: uploaded, total_bytes: bytes };
        this.#enter({ manager_state: 'receive_backup', ...progress });
      }
  }

  endReceiving(state: 'completed' | 'failed'): void {
    this.#report(state, null, state === 'failed' ? 'unknown_error' : null, 'receive_backup');
    this.#enter({ manager_state: 'idle' });
  }

  restoring(state: Outcome, stage: string | null, reason: string | null): void {
    this.#report(state, stage, reason, 'restore_backup');
  }

  /** What a restore that did not come to its restart ends with. */
  giveUpRestoring(reason: string): void {
    this.restoring('failed', null, reason);
    this.#enter({ manager_state: 'idle' });
  }

  /** After the restart; it stays idle or blocked. */
  rememberRestore(state: 'completed' | 'failed', reason: string | null): void {
    if (this.#home.traits.lastEventKey === undefined) return;
    this.lastAction = { manager_state: 'restore_backup', reason, stage: null, state };
  }

  /** Returns the job id as soon as the creation began; throws what the command answers. */
  generate(request: GenerateRequest): string {
    const { config, clock, faults } = this.#home;
    if (this.state !== 'idle') throw new CommandError('home_assistant_error', `Backup manager busy: ${this.state}`);
    if (request.automatic) config.lastAttempted = clock.isoNow();
    this.#report('in_progress', null, null);
    const refusal = this.#refusal(request);
    if (refusal) {
      this.#report('failed', null, refusal.reason);
      this.#enter({ manager_state: 'idle' });
      throw refusal.error;
    }
    const fault = faults.take(['generate-fails', 'generate-never-ends', 'upload-failed', 'partial']);
    const id = this.#home.store.newId();
    const job = this.#home.supervisor?.startJob('backup_manager_partial_backup', id);
    this.making = request;
    void this.#run(request, id, fault, this.#abort.signal, (stage) => job?.enter(stage))
      .then(() => {
        if (job) this.#home.supervisor?.endJob(job);
      })
      .catch(() => undefined);
    return job?.uuid ?? id;
  }

  #refusal(request: GenerateRequest): Refusal | undefined {
    return this.#agentRefusal(request.agentIds) ?? this.#contentRefusal(request);
  }

  #agentRefusal(agentIds: readonly string[]): Refusal | undefined {
    const { traits, agents } = this.#home;
    const refuse = (message: string): Refusal => refusalOf(message, 'backup_manager_error');
    const gone = agentIds.filter((agent) => !agents.includes(agent));
    if (traits.flatItems) {
      if (agentIds.length === 0) return refuse('At least one agent must be selected');
      return gone.length === 0 ? undefined : refuse(`Invalid agents selected: ${pythonRepr(gone)}`);
    }
    if (gone.length < agentIds.length) return undefined;
    return refuse(`At least one available backup agent must be selected, got ${pythonRepr([...agentIds])}`);
  }

  #contentRefusal(request: GenerateRequest): Refusal | undefined {
    const isCore = this.#home.install === 'core';
    const extras = request.includeAllAddons || request.includeAddons.length > 0 || request.includeFolders.length > 0;
    if (isCore && extras) return refusalOf('Addons and folders are not supported by core backup');
    if (request.includeHomeassistant) return undefined;
    if (isCore) return refusalOf('Home Assistant must be included in backup');
    if (request.includeDatabase) return refusalOf('Cannot create a backup with database but without Home Assistant');
    return extras ? undefined : refusalOf('Unknown error', 'unknown_error', 'unknown_error');
  }

  async #run(
    request: GenerateRequest,
    id: string,
    fault: Fault | undefined,
    signal: AbortSignal,
    enterStage: (stage: string) => void,
  ): Promise<void> {
    const { traits, install } = this.#home;
    const addons = this.#addonsOf(request, fault);
    const folders = this.#foldersOf(request, fault);
    const content = {
      homeassistant: request.includeHomeassistant,
      addons: addons.wanted.length > 0,
      folders: folders.wanted.length > 0,
    };
    const step = async (stage: string): Promise<void> => {
      await this.#pause(signal);
      enterStage(stage);
      this.#report('in_progress', stage, null);
    };
    for (const stage of createStages(traits, install, content)) await step(stage);
    await this.#pause(signal);
    await this.#home.hold;
    signal.throwIfAborted();
    if (fault?.kind === 'generate-never-ends') await new Promise<never>(() => undefined);
    if (fault?.kind === 'generate-fails') {
      this.#finish('failed', fault.reason ?? 'upload_failed');
      return;
    }
    const backup = this.#store(request, id, fault, addons, folders);
    await step('upload_to_agents');
    await this.#upload(request, backup, signal);
    await this.#pause(signal);
    const failed = fault?.kind === 'upload-failed';
    if (!failed) this.#afterAutomatic(request, backup);
    this.#finish(failed ? 'failed' : 'completed', failed ? 'upload_failed' : null);
  }

  #finish(state: 'completed' | 'failed', reason: string | null): void {
    this.making = undefined;
    this.#report(state, null, reason);
    this.#enter({ manager_state: 'idle' });
  }

  async #pause(signal: AbortSignal): Promise<void> {
    const { stageMs } = this.#home;
    if (stageMs > 0) await sleep(stageMs, undefined, { signal });
    else await turn(undefined, { signal });
  }

  async #upload(request: GenerateRequest, backup: Backup, signal: AbortSignal): Promise<void> {
    const { traits, agents } = this.#home;
    if (traits.uploadEvents === 'none') return;
    const selected = request.agentIds.filter((agent) => agents.includes(agent));
    const steps = uploadSteps(backup, selected).filter(
      ({ uploaded }) => uploaded > 0 || traits.uploadEvents === 'both',
    );
    for (const { agent, uploaded, total } of steps) {
      await this.#pause(signal);
      const progress = { agent_id: agent, uploaded_bytes: uploaded, total_bytes: total };
      this.#enter({ manager_state: 'create_backup', ...progress });
    }
    await this.#pause(signal);
    this.#report('in_progress', 'cleaning_up', null);
  }

  #addonsOf(request: GenerateRequest, fault: Fault | undefined): Parts<AddonSpec> {
    const wanted = this.#home.installedAddons.filter(
      (addon) => request.includeAllAddons || request.includeAddons.includes(addon.slug),
    );
    const missing = fault?.kind === 'partial' ? (fault.addons ?? (fault.folders ? [] : ['core_mosquitto'])) : [];
    return split(wanted, (addon) => missing.includes(addon.slug));
  }

  #foldersOf(request: GenerateRequest, fault: Fault | undefined): Parts<string> {
    // The Supervisor's `ssl` always comes with Home Assistant.
    const ssl = this.#home.install === 'os' && request.includeHomeassistant ? ['ssl'] : [];
    const wanted = [...new Set([...request.includeFolders, ...ssl])];
    const missing = fault?.kind === 'partial' ? (fault.folders ?? []) : [];
    return split(wanted, (folder) => missing.includes(folder));
  }

  #store(
    request: GenerateRequest,
    id: string,
    fault: Fault | undefined,
    addons: Parts<AddonSpec>,
    folders: Parts<string>,
  ): Backup {
    const { store, config, agents, traits } = this.#home;
    const available = request.agentIds.filter((agent) => agents.includes(agent));
    const gone = request.agentIds.filter((agent) => !agents.includes(agent));
    const broken = fault?.kind === 'upload-failed' ? [fault.agentId ?? available.at(-1) ?? ''] : [];
    const sealed = (agent: string): boolean =>
      request.automatic
        ? config.isProtected(agent)
        : request.password !== null && (config.agents[agent]?.protected ?? true);
    const reported = traits.partsReported && !fault?.silent;
    return store.add(
      {
        id,
        kind: request.automatic ? 'automatic' : 'manual',
        ...(request.name === null ? {} : { name: request.name }),
        agents: available.filter((agent) => !broken.includes(agent)),
        protectedBy: Object.fromEntries(available.map((agent) => [agent, sealed(agent)])),
        addons: addons.stored,
        folders: folders.stored,
        failedAgents: [...gone, ...broken],
        failedAddons: reported ? addons.failed : [],
        failedFolders: reported ? folders.failed : [],
      },
      {
        haIncluded: request.includeHomeassistant,
        databaseIncluded: request.includeDatabase,
        password: request.password ?? undefined,
      },
    );
  }

  #afterAutomatic(request: GenerateRequest, backup: Backup): void {
    if (!request.automatic) return;
    const { config, clock, store } = this.#home;
    config.lastCompleted = clock.isoNow();
    config.lastCompletedSize = [...backup.copies.values()][0]?.source.size ?? null;
    const { copies } = config.retention;
    if (copies === null) return;
    const own = store.all().filter((other) => other.withAutomaticSettings === true);
    own.sort((a, b) => Date.parse(a.date) - Date.parse(b.date));
    for (const old of own.slice(0, Math.max(0, own.length - copies))) store.remove(old.id);
  }
}
