import { foreignLabel, unnamedHome } from '../../shared/safe-text.ts';
import type { HaBackup, Listing } from '../domain/backup.ts';
import type {
  BackupDownload,
  BackupSource,
  CreateOutcome,
  CreateProgress,
  HomeDescription,
  InstallType,
} from '../ports/backup-source.ts';
import { ChangeFeed, type ChangeSources } from './change-feed.ts';
import { outcomeOf, type Made } from './creation-state.ts';
import { isReadable } from './describe.ts';
import { openDownload, type DownloadRequest } from './download.ts';
import type { BackupSettings, CoreConfig } from './schemas.ts';
import { askInstallType, measureClockSkew, type Session } from './session.ts';

/** What the Backup API and the Supervisor each do in a way of their own. */
export interface HomeApi {
  readonly tells: ChangeSources;
  describe(signal: AbortSignal): Promise<Told>;
  list(signal: AbortSignal): Promise<Listing<HaBackup>>;
  /** All that there is to see at once, good or not, for who wants to know what is wrong. */
  inspect(signal: AbortSignal): Promise<Inspection>;
  /** Has a backup made and waits for its end; what came out is found by listing. */
  make(onProgress: (progress: CreateProgress) => void, signal: AbortSignal): Promise<Made>;
  /** Undefined where it has none or does not tell. Secret. */
  presentKey(signal: AbortSignal): Promise<string | undefined>;
  /** Where an agent's file of a backup is to be had. Error: `ha.no-agent`. */
  locate(backup: HaBackup, agentId: string): Omit<DownloadRequest, 'resume'>;
}

export type Told = Pick<HomeDescription, 'instance' | 'instanceAmbiguous' | 'schedule' | 'offers'> & {
  readonly config: CoreConfig;
};

export interface Inspection extends Pick<HomeDescription, 'instance' | 'instanceAmbiguous'> {
  readonly listing: Listing<HaBackup>;
  /** Where it keeps backups: the agents that are there, and what each says against itself. Undefined: it does not tell. */
  readonly locations:
    { readonly present: readonly string[]; readonly errors: Readonly<Record<string, string>> } | undefined;
  /** Of its automatic backups; undefined where it does not tell, or in a way that cannot be read. */
  readonly settings: BackupSettings | undefined;
}

/** One Home Assistant, through the API that it has. */
export class HomeSource implements BackupSource {
  readonly #session: Session;
  readonly #api: HomeApi;
  readonly #changes: ChangeFeed;
  #installType: InstallType = 'unknown';

  constructor(session: Session, api: HomeApi) {
    this.#session = session;
    this.#api = api;
    this.#changes = new ChangeFeed(session.link, api.tells);
  }

  async describe(signal: AbortSignal): Promise<HomeDescription> {
    const clockSkewMs = await measureClockSkew(this.#session, signal);
    const { config, ...told } = await this.#api.describe(signal);
    if (this.#installType === 'unknown') this.#installType = await askInstallType(this.#session, signal);
    return {
      url: this.#session.url,
      name: foreignLabel(config.location_name, unnamedHome),
      version: config.version,
      installType: this.#installType,
      // Proven when it was connected.
      admin: true,
      ...told,
      clockSkewMs,
    };
  }

  async list(signal: AbortSignal): Promise<Listing<HaBackup>> {
    return this.#api.list(signal);
  }

  async create(onProgress: (progress: CreateProgress) => void, signal: AbortSignal): Promise<CreateOutcome> {
    const before = await this.list(signal);
    if (!before.complete && !isReadable(before)) throw before.why;
    const { order, failed, partial } = await this.#api.make(onProgress, signal);
    const outcome = outcomeOf(before.items, await this.list(signal), order, failed);
    return { ...outcome, partial: outcome.partial || partial };
  }

  async presentKey(signal: AbortSignal): Promise<string | undefined> {
    return this.#api.presentKey(signal);
  }

  async download(
    backup: HaBackup,
    agentId: string,
    resume: { readonly offset: number; readonly etag: string } | undefined,
    signal: AbortSignal,
  ): Promise<BackupDownload> {
    return openDownload(this.#session, { ...this.#api.locate(backup, agentId), resume }, signal);
  }

  onChange(listener: () => void): () => void {
    return this.#changes.add(listener);
  }

  async close(): Promise<void> {
    await this.#session.link.close();
  }
}
