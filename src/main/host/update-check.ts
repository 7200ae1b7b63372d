import { z } from 'zod';
import { newerRelease, releaseAnswerSchema, type ReleaseAnswer } from '../../core/domain/newer-release.ts';
import { dayMs } from '../../core/domain/day.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Logger } from '../../core/ports/logger.ts';
import { JsonFile } from '../../core/state/json-file.ts';
import { systemCode } from '../../core/state/small-file.ts';
import type { UpdateView } from '../../shared/contract/views.ts';

/** Where this program is published, and who can be asked about its latest release. */
export interface Releases {
  /** The project's own page. */
  readonly project: string;
  /** The file that remembers when somebody was asked, and what was answered. */
  readonly memory: string;
  /** Errors: any; its `code` is logged. */
  latest(signal: AbortSignal): Promise<ReleaseAnswer>;
}

export interface UpdateCheckOptions {
  readonly releases: Releases;
  /** The running program's. */
  readonly version: string;
  /** The user has it on. */
  readonly isWanted: () => boolean;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly onFound: (update: UpdateView | null) => void;
}

/** After a start everything else has its turn first. */
const firstMs = 5 * 60_000;
const pauseMs = 60 * 60_000;

const memorySchema = z.object({
  triedAt: z.iso.datetime().nullable(),
  answer: releaseAnswerSchema.nullable(),
});

/** Asks once a day whether there is a newer release, and only says so. Nothing is downloaded, nothing depends on the answer. */
export class UpdateCheck {
  readonly #options: UpdateCheckOptions;
  readonly #memory: JsonFile<z.infer<typeof memorySchema>>;

  constructor(options: UpdateCheckOptions) {
    this.#options = options;
    const onBroken = (path: string): void => options.logger.warn('file set aside', { path });
    this.#memory = new JsonFile(
      options.releases.memory,
      memorySchema,
      () => ({ triedAt: null, answer: null }),
      onBroken,
    );
  }

  /** Until the signal fires. Never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    await this.#quietly(signal, async () => this.#show((await this.#memory.read()).answer));
    for (let pause = firstMs; await this.#rested(pause, signal); pause = pauseMs)
      await this.#quietly(signal, () => this.#look(signal));
  }

  /** False at the end. */
  async #rested(ms: number, signal: AbortSignal): Promise<boolean> {
    return await this.#options.clock.wait(ms, signal).then(
      () => true,
      () => false,
    );
  }

  async #look(signal: AbortSignal): Promise<void> {
    const { releases, isWanted, clock } = this.#options;
    const now = clock.now();
    if (!isWanted() || !isDue((await this.#memory.read()).triedAt, now)) return;
    // Before the question: one that fails waits for the next day, too.
    await this.#memory.update((current) => ({ ...current, triedAt: now.toISOString() }));
    const answer = await releases.latest(signal);
    this.#show(answer);
    await this.#memory.update((current) => ({ ...current, answer }));
  }

  #show(answer: ReleaseAnswer | null): void {
    const { releases, version, onFound } = this.#options;
    onFound(answer && newerRelease(answer, version, releases.project));
  }

  /** Whatever goes wrong here is nothing that a user could or should mend. */
  async #quietly(signal: AbortSignal, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!signal.aborted) this.#options.logger.info('updates not checked', { code: systemCode(error) ?? 'unknown' });
    }
  }
}

/** A moment in the future is no reason to wait: the clock was wrong when it was written. */
const isDue = (triedAt: string | null, now: Date): boolean => {
  const since = triedAt === null ? dayMs : now.getTime() - Date.parse(triedAt);
  return since < 0 || since >= dayMs;
};
