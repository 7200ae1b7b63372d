import type { HaConnection, Subscription } from './ha-connection.ts';
import { managerEventSchema } from './schemas.ts';
import { backupJobEventSchema } from './supervisor-schemas.ts';

/** What this installation can tell: Core's backup manager, the Supervisor's jobs. */
export interface ChangeSources {
  readonly manager: boolean;
  readonly supervisor: boolean;
}

/**
 * Tells when another look is due. Subscribed only while somebody listens; an idle Home Assistant then costs its own ping and
 * nothing else. With a Supervisor its jobs are followed too: backups of add-ons and of the `ha` command pass Core's manager by
 * (facts#backup-lists).
 */
export class ChangeFeed {
  readonly #link: HaConnection;
  readonly #sources: ChangeSources;
  readonly #listeners = new Set<{ readonly call: () => void }>();
  #stops: (() => void)[] = [];
  readonly #jobsOfCore = new Set<string>();
  /** The manager's last word. */
  #state: string | undefined;

  constructor(link: HaConnection, sources: ChangeSources) {
    this.#link = link;
    this.#sources = sources;
  }

  add(call: () => void): () => void {
    const listener = { call };
    this.#listeners.add(listener);
    if (this.#listeners.size === 1) this.#start();
    return () => {
      if (this.#listeners.delete(listener) && this.#listeners.size === 0) this.#stop();
    };
  }

  #start(): void {
    const watchers = [this.#sources.manager && this.#managerWatcher(), this.#sources.supervisor && this.#jobWatcher()];
    this.#stops = watchers.filter((watcher) => watcher !== false).map((watcher) => this.#link.watch(watcher));
  }

  #stop(): void {
    for (const stop of this.#stops) stop();
    this.#stops = [];
    this.#state = undefined;
    this.#jobsOfCore.clear();
  }

  #managerWatcher(): Subscription {
    return {
      command: { type: 'backup/subscribe_events' },
      onEvent: (event) => {
        const state = managerEventSchema.safeParse(event).data?.manager_state;
        if (state === undefined) return;
        const returned = state === 'idle' && this.#state !== undefined && this.#state !== 'idle';
        this.#state = state;
        if (returned) this.#tell();
      },
      onBack: () => this.#tell(),
    };
  }

  #jobWatcher(): Subscription {
    return {
      command: { type: 'supervisor/subscribe' },
      onEvent: (event) => {
        const job = backupJobEventSchema.safeParse(event).data?.data;
        if (!job) return;
        // Core's own backups end with a return to idle, which comes later and is the better moment.
        if (this.#state === 'create_backup') this.#jobsOfCore.add(job.uuid);
        if (job.done === true && !this.#jobsOfCore.delete(job.uuid)) this.#tell();
      },
      ...(!this.#sources.manager && { onBack: () => this.#tell() }),
      onRefused: () => undefined, // A refinement only: looks at intervals find these backups too.
    };
  }

  #tell(): void {
    for (const { call } of this.#listeners) call();
  }
}
