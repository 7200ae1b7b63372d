import type { HaBackup, Listing } from '../domain/backup.ts';
import type { HomeOffer } from '../../shared/home-offers.ts';
import type { InstallType, Recurrence } from '../../shared/vocabulary.ts';

export type { InstallType } from '../../shared/vocabulary.ts';

/** What Home Assistant does automatically; undefined where this version does not tell. */
export interface OwnSchedule {
  readonly automatic: boolean;
  readonly recurrence: Recurrence;
  /** Kept copies and days; null = no such limit. */
  readonly keeps: { readonly copies: number | null; readonly days: number | null };
  /** Whether its automatic backups are encrypted. */
  readonly protected: boolean;
  /** ISO 8601. */
  readonly next: string | undefined;
}

/** What a connection found. */
export interface HomeDescription {
  readonly url: string;
  readonly name: string;
  readonly version: string;
  readonly installType: InstallType;
  readonly admin: boolean;
  /** Best known identity and where it came from; undefined = one has to be minted by the app. */
  readonly instance: { readonly id: string; readonly from: 'api' | 'backups' | 'discovery' } | undefined;
  /** Its backups name makers, but it takes none of them for its own work: several, or the one that it was known as. */
  readonly instanceAmbiguous: boolean;
  readonly schedule: OwnSchedule | undefined;
  /** What is missing in its settings and can be set from here. */
  readonly offers: readonly HomeOffer[];
  /** Milliseconds that Home Assistant's clock is ahead of ours (negative: behind), from its Date header. */
  readonly clockSkewMs: number | undefined;
}

export interface CreateProgress {
  /** Home Assistant's own word: an open set (facts#making-a-backup). */
  readonly stage: string;
}

export interface CreateOutcome {
  /** The new backup, found by listing again. */
  readonly backup: HaBackup;
  /** Parts or locations that Home Assistant could not save. */
  readonly partial: boolean;
}

/** An open download. `offset` is where the server really starts: 0 when it cannot resume. */
export interface BackupDownload {
  readonly offset: number;
  /** What `resume` needs; undefined where a download cannot be taken up again. */
  readonly etag: string | undefined;
  /** Whole size in bytes where the server tells. */
  readonly total: number | undefined;
  /** Read it, or fire the signal: either lets go of the connection. */
  readonly body: AsyncIterable<Uint8Array>;
}

/**
 * Home Assistant as a place where backups are made and fetched. Two implementations: the Backup API (2025.1 and later) and
 * the Supervisor through Core (before that, Home Assistant OS). Every call ends with an AppError of the `ha.*` family.
 */
export interface BackupSource {
  describe(signal: AbortSignal): Promise<HomeDescription>;
  /** Complete only when Home Assistant runs, is not blocked, and the chosen agent answered without error. */
  list(signal: AbortSignal): Promise<Listing<HaBackup>>;
  /** With Home Assistant's automatic settings when configured, else a full backup on the local agent. */
  create(onProgress: (progress: CreateProgress) => void, signal: AbortSignal): Promise<CreateOutcome>;
  /** As is, never decrypted. `resume` is honoured where the server can and the file is still the same. */
  download(
    backup: HaBackup,
    agentId: string,
    resume: { readonly offset: number; readonly etag: string } | undefined,
    signal: AbortSignal,
  ): Promise<BackupDownload>;
  /**
   * The key with which it encrypts its backups now, for proving what comes down; undefined where there is none or it does not
   * tell. Secret: kept in memory alone.
   */
  presentKey(signal: AbortSignal): Promise<string | undefined>;
  /** Calls back on every return to idle and whenever the connection came back; returns how to stop. */
  onChange(listener: () => void): () => void;
  close(): Promise<void>;
}
