import type { HaBackup, Listing } from '../../src/core/domain/backup.ts';
import { AppError, throwIfCancelled } from '../../src/core/errors/app-error.ts';
import type {
  BackupDownload,
  BackupSource,
  CreateOutcome,
  CreateProgress,
  HomeDescription,
} from '../../src/core/ports/backup-source.ts';
import * as build from './domain-builders.ts';
import { ScriptedSource, silence, type Answer } from './scripted-source.ts';
import { smallArchive } from './small-archive.ts';

const description: HomeDescription = {
  url: 'http://home',
  name: 'Home',
  version: '2026.11.0',
  installType: 'os',
  admin: true,
  instance: { id: build.home, from: 'api' },
  instanceAmbiguous: false,
  schedule: undefined,
  offers: [],
  clockSkewMs: 0,
};

const noAnswer = { reason: 'no-answer' };

/** A Home Assistant in memory: its backups are small whole archives on its own disk. */
export class MemoryHome implements BackupSource {
  backups: HaBackup[] = [];
  /** How the next download is answered, where not as it should be. */
  next: Partial<Answer> = {};
  /** It starts up. */
  starting = false;
  /** It takes what it is asked and says nothing. */
  silent = false;
  readonly #deadlineMs: number | undefined;
  readonly #listeners = new Set<{ readonly call: () => void }>();
  #closed = false;

  /** @param deadlineMs - how long a caller waits for an answer; nothing: until they cancel */
  constructor(deadlineMs?: number) {
    this.#deadlineMs = deadlineMs;
  }

  add(id: string, given: Partial<HaBackup> = {}): HaBackup {
    const copies = [{ agentId: 'backup.local', size: smallArchive(id).length, protected: false }];
    const backup = build.aBackup({ id, copies, ...given });
    this.backups.push(backup);
    return backup;
  }

  /** The key of its backups; none: they are plain. */
  key: string | undefined;

  async presentKey(signal: AbortSignal): Promise<string | undefined> {
    await this.#answer(signal);
    return this.key;
  }

  async describe(signal: AbortSignal): Promise<HomeDescription> {
    await this.#answer(signal);
    return description;
  }

  async list(signal: AbortSignal): Promise<Listing<HaBackup>> {
    await this.#answer(signal);
    if (this.starting) return { items: [], complete: false, why: new AppError('ha.starting') };
    return { items: [...this.backups], complete: true };
  }

  async create(onProgress: (progress: CreateProgress) => void, signal: AbortSignal): Promise<CreateOutcome> {
    await this.#answer(signal);
    if (this.starting) throw new AppError('ha.starting');
    onProgress({ stage: 'home_assistant' });
    const backup = this.add(`made${this.backups.length + 1}`, { kind: 'manual' });
    for (const { call } of this.#listeners) call();
    return { backup, partial: false };
  }

  async download(
    backup: HaBackup,
    agentId: string,
    resume: { readonly offset: number; readonly etag: string } | undefined,
    signal: AbortSignal,
  ): Promise<BackupDownload> {
    throwIfCancelled(signal);
    if (!this.backups.some(({ id }) => id === backup.id)) throw new AppError('ha.backup-gone');
    const mute: Partial<Answer> = this.silent ? { after: 0, ends: 'silent' } : this.next;
    this.next = {};
    const stalls = this.#deadlineMs === undefined ? {} : { stallsAfterMs: this.#deadlineMs };
    const source = new ScriptedSource({ content: smallArchive(backup.id), ...stalls, ...mute });
    return await source.download(backup, agentId, resume, signal);
  }

  onChange(call: () => void): () => void {
    const listener = { call };
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  close(): Promise<void> {
    this.#closed = true;
    this.#listeners.clear();
    return Promise.resolve();
  }

  async #answer(signal: AbortSignal): Promise<void> {
    throwIfCancelled(signal);
    if (this.#closed) throw new AppError('ha.unreachable', { reason: 'closed' });
    if (this.silent) await silence(signal, this.#deadlineMs, new AppError('ha.unreachable', noAnswer));
  }
}
