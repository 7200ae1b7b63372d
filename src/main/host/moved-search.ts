import type { App } from '../../core/app.ts';
import { isCode, toAppError } from '../../core/errors/app-error.ts';
import type { Logger } from '../../core/ports/logger.ts';
import type { MovedPlace } from '../../shared/contract/views.ts';
import type { Status } from '../../shared/status.ts';
import { isSearchDue, noOutage, outageAfter } from './outage.ts';
import type { HostEvent } from './reducer.ts';

export interface MovedSearchOptions {
  readonly app: Pick<App, 'findMoved'>;
  readonly status: () => Status;
  readonly dispatch: (event: HostEvent) => void;
  readonly logger: Logger;
  readonly signal: AbortSignal;
}

/**
 * Looks for a Home Assistant that no longer answers at its address: automatically after failures in a row (outage.ts), or
 * because the user wants it. It tells where one may be, and takes nothing.
 */
export class MovedSearch {
  readonly #options: MovedSearchOptions;
  #outage = noOutage;
  #search: Promise<readonly MovedPlace[]> | undefined;

  constructor(options: MovedSearchOptions) {
    this.#options = options;
  }

  /** Told of each status that was read; costs nothing as long as no run has ended since. */
  follow(): void {
    const before = this.#outage;
    this.#outage = outageAfter(before, this.#options.status());
    if (this.#outage === before) return;
    if (this.#outage.failures === 0) this.#options.dispatch({ type: 'moved', moved: null });
    else if (isSearchDue(this.#outage)) void this.search().catch((error: unknown) => this.#noteFailure(error));
  }

  /** One at a time; what it comes to is in the state as well. Errors: `sync.cancelled`, `settings.*`. */
  async search(): Promise<readonly MovedPlace[]> {
    this.#search ??= this.#run().finally(() => {
      this.#search = undefined;
    });
    return await this.#search;
  }

  async #run(): Promise<readonly MovedPlace[]> {
    const { app, dispatch, signal, status } = this.#options;
    const failed = status().home?.url;
    const places = await app.findMoved(signal);
    // A run that got through meanwhile, or another address: what was looked for is not lost any more.
    if (failed !== undefined && status().home?.url === failed) dispatch({ type: 'moved', moved: { failed, places } });
    return places;
  }

  #noteFailure(error: unknown): void {
    if (!isCode(error, 'sync.cancelled'))
      this.#options.logger.warn('search for Home Assistant failed', { code: toAppError(error).code });
  }
}
