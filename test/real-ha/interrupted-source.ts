import type { HaBackup, Listing } from '../../src/core/domain/backup.ts';
import type {
  BackupDownload,
  BackupSource,
  CreateOutcome,
  CreateProgress,
  HomeDescription,
} from '../../src/core/ports/backup-source.ts';
import { describeFailure } from './check.ts';

/** A real source; the first download stands still after some bytes until something has happened to Home Assistant. */
export class InterruptedSource implements BackupSource {
  /** Where each download began. */
  readonly offsets: number[] = [];
  /** What downloads that did not begin ended with. */
  readonly refusals: string[] = [];
  readonly #inner: BackupSource;
  readonly #afterBytes: number;
  readonly #happening: () => Promise<void>;

  constructor(inner: BackupSource, afterBytes: number, happening: () => Promise<void>) {
    this.#inner = inner;
    this.#afterBytes = afterBytes;
    this.#happening = happening;
  }

  presentKey(signal: AbortSignal): Promise<string | undefined> {
    return this.#inner.presentKey(signal);
  }

  async download(
    backup: HaBackup,
    agentId: string,
    resume: { readonly offset: number; readonly etag: string } | undefined,
    signal: AbortSignal,
  ): Promise<BackupDownload> {
    const answer = await this.#inner.download(backup, agentId, resume, signal).catch((error: unknown) => {
      this.refusals.push(describeFailure(error));
      throw error;
    });
    this.offsets.push(answer.offset);
    return this.offsets.length === 1 ? { ...answer, body: this.#interrupt(answer.body) } : answer;
  }

  async *#interrupt(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    let bytes = 0;
    for await (const chunk of body) {
      const before = bytes;
      bytes += chunk.length;
      if (before < this.#afterBytes && bytes >= this.#afterBytes) await this.#happening();
      yield chunk;
    }
  }

  async describe(signal: AbortSignal): Promise<HomeDescription> {
    return await this.#inner.describe(signal);
  }

  async list(signal: AbortSignal): Promise<Listing<HaBackup>> {
    return await this.#inner.list(signal);
  }

  async create(onProgress: (progress: CreateProgress) => void, signal: AbortSignal): Promise<CreateOutcome> {
    return await this.#inner.create(onProgress, signal);
  }

  onChange(listener: () => void): () => void {
    return this.#inner.onChange(listener);
  }

  async close(): Promise<void> {
    await this.#inner.close();
  }
}
