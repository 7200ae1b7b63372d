import type { HaBackup, Listing } from '../domain/backup.ts';
import { AppError } from '../errors/app-error.ts';
import type { CreateProgress } from '../ports/backup-source.ts';
import type { ChangeSources } from './change-feed.ts';
import type { Made } from './creation-state.ts';
import type { DownloadRequest } from './download.ts';
import type { HomeApi, Inspection, Told } from './home-source.ts';
import { unknown } from './schemas.ts';
import { askConfig, discoverInstance, type Session } from './session.ts';
import { createThroughSupervisor } from './supervisor-create.ts';
import { locationOf, SupervisorLister } from './supervisor-list.ts';

/**
 * The Supervisor through Core: Home Assistant OS and Supervised before 2025.1, which have no Backup API
 * (facts#home-assistant-versions).
 */
export class SupervisorApi implements HomeApi {
  readonly #session: Session;
  readonly #lister: SupervisorLister;
  readonly tells: ChangeSources = { manager: false, supervisor: true };

  constructor(session: Session) {
    this.#session = session;
    this.#lister = new SupervisorLister(session);
  }

  async describe(signal: AbortSignal): Promise<Told> {
    const config = await askConfig(this.#session, signal);
    if (config.state !== 'RUNNING' && config.state !== unknown)
      throw new AppError('ha.starting', { state: config.state });
    const isKnown = this.#session.knownInstanceId !== undefined;
    return {
      config,
      // Backups of this age do not name their maker.
      instance: isKnown ? undefined : await discoverInstance(this.#session, signal),
      instanceAmbiguous: false,
      schedule: undefined,
      // A Supervisor of that age makes no automatic backups, and keeps no key.
      offers: [],
    };
  }

  async list(signal: AbortSignal): Promise<Listing<HaBackup>> {
    return this.#lister.list(signal);
  }

  async inspect(signal: AbortSignal): Promise<Inspection> {
    const listing = await this.#lister.list(signal);
    return { instance: undefined, instanceAmbiguous: false, listing, locations: undefined, settings: undefined };
  }

  async make(onProgress: (progress: CreateProgress) => void, signal: AbortSignal): Promise<Made> {
    return createThroughSupervisor(this.#session, onProgress, signal);
  }

  /** A Supervisor keeps no key: the user typed one for each backup. */
  presentKey(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  locate(backup: HaBackup, agentId: string): Omit<DownloadRequest, 'resume'> {
    const copy = backup.copies.find((each) => each.agentId === agentId);
    if (!copy) throw new AppError('ha.no-agent', { agent: agentId });
    const query = new URLSearchParams({ location: locationOf(agentId) }).toString();
    // Asked for only where there is a choice: a Supervisor that does not know the word must not stumble over it.
    const choice = backup.copies.length > 1 ? `?${query}` : '';
    return {
      path: `/api/hassio/backups/${encodeURIComponent(backup.id)}/download${choice}`,
      listed: copy.size,
      resumable: false,
    };
  }
}
