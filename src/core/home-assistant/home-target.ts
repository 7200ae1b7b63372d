import { z } from 'zod';
import type { HaBackup } from '../domain/backup.ts';
import { localAgentOf } from '../domain/choose-copy.ts';
import type { Holdings } from '../domain/restore-choice.ts';
import type { Receiver } from '../domain/restore-traps.ts';
import type { Lock } from '../archive/open/first-lock.ts';
import { AppError, throwIfCancelled, toAppError } from '../errors/app-error.ts';
import type { RestoreEnd } from '../../shared/into-home.ts';
import { foreignLabel, unnamedHome } from '../../shared/safe-text.ts';
import { BackupApi } from './backup-api.ts';
import { openHome } from './connect.ts';
import { isReadable } from './describe.ts';
import { lockOfDownload } from './lock-of-download.ts';
import { CommandRefused, commandFailure } from './errors.ts';
import { Follower } from './follower.ts';
import { HomeSource } from './home-source.ts';
import type { ConnectOptions } from './options.ts';
import { restoreThere, type RestoreOrder } from './restoring.ts';
import { agentsSchema, keySchema, type CoreConfig } from './schemas.ts';
import { ask, askSupervisor, type Session } from './session.ts';
import { uploadArchive, type Outgoing, type SentSoFar } from './upload.ts';

/** Where a backup is to go. */
export interface TargetDescription extends Receiver {
  readonly url: string;
  readonly name: string;
  /** The agent of its own disk: Core's, or with a Supervisor the Supervisor's. */
  readonly agentId: string;
}

/** One backup as Home Assistant lists it on the agent of its own disk. */
export interface Placed {
  readonly id: string;
  /** Bytes; undefined where it lists none. */
  readonly size: number | undefined;
}

/**
 * Connects to a Home Assistant that is to get a backup. Errors: those of `connect`; `restore.home-too-old` where it has no
 * way to take one (before 2025.1).
 */
export const connectTarget = async (options: ConnectOptions, signal: AbortSignal): Promise<HomeTarget> => {
  const { session, config, api } = await openHome(options, signal);
  if (api instanceof BackupApi) return new HomeTarget(session, config, api);
  await session.link.close();
  throw new AppError('restore.home-too-old', { version: config.version, needed: '2025.1' });
};

export interface KeyQuestion {
  readonly id: string;
  readonly agentId: string;
  readonly key: string;
}

/** What a backup holds. */
export type PlacedContents = Holdings & { readonly protected: boolean };

/** `backup/details`. */
const detailsSchema = z.object({
  backup: z
    .object({
      addons: z.array(z.object({ slug: z.string() })),
      agents: z.record(z.string(), z.object({ protected: z.boolean() })).optional(),
      database_included: z.boolean(),
      folders: z.array(z.string()),
      homeassistant_included: z.boolean(),
      protected: z.boolean().optional(),
    })
    .nullable(),
});

/** The Supervisor's disk in gigabytes. */
const hostSchema = z.object({ disk_free: z.number().nonnegative() });

/** Home Assistant as a place that takes backups back. */
export class HomeTarget {
  readonly #session: Session;
  readonly #config: CoreConfig;
  readonly #api: BackupApi;

  constructor(session: Session, config: CoreConfig, api: BackupApi) {
    this.#session = session;
    this.#config = config;
    this.#api = api;
  }

