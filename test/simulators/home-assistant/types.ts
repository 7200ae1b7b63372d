import type { BusEvent } from './bus.ts';
import type { Notice, ServiceCall } from './services.ts';

/** Versions whose exchanges were recorded from a real Home Assistant; `2024.12.5` exists as `os` only. */
export type HaVersion = '2024.12.5' | '2025.1.4' | '2025.2.5' | '2025.6.3' | '2026.2.3' | '2026.8.3' | '2026.11.0';

export type InstallKind = 'core' | 'os';
export type BackupKind = 'automatic' | 'manual' | 'update';
export type RunState = 'starting' | 'blocked' | 'running' | 'stopping';

export interface AutomaticOptions {
  /** The user went through Home Assistant's set-up of automatic backups. Default true. */
  configured?: boolean;
  /** Default: the first agent. */
  agents?: string[];
  recurrence?: 'never' | 'daily' | 'custom_days';
  days?: string[];
  /** `HH:MM:SS`. */
  time?: string | null;
  copies?: number | null;
  keepDays?: number | null;
  includeAllAddons?: boolean;
  includeFolders?: string[];
}

export interface SimulatorOptions {
  /** Default: any free port. */
  port?: number;
  version?: HaVersion;
  install?: InstallKind;
  /** `location_name`. */
  name?: string;
  /** 32 hex digits. */
  instanceId?: string;
  clock?: () => Date;
  /** Self-signed certificate for 127.0.0.1 and localhost. */
  tls?: boolean;
  /** An encryption key is stored in the backup settings (`simulatorKey`); automatic backups are then protected. */
  encryptionKeySet?: boolean;
  automatic?: AutomaticOptions;
  /** Bytes of noise in the Home Assistant part of new backups, beside the files of a small home. Default 40 KiB. */
  payloadBytes?: number;
  /** Network mounts with usage "backup" (`os` only): agents `hassio.<mount>`. Default `['nas']`. */
  mounts?: string[];
  /** Further agents, e.g. `cloud.cloud`: not local, their downloads are streamed. */
  otherAgents?: string[];
  /** Milliseconds that each stage of a backup lasts. Default 0: as fast as the event loop turns. */
  stageMs?: number;
  /** `http: login_attempts_threshold`. Default: never ban. */
  banThreshold?: number;
  /** Milliseconds between the server's ping frames. Default 55 s. */
  heartbeatMs?: number;
  /** Milliseconds that a socket may stay without auth message. Default 10 s. */
  authTimeoutMs?: number;
  /** Seed of ids, tokens and payloads: with equal seeds and clocks two simulators are equal. Default: random. */
  seed?: string;
}

export interface AddonSpec {
  slug: string;
  name?: string | null;
  version?: string | null;
}

export interface BackupSpec {
  date?: Date | string;
  name?: string;
  /** Backup id (= slug), 8 hex digits. */
  id?: string;
  kind?: BackupKind;
  protected?: boolean;
  /** Size of the archive; the tar is padded up to the next 10240 bytes. */
  sizeBytes?: number;
  /** Default: the first agent. */
  agents?: string[];
  /** The archive itself instead of a made-up one: bytes or the path of a file. Its backup.json is not read. */
  archive?: Buffer | string;
  /** A half-written archive as kill -9 leaves it: listed like any other. */
  torso?: boolean;
  failedAddons?: AddonSpec[];
  failedFolders?: string[];
  failedAgents?: string[];
  addons?: AddonSpec[];
  folders?: string[];
  /** Made by another Home Assistant; true = a made-up instance id. */
  foreign?: boolean | string;
  haVersion?: string;
  /** Per-agent protection, where it differs from `protected`: these agents get an archive of their own. */
  protectedBy?: Record<string, boolean>;
}

export interface BackupSummary {
  id: string;
  name: string;
  date: string;
  kind: BackupKind;
  agents: Record<string, { size: number; protected: boolean }>;
}

export type FaultKind =
  | 'download-stall'
  | 'download-drop'
  | 'download-truncate'
  | 'download-longer'
  | 'download-slow'
  | 'download-404'
  | 'download-500'
  | 'download-401'
  | 'http-401'
  | 'http-403'
  | 'ban'
  | 'list-empty-with-error'
  | 'agent-error'
  | 'command-error'
  | 'no-answer'
  | 'generate-fails'
  | 'generate-never-ends'
  | 'upload-failed'
  | 'partial'
  | 'size-wrong'
  | 'redirect'
  | 'upload-413'
  | 'upload-401'
  | 'upload-drop'
  | 'upload-stall'
  | 'upload-refused'
  | 'upload-vanishes'
  | 'restore-refused'
  | 'restore-fails'
  | 'restore-never-back'
  | 'restore-other-users'
  | 'automation-404'
  | 'settings-lost';

