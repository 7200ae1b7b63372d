import type { HaBackup, Listing } from '../domain/backup.ts';
import { isCode } from '../errors/app-error.ts';
import type { CreateProgress } from '../ports/backup-source.ts';
import type { ChangeSources } from './change-feed.ts';
import type { Made } from './creation-state.ts';
import { createBackup } from './create.ts';
import { identify, isReadable, judgeListing, toOwnSchedule } from './describe.ts';
import type { DownloadRequest } from './download.ts';
import { CommandRefused, commandFailure } from './errors.ts';
import type { HomeApi, Inspection, Told } from './home-source.ts';
import { offersOf } from './offers.ts';
import {
  agentsSchema,
  infoSchema,
  keySchema,
  settingsSchema,
  type BackupInfo,
  type BackupSettings,
  type CoreConfig,
} from './schemas.ts';
import { ask, askConfig, discoverInstance, type Session } from './session.ts';

interface Look {
  readonly config: CoreConfig;
  readonly info: BackupInfo;
  readonly agentIds: readonly string[];
  readonly listing: Listing<HaBackup>;
}

/** Codes with which a command fails for what lies behind it (recorded with 2025.1.4). */
const troubles = new Set(['unknown_error', 'home_assistant_error', 'timeout']);

/** Home Assistant's Backup API, 2025.1 and later, on every kind of installation. */
export class BackupApi implements HomeApi {
  readonly #session: Session;
  readonly tells: ChangeSources;

  constructor(session: Session) {
    this.#session = session;
    this.tells = { manager: true, supervisor: session.hasSupervisor };
  }

  async describe(signal: AbortSignal): Promise<Told> {
    const { knownInstanceId } = this.#session;
    const { config, info, agentIds, listing } = await this.#look(signal);
    const { instance, instanceAmbiguous } = identify(info.backups, knownInstanceId);
    const lost = instance === undefined && !instanceAmbiguous && knownInstanceId === undefined;
    // A run that cannot see the backups must not conclude that there is no id and mint a second one.
    if (lost && !listing.complete && !isReadable(listing)) throw listing.why;
    const settings = await this.#settings(signal);
    return {
      config,
      instance: lost ? await discoverInstance(this.#session, signal) : instance,
      instanceAmbiguous,
      schedule: settings && toOwnSchedule(settings),
      offers: settings ? offersOf({ settings, present: agentIds, backups: listing.items }) : [],
    };
  }

  async inspect(signal: AbortSignal): Promise<Inspection> {
    const { info, listing, agentIds } = await this.#look(signal);
    return {
      ...identify(info.backups, this.#session.knownInstanceId),
      listing,
      locations: { present: agentIds, errors: info.agent_errors },
      settings: await this.#settings(signal),
    };
  }

  /** What cannot be read is not known: backups are taken all the same. */
  async #settings(signal: AbortSignal): Promise<BackupSettings | undefined> {
    try {
      return await ask(this.#session, { type: 'backup/config/info' }, settingsSchema, signal);
    } catch (error) {
      if (!isCode(error, 'ha.protocol')) throw error;
      this.#session.logger.warn('ha.settings-unreadable', {});
      return undefined;
    }
  }

  async list(signal: AbortSignal): Promise<Listing<HaBackup>> {
    return (await this.#look(signal)).listing;
  }

  async make(onProgress: (progress: CreateProgress) => void, signal: AbortSignal): Promise<Made> {
    return createBackup(this.#session, onProgress, signal);
  }

  async presentKey(signal: AbortSignal): Promise<string | undefined> {
    return await ask(this.#session, { type: 'backup/config/info' }, keySchema, signal);
  }

  locate(backup: HaBackup, agentId: string): Omit<DownloadRequest, 'resume'> {
    const query = new URLSearchParams({ agent_id: agentId }).toString();
    return {
      path: `/api/backup/download/${encodeURIComponent(backup.id)}?${query}`,
      listed: backup.copies.find((copy) => copy.agentId === agentId)?.size,
      resumable: agentId === 'backup.local',
    };
  }

  async #look(signal: AbortSignal): Promise<Look> {
    const config = await askConfig(this.#session, signal);
    // Before the list: an agent that comes up in between would not be in it and not be missed.
    const agentIds = await ask(this.#session, { type: 'backup/agents/info' }, agentsSchema, signal);
    const info = await this.#askInfo(agentIds, signal);
    return { config, info, agentIds, listing: judgeListing(config.state, agentIds, info) };
  }

  /** 2025.1 answers trouble of one agent with a failure of the whole command, later versions with `agent_errors`. */
  async #askInfo(agentIds: readonly string[], signal: AbortSignal): Promise<BackupInfo> {
    const { link, timeouts } = this.#session;
    try {
      return await link.ask({ type: 'backup/info' }, infoSchema, signal, timeouts.list);
    } catch (error) {
      if (!(error instanceof CommandRefused) || !troubles.has(error.code)) throw commandFailure(error);
      return { backups: [], agent_errors: Object.fromEntries(agentIds.map((agentId) => [agentId, error.says])) };
    }
  }
}
