import { setImmediate } from 'node:timers/promises';
import { expect } from 'vitest';
import type { StagedArchive } from '../../src/core/domain/backup.ts';
import type { StoredBackup } from '../../src/core/domain/manifest.ts';
import { AppError } from '../../src/core/errors/app-error.ts';
import type { Pull } from '../../src/core/sync/sync-facts.ts';
import { transferAll } from '../../src/core/sync/transfer.ts';
import type { ErrorCode } from '../../src/shared/error-codes.ts';
import * as build from './domain-builders.ts';

/** What becomes of one backup, and how big it is. */
export interface Part {
  readonly size?: number;
  readonly unknownSize?: boolean;
  readonly pull?: ErrorCode;
  readonly store?: ErrorCode | 'already-stored';
}

/** Both directions, moved by hand: each pull and each store waits until the test lets it end, or ends by itself. */
export class Legs {
  readonly log: string[] = [];
  readonly #parts: readonly Part[];
  readonly #byHand: boolean;
  readonly #waiting = new Map<string, () => void>();
  readonly inHand = new Map<string, number>();
  mostInHand = 0;
  pulling = 0;
  mostPulling = 0;
  mostStaged = 0;

  constructor(parts: readonly Part[], byHand = false) {
    this.#parts = parts;
    this.#byHand = byHand;
  }

  get pulls(): Pull[] {
    return this.#parts.map(({ size = 10, unknownSize = false }, index) => ({
      backup: build.aBackup({ id: `b${index}` }),
      copy: { agentId: 'backup.local', size: unknownSize ? undefined : size, protected: true },
    }));
  }

  run(
    { budget = 100, ends = [] as ErrorCode[] } = {},
    signal: AbortSignal = new AbortController().signal,
  ): Promise<void> {
    return transferAll(
      this.pulls,
      {
        pull: ({ backup }, either) => this.#pull(backup.id, either),
        store: ({ backup }, _, either) => this.#store(backup.id, either),
        onResult: ({ backup }, result) => {
          this.log.push(`${backup.id} ${result.outcome === 'failed' ? result.error.code : result.outcome}`);
          this.inHand.delete(backup.id);
          return Promise.resolve();
        },
        endsRun: ({ code }) => ends.includes(code) || code === 'sync.cancelled',
        budget,
      },
      signal,
    );
  }

  /** Lets what waits under this name end, once it has begun. */
  async end(name: string): Promise<void> {
    await this.begun(name);
    this.#waiting.get(name)?.();
    this.#waiting.delete(name);
    await setImmediate();
  }

  async begun(name: string): Promise<void> {
    for (let turn = 0; turn < 50 && !this.#waiting.has(name); turn += 1) await setImmediate();
    expect([...this.#waiting.keys()]).toContain(name);
  }

  async #pull(id: string, signal: AbortSignal): Promise<StagedArchive> {
    const { size = 10, pull } = this.#part(id);
    this.log.push(`pull ${id}`);
    this.pulling += 1;
    this.mostPulling = Math.max(this.mostPulling, this.pulling);
    this.inHand.set(id, size);
    this.mostInHand = Math.max(this.mostInHand, this.inHand.size);
    this.mostStaged = Math.max(
      this.mostStaged,
      [...this.inHand.values()].reduce((sum, bytes) => sum + bytes, 0),
    );
    try {
      await this.#wait(`pull ${id}`, signal);
    } finally {
      this.pulling -= 1;
    }
    if (pull) throw new AppError(pull);
    return { file: id, bytes: size, sha256: '', report: report(id) };
  }

  async #store(id: string, signal: AbortSignal): Promise<StoredBackup | undefined> {
    const { store } = this.#part(id);
    this.log.push(`store ${id}`);
    await this.#wait(`store ${id}`, signal);
    if (store === 'already-stored') return undefined;
    if (store) throw new AppError(store);
    return build.aStored({ backupId: id });
  }

  #part(id: string): Part {
    return this.#parts[Number(id.slice(1))] ?? {};
  }

  #wait(name: string, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const cancel = (): void => {
        this.log.push(`cancelled ${name}`);
        reject(new AppError('sync.cancelled'));
      };
      if (signal.aborted) {
        cancel();
        return;
      }
      signal.addEventListener('abort', cancel, { once: true });
      const end = (): void => {
        signal.removeEventListener('abort', cancel);
        resolve();
      };
      if (this.#byHand) this.#waiting.set(name, end);
      else void setImmediate().then(end);
    });
  }
}

export const report = (slug: string): StagedArchive['report'] => ({
  slug,
  protected: true,
  secureTar: 3,
  plainParts: [],
  parts: [],
  defects: [],
  name: undefined,
  date: undefined,
  haVersion: undefined,
  addons: [],
  folders: [],
});
