import { AppError } from '../errors/app-error.ts';
import type { CreateProgress } from '../ports/backup-source.ts';
import { withDeadline } from './deadline.ts';
import { asked, confirm, follow, type CreationState } from './creation-state.ts';
import { CommandRefused, commandFailure } from './errors.ts';
import { managerEventSchema, type ManagerEvent } from './schemas.ts';
import { askSupervisor, type Session } from './session.ts';
import { supervisorInfoSchema, supervisorJobsSchema } from './supervisor-schemas.ts';

const subscribe = { type: 'backup/subscribe_events' };

const readEvent = (event: unknown): ManagerEvent | undefined => managerEventSchema.safeParse(event).data;

/** Stages in which Core works alone: the Supervisor then rightly knows of no job. */
const stagesOfCore = new Set(['upload_to_agents', 'cleaning_up']);

/** Watches one backup in the making, over lost connections and Home Assistant's restarts. */
export class Follower {
  readonly #session: Session;
  readonly #onProgress: (progress: CreateProgress) => void;
  readonly #unwatch: () => void;
  #course: CreationState = asked;
  /** The manager's last word; undefined before its first. */
  #state: string | undefined;
  #wake = (): void => undefined;
  #lostJobs = 0;

  constructor(session: Session, onProgress: (progress: CreateProgress) => void) {
    this.#session = session;
    this.#onProgress = onProgress;
    this.#unwatch = session.link.watch({ command: subscribe, onEvent: (event) => this.#note(readEvent(event)) });
  }

  stop(): void {
    this.#unwatch();
  }

  /** Home Assistant tells its state when one subscribes. Errors: `ha.busy`, `ha.starting`, `ha.unreachable`. */
  async waitUntilFree(signal: AbortSignal): Promise<void> {
    const { clock, timeouts } = this.#session;
    const late = (): AppError => new AppError('ha.unreachable', { reason: 'no-answer', command: subscribe.type });
    await withDeadline({ clock, ms: timeouts.request, signal, late }, async () => {
      if (this.#state === undefined) await new Promise<void>((resolve) => (this.#wake = resolve));
    });
    if (this.#state === 'blocked') throw new AppError('ha.starting', { state: 'blocked' });
    if (this.#state !== 'idle') throw new AppError('ha.busy', { state: this.#state ?? 'unknown' });
  }

  /** After the order was taken. Gives the reason if Home Assistant reported a failure. Errors: `ha.create-stuck`. */
  async waitForEnd(signal: AbortSignal): Promise<string | undefined> {
    const { createQuiet, createSilence } = this.#session.timeouts;
    this.#course = confirm(this.#course);
    // The end may have come before the confirmation was read; otherwise idle is the state from before the order.
    for (let silentMs = 0; this.#course.phase !== 'ended';) {
      if (await this.#eventWithin(createQuiet, signal)) {
        silentMs = 0;
        continue;
      }
      silentMs += createQuiet;
      if (silentMs >= createSilence) throw this.#stuck({ silentMinutes: Math.round(silentMs / 60_000) });
      await this.#look(signal);
    }
    return this.#course.failed;
  }

  #note(event: ManagerEvent | undefined): void {
    if (!event) return;
    const { stage } = this.#course;
    this.#state = event.manager_state;
    this.#course = follow(this.#course, event);
    if (this.#course.stage !== undefined && this.#course.stage !== stage)
      this.#onProgress({ stage: this.#course.stage });
    this.#wake();
  }

  async #eventWithin(ms: number, signal: AbortSignal): Promise<boolean> {
    const event = new Promise<true>((resolve) => (this.#wake = () => resolve(true)));
    const heard = new AbortController();
    const quiet = this.#session.clock.wait(ms, AbortSignal.any([signal, heard.signal])).then(() => false);
    try {
      return await Promise.race([event, quiet]);
    } finally {
      heard.abort();
    }
  }

  /** Nothing was heard for long: asks what goes on, and notices at once what would otherwise last for hours. */
  async #look(signal: AbortSignal): Promise<void> {
    const { link, timeouts } = this.#session;
    try {
      this.#note(await link.first(subscribe, readEvent, signal, timeouts.request));
      if (this.#course.phase === 'ended') return;
      this.#lostJobs = (await this.#supervisorKnowsNothing(signal)) ? this.#lostJobs + 1 : 0;
    } catch (error) {
      // Not yet up again, or a Supervisor in between: the next look will tell.
      if (error instanceof CommandRefused) return;
      throw commandFailure(error);
    }
    // Twice, because Core and the Supervisor may just have been handing over to one another.
    if (this.#lostJobs >= 2) throw this.#stuck({ lostBySupervisor: true });
  }

  /** It restarted in mid-backup: Core waits for ever for a job that nobody does (facts#interrupted-backups). */
  async #supervisorKnowsNothing(signal: AbortSignal): Promise<boolean> {
    if (!this.#session.hasSupervisor || stagesOfCore.has(this.#course.stage ?? '')) return false;
    const { jobs } = await askSupervisor(this.#session, { endpoint: '/jobs/info' }, supervisorJobsSchema, signal);
    const { state } = await askSupervisor(this.#session, { endpoint: '/info' }, supervisorInfoSchema, signal);
    return state === 'running' && !jobs.some(({ done }) => done !== true);
  }

  #stuck(facts: Readonly<Record<string, number | boolean>>): AppError {
    return new AppError('ha.create-stuck', { ...facts, stage: this.#course.stage ?? 'unknown' });
  }
}