  /** Errors: `ha.no-agent` where the agent of its own disk is missing. */
  async describe(signal: AbortSignal): Promise<TargetDescription> {
    const agents = await ask(this.#session, { type: 'backup/agents/info' }, agentsSchema, signal);
    const agentId = localAgentOf(agents);
    if (agentId === undefined) throw new AppError('ha.no-agent', { agents: agents.length });
    const { url, hasSupervisor } = this.#session;
    const { location_name: name, version } = this.#config;
    const freeBytes = hasSupervisor ? await this.#freeBytes(signal) : undefined;
    return { url, name: foreignLabel(name, unnamedHome), version, hasSupervisor, agentId, freeBytes };
  }

  /** Errors: `ha.busy`, `ha.starting`: it does something else with backups. */
  async refuseBusy(signal: AbortSignal): Promise<void> {
    const follower = new Follower(this.#session, () => undefined);
    try {
      await follower.waitUntilFree(signal);
    } finally {
      follower.stop();
    }
  }

  /** The backup on that agent, if it is listed there. Errors: why the list cannot be believed. */
  async find(id: string, agentId: string, signal: AbortSignal): Promise<Placed | undefined> {
    const listing = await this.#api.list(signal);
    if (!listing.complete && !isReadable(listing)) throw listing.why;
    const copy = listing.items.find((one: HaBackup) => one.id === id)?.copies.find((one) => one.agentId === agentId);
    return copy && { id, size: copy.size };
  }

  /** Gives the id by which it is to be found in the list. Errors: those of `uploadArchive`. */
  async upload(
    archive: Outgoing,
    agentId: string,
    onProgress: (progress: SentSoFar) => void,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    return await uploadArchive(this.#session, archive, agentId, onProgress, signal);
  }

  /** What the backup holds, as Home Assistant tells it. Error: `ha.backup-gone`. */
  async contents(id: string, agentId: string, signal: AbortSignal): Promise<PlacedContents> {
    const { backup } = await ask(this.#session, { type: 'backup/details', backup_id: id }, detailsSchema, signal);
    if (!backup) throw new AppError('ha.backup-gone', { step: 'restore' });
    return {
      // 2025.1 had one protection for all copies.
      protected: backup.agents?.[agentId]?.protected ?? backup.protected ?? true,
      homeassistant: backup.homeassistant_included,
      database: backup.database_included,
      apps: backup.addons.map(({ slug }) => slug),
      folders: backup.folders,
    };
  }

  /** Its present key, if it has one. Secret: held in memory for this one use. */
  async ownKey(signal: AbortSignal): Promise<string | undefined> {
    return await ask(this.#session, { type: 'backup/config/info' }, keySchema, signal);
  }

  /** Whether a key opens a backup; undefined where this version, or this kind of archive, cannot tell. */
  async opens({ id, agentId, key }: KeyQuestion, signal: AbortSignal): Promise<boolean | undefined> {
    const command = { type: 'backup/can_decrypt_on_download', backup_id: id, agent_id: agentId, password: key };
    try {
      await this.#session.link.ask(command, z.unknown(), signal, this.#session.timeouts.list);
      return true;
    } catch (error) {
      if (!(error instanceof CommandRefused)) throw error;
      if (error.code === 'password_incorrect') return false;
      if (['decrypt_not_supported', 'unknown_command'].includes(error.code)) return undefined;
      throw commandFailure(error);
    }
  }

  /**
   * What has to be seen of a backup to try keys on it, read from the file that Home Assistant has. Undefined where nothing in it is
   * encrypted, or it cannot be had: the key is tried by Home Assistant then.
   */
  async lock(id: string, agentId: string, signal: AbortSignal): Promise<Lock | undefined> {
    try {
      const { items } = await this.#api.list(signal);
      const backup = items.find((one) => one.id === id);
      const size = backup?.copies.find((copy) => copy.agentId === agentId)?.size;
      if (backup === undefined || size === undefined) return undefined;
      return await lockOfDownload(this.#session, { ...this.#api.locate(backup, agentId), size }, signal);
    } catch (error) {
      throwIfCancelled(signal);
      this.#session.logger.warn('ha.lock-unread', { code: toAppError(error).code });
      return undefined;
    }
  }

  /** A backup of how it is now. Errors: those of `create`. */
  async makeBackup(onStage: (stage: string) => void, signal: AbortSignal): Promise<string> {
    const source = new HomeSource(this.#session, this.#api);
    return (await source.create(({ stage }) => onStage(stage), signal)).backup.id;
  }

  /** Errors: those of `restoreThere`. */
  async restore(order: RestoreOrder, onStage: (stage: string) => void, signal: AbortSignal): Promise<RestoreEnd> {
    return await restoreThere(this.#session, order, onStage, signal);
  }

  async close(): Promise<void> {
    await this.#session.link.close();
  }

  /** Undefined where the Supervisor does not tell: the upload will find out. */
  async #freeBytes(signal: AbortSignal): Promise<number | undefined> {
    try {
      const { disk_free: gigabytes } = await askSupervisor(
        this.#session,
        { endpoint: '/host/info' },
        hostSchema,
        signal,
      );
      return Math.round(gigabytes * 1024 ** 3);
    } catch (error) {
      if (signal.aborted) throw error;
      return undefined;
    }
  }
}
