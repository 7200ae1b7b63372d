import type { HaBackup, Listing } from '../domain/backup.ts';
import type {
  BackupDownload,
  BackupSource,
  CreateOutcome,
  CreateProgress,
  HomeDescription,
  InstallType,
} from '../ports/backup-source.ts';
import { ChangeFeed } from './change-feed.ts';
import { createBackup } from './create.ts';
import { identify, judgeListing, toOwnSchedule } from './describe.ts';
import { openDownload } from './download.ts';
import { CommandRefused, commandFailure } from './errors.ts';
import { agentsSchema, infoSchema, settingsSchema, type BackupInfo, type CoreConfig } from './schemas.ts';
import { ask, askConfig, askInstallType, discoverInstance, measureClockSkew, type Session } from './session.ts';

/** Codes with which a command fails for what lies behind it (recorded with 2025.1.4). */
const troubles = new Set(['unknown_error', 'home_assistant_error', 'timeout']);

/** Home Assistant's Backup API, 2025.1 and later, on every kind of installation. */
export class BackupApi implements BackupSource {
  readonly #session: Session;
  readonly #changes: ChangeFeed;
  #installType: InstallType = 'unknown';

  constructor(session: Session) {
    this.#session = session;
    this.#changes = new ChangeFeed(session.link, { manager: true, supervisor: session.hasSupervisor });
  }

  async describe(signal: AbortSignal): Promise<HomeDescription> {
    const { url, knownInstanceId } = this.#session;
    const clockSkewMs = await measureClockSkew(this.#session, signal);
    const { config, info, listing } = await this.#look(signal);
    const settings = await ask(this.#session, { type: 'backup/config/info' }, settingsSchema, signal);
    if (this.#installType === 'unknown') this.#installType = await askInstallType(this.#session, signal);
    const { instance, instanceAmbiguous } = identify(info.backups, knownInstanceId);
    const lost = instance === undefined && !instanceAmbiguous && knownInstanceId === undefined;
    // Whoever cannot see the backups must not conclude that there is no id and mint a second one.
    if (lost && !listing.complete) throw listing.why;
    return {
      url,
      name: config.location_name,
      version: config.version,
      installType: this.#installType,
      admin: true,
      instance: lost ? await discoverInstance(this.#session, signal) : instance,
      instanceAmbiguous,
      schedule: toOwnSchedule(settings),
      clockSkewMs,
    };
  }

  async list(signal: AbortSignal): Promise<Listing<HaBackup>> {
    return (await this.#look(signal)).listing;
  }

  async create(onProgress: (progress: CreateProgress) => void, signal: AbortSignal): Promise<CreateOutcome> {
    return createBackup(this.#session, async (inner) => this.list(inner), onProgress, signal);
  }

  async download(
    backup: HaBackup,
    agentId: string,
    resume: { readonly offset: number; readonly etag: string } | undefined,
    signal: AbortSignal,
  ): Promise<BackupDownload> {
    const query = new URLSearchParams({ agent_id: agentId }).toString();
    const path = `/api/backup/download/${encodeURIComponent(backup.id)}?${query}`;
    const listed = backup.copies.find((copy) => copy.agentId === agentId)?.size;
    return openDownload(this.#session, { path, listed, resumable: agentId === 'backup.local', resume }, signal);
  }

  onChange(listener: () => void): () => void {
    return this.#changes.add(listener);
  }

  async close(): Promise<void> {
    await this.#session.link.close();
  }

  async #look(signal: AbortSignal): Promise<{ config: CoreConfig; info: BackupInfo; listing: Listing<HaBackup> }> {
    const config = await askConfig(this.#session, signal);
    // Before the list: an agent that comes up in between would not be in it and not be missed.
    const agentIds = await ask(this.#session, { type: 'backup/agents/info' }, agentsSchema, signal);
    const info = await this.#askInfo(agentIds, signal);
    return { config, info, listing: judgeListing(config.state, agentIds, info) };
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