/** Everything but `kind` narrows a fault down or shapes it; a fault stays until `times` uses or `clearFaults()`. */
export interface Fault {
  kind: FaultKind;
  times?: number;
  /** Downloads of this backup or agent only; the agent of `agent-error` and `upload-failed`. */
  backupId?: string;
  agentId?: string;
  /** Bytes that still arrive (stall, drop, truncate, uploads). Default: half of the archive. */
  afterBytes?: number;
  /** `download-stall`, `upload-stall`: the rest comes then. */
  until?: Promise<void>;
  /** Bytes too many (`download-longer`) or listed too many, negative: too few (`size-wrong`). Default 512. */
  extraBytes?: number;
  /** `download-slow`. */
  bytesPerSecond?: number;
  /** WebSocket command of `command-error` and `no-answer`. Default: any `backup/…` or `supervisor/…`. */
  command?: string;
  /** `command-error`, `agent-error`, `list-empty-with-error`. */
  code?: string;
  message?: string;
  /** `generate-fails`, `restore-refused`, `restore-fails`: the reason of the event. */
  reason?: string;
  /** `partial`: what is missing. `silent`: Home Assistant does not report it. */
  addons?: string[];
  folders?: string[];
  silent?: boolean;
  /** `redirect`: where to. */
  location?: string;
}

export type TokenKind = 'admin' | 'user' | 'bad' | 'none';

export interface LogEntry {
  kind: 'http' | 'ws';
  /** `GET /api/…` with its query, or the type of a WebSocket message. */
  what: string;
  token: TokenKind;
  /** HTTP only, once the answer began. */
  status?: number;
  range?: string;
  ifMatch?: string;
  acceptEncoding?: string;
}

/** A restore that was begun, as it was ordered. */
export interface RestoreOrder {
  backupId: string;
  agentId: string;
  addons: string[];
  folders: string[];
  database: boolean;
  homeassistant: boolean;
}

export interface ArchiveFacts {
  size: number;
  /** Lower-case hex. */
  sha256: string;
}

export interface RestartOptions {
  /** Milliseconds without a listening port, then in each of the states. Default 20 each. */
  downMs?: number;
  startingMs?: number;
  blockedMs?: number;
  /** Stop there; `setState` goes on by hand. Default `running`. */
  until?: 'starting' | 'blocked' | 'running';
  /** kill -9: sockets end without a close frame, a backup in the making stays behind as a torso. */
  killed?: boolean;
}

export interface HomeAssistantSimulator {
  readonly url: string;
  readonly version: HaVersion;
  readonly install: InstallKind;
  readonly instanceId: string;
  /** Long-lived token of the owner, and of a user who is not an admin. */
  readonly token: string;
  readonly userToken: string;
  /** With `tls`: the certificate as PEM file, and its SHA-256 (`AA:BB:…`, as Node shows it). */
  readonly caFile: string | undefined;
  readonly fingerprint: string | undefined;
  /** Resolves with the backup_id. */
  addBackup(spec?: BackupSpec): Promise<string>;
  removeBackup(id: string): void;
  /** Listings leave these out until it is called again; they are there all the same. */
  hideBackups(ids: readonly string[]): void;
  /** It gets another instance id, as after a restore that left its identity behind; backups by the id before are strangers' now. */
  become(instanceId: string): void;
  backups(): BackupSummary[];
  /** What a download as is gives. Without agent: the first copy. */
  archive(id: string, agentId?: string): Promise<ArchiveFacts>;
  archiveBytes(id: string, agentId?: string): Buffer;
  setState(state: RunState): void;
  restart(options?: RestartOptions): Promise<void>;
  fault(fault: Fault): void;
  clearFaults(): void;
  revokeToken(token: string): void;
  /** What it would list of tokens, everybody's: the name of a long-lived one, null for a sign-in. */
  tokenNames(): readonly (string | null)[];
  /** All downloads together; undefined = unlimited. */
  throttle(limit: { bps: number } | undefined): void;
  /** Restores that were begun, in order. */
  restores(): RestoreOrder[];
  log(): LogEntry[];
  clearLog(): void;
  /** Refused credentials, HTTP and WebSocket. */
  badTokenCount(): number;
  /** Range headers of downloads, in order. */
  rangeRequests(): string[];
  /** Open, authenticated sockets. */
  openSockets(): number;
  /** The Supervisor restarts: its jobs are lost, a backup in the making never ends for Core. */
  loseJobs(): void;
  /** Backups in the making stop before they are stored, until the returned function is called. */
  holdBackups(): () => void;
  /** What went over its event bus, its history. */
  events(): BusEvent[];
  /** States by entity. */
  states(): Record<string, string>;
  /** False: automations are kept elsewhere, and what is written into the file of the editor is read by nobody. */
  includeAutomations(isIncluded: boolean): void;
  automation(id: string): Readonly<Record<string, unknown>> | undefined;
  /** What hangs at the bell. */
  notices(): Notice[];
  /** Services that were called, in order. */
  calls(): ServiceCall[];
  /** Milliseconds that every date and the Date header are ahead. */
  setClockSkew(ms: number): void;
  stop(): Promise<void>;
}
