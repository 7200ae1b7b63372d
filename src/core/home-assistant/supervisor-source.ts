import type { HaBackup, Listing } from '../domain/backup.ts';
import { AppError } from '../errors/app-error.ts';
import type {
  BackupDownload,
  BackupSource,
  CreateOutcome,
  CreateProgress,
  HomeDescription,
  InstallType,
} from '../ports/backup-source.ts';
import { ChangeFeed } from './change-feed.ts';
import { openDownload } from './download.ts';
import { askConfig, askInstallType, discoverInstance, measureClockSkew, type Session } from './session.ts';
import { createThroughSupervisor } from './supervisor-create.ts';
import { locationOf, SupervisorLister } from './supervisor-list.ts';

/** The Supervisor through Core: Home Assistant OS and Supervised before 2025.1, which have no Backup API (facts 9.1). */
export class SupervisorSource implements BackupSource {
  readonly #session: Session;
  readonly #changes: ChangeFeed;
  readonly #lister: SupervisorLister;
  #installType: InstallType = 'unknown';

  constructor(session: Session) {
    this.#session = session;
    this.#lister = new SupervisorLister(session);
    this.#changes = new ChangeFeed(session.link, { manager: false, supervisor: true });
  }

  async describe(signal: AbortSignal): Promise<HomeDescription> {
    const { url, knownInstanceId } = this.#session;
    const clockSkewMs = await measureClockSkew(this.#session, signal);
    const config = await askConfig(this.#session, signal);
    if (config.state !== 'RUNNING') throw new AppError('ha.starting', { state: config.state });
    if (this.#installType === 'unknown') this.#installType = await askInstallType(this.#session, signal);
    return {
      url,
      name: config.location_name,
      version: config.version,
      installType: this.#installType,
      admin: true,
      // Backups of this age do not name their maker.
      instance: knownInstanceId === undefined ? await discoverInstance(this.#session, signal) : undefined,
      instanceAmbiguous: false,
      schedule: undefined,
      clockSkewMs,
    };
  }

  async list(signal: AbortSignal): Promise<Listing<HaBackup>> {
    return this.#lister.list(signal);
  }

  async create(onProgress: (progress: CreateProgress) => void, signal: AbortSignal): Promise<CreateOutcome> {
    return createThroughSupervisor(this.#session, async (inner) => this.list(inner), onProgress, signal);
  }

  async download(
    backup: HaBackup,
    agentId: string,
    resume: { readonly offset: number; readonly etag: string } | undefined,
    signal: AbortSignal,
  ): Promise<BackupDownload> {
    const copy = backup.copies.find((each) => each.agentId === agentId);
    if (!copy) throw new AppError('ha.no-agent', { agent: agentId });
    const query = new URLSearchParams({ location: locationOf(agentId) }).toString();
    // Asked for only where there is a choice: a Supervisor that does not know the word must not stumble over it.
    const choice = backup.copies.length > 1 ? `?${query}` : '';
    const path = `/api/hassio/backups/${encodeURIComponent(backup.id)}/download${choice}`;
    return openDownload(this.#session, { path, listed: copy.size, resumable: false, resume }, signal);
  }

  onChange(listener: () => void): () => void {
    return this.#changes.add(listener);
  }

  async close(): Promise<void> {
    await this.#session.link.close();
  }
}
