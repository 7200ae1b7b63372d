import type { App } from '../../core/app.ts';
import { isCode, throwIfCancelled, toAppError } from '../../core/errors/app-error.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Logger } from '../../core/ports/logger.ts';
import type { NetworkIdentity } from '../../core/ports/network.ts';
import type { Activity, Problem, RunReport } from '../../shared/run-report.ts';
import { pauseOf } from '../../shared/status-rules.ts';
import type { HostTimings } from './host-timings.ts';
import type { Job, Jobs } from './jobs.ts';
import type { HostEvent } from './reducer.ts';
import type { Scheduler, Turn } from './scheduler.ts';
import { waitForNetwork, waitForSecrets } from './wait-for.ts';

export interface BackgroundOptions {
  readonly app: App;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly network: Pick<NetworkIdentity, 'current'>;
  readonly timings: HostTimings;
  readonly scheduler: Scheduler;
  readonly jobs: Jobs;
  readonly dispatch: (event: HostEvent) => void;
  readonly refresh: () => Promise<void>;
}

/** Looking at Home Assistant takes a second each hour: an icon that flickers each time tells nobody anything. */
const isQuiet = ({ phase }: Activity): boolean => phase === 'connecting' || phase === 'listing';

/**
 * The automatic work: the core's watch, ended and begun again as the computer sleeps, wakes, loses its socket or
 * its keychain. Each beginning is one look, so whatever was missed is caught up with exactly once.
 */
export class Background {
  readonly #options: BackgroundOptions;
  readonly #end = new AbortController();
  /** The set-up was gone through to its last page. */
  #isArmed = false;
  /** Ends the watch that runs just now. */
  #watch: AbortController | undefined;
  #watching: Promise<void> | undefined;
  #isAwake = true;
  #isPowered = true;
  #isOnBattery = false;
  #waking: AbortController | undefined;
  #job: Job | undefined;
  /** The look that runs just now. */
  #look: Turn | undefined;
  #living: Promise<void> | undefined;

  constructor(options: BackgroundOptions) {
    this.#options = options;
    options.scheduler.onRenewWatch(() => this.#watch?.abort());
  }

  /** Nothing that the user chose keeps work from beginning automatically. */
  get mayBegin(): boolean {
    return this.#options.scheduler.mayWatch && !this.#isPaused();
  }

  start(): void {
    this.#isArmed ||= this.#isSetUp();
    this.reconsider();
    this.#living ??= this.#live().catch((error: unknown) => {
      if (!isCode(error, 'sync.cancelled'))
        this.#options.logger.error('background ended', { code: toAppError(error).code });
    });
  }

  /** The set-up was gone through: from now on everything runs automatically. */
  arm(): void {
    this.#isArmed = true;
    this.reconsider();
  }

  /** Nothing begins automatically any more, until the set-up was gone through again. */
  disarm(): void {
    this.#isArmed = false;
    this.reconsider();
  }

  /** Whether there is anything to watch, after a change of the set-up or the sign-in. */
  reconsider(): void {
    this.#options.scheduler.rest('not-set-up', !this.#isArmed || !this.#isSetUp());
  }

  /** Lets go of the connection and stays quiet until it is reconsidered: what it works with is about to be removed. */
  async hold(): Promise<void> {
    this.#options.scheduler.rest('not-set-up', true);
    await this.#watching;
  }

  #isSetUp(): boolean {
    const { instances, appleId } = this.#options.app.settings.current;
    return instances.length > 0 && appleId !== null;
  }

  suspend(): void {
    this.#waking?.abort();
    this.#waking = undefined;
    this.#isAwake = false;
    this.#options.scheduler.rest('asleep', true);
  }

  resume(): void {
    if (this.#isAwake || this.#waking) return;
    const waking = new AbortController();
    this.#waking = waking;
    const signal = AbortSignal.any([this.#end.signal, waking.signal]);
    void this.#waitForNetwork(signal)
      .catch((error: unknown) => {
        if (!signal.aborted) this.#options.logger.warn('network not awaited', { code: toAppError(error).code });
      })
      .then(() => {
        if (signal.aborted) return;
        this.#waking = undefined;
        this.#isAwake = true;
        this.#options.scheduler.rest('asleep', false);
      });
  }

  /** On battery and told to pause: what is under way may end, nothing new begins. */
  setPowered(powered: boolean): void {
    if (powered === this.#isPowered) return;
    this.#isPowered = powered;
    this.#options.scheduler.rest('on-battery', !powered);
    this.#options.dispatch({ type: 'battery', isHolding: !powered });
  }

  /** Whatever the user chose for backups: a restore test waits for the mains. */
  setOnBattery(isOnBattery: boolean): void {
    this.#isOnBattery = isOnBattery;
  }

  async dispose(): Promise<void> {
    this.#end.abort();
    await this.#living;
  }

  async #waitForNetwork(signal: AbortSignal): Promise<void> {
    const { app, network, clock, timings } = this.#options;
    const [instance] = app.settings.current.instances;
    if (instance) await waitForNetwork({ network, clock, timings, host: new URL(instance.url).hostname }, signal);
  }

  async #live(): Promise<void> {
    const { signal } = this.#end;
    for (;;) {
      await this.#options.scheduler.untilMayWatch(signal);
      this.#watching = this.#watchOnce(signal);
      await this.#watching;
    }
  }

  /** Until somebody ends it, or it breaks. */
  async #watchOnce(end: AbortSignal): Promise<void> {
    const { app, clock, logger, timings } = this.#options;
    const watch = new AbortController();
    this.#watch = watch;
    const signal = AbortSignal.any([end, watch.signal]);
    try {
      await this.#waitForSecrets(signal);
      await app.watch(this.#listener(watch), signal);
    } catch (thrown) {
      const error = toAppError(thrown);
      if (signal.aborted) return;
      // Somebody took the set-up away, at a terminal perhaps.
      if (error.code === 'settings.not-set-up') {
        this.#options.scheduler.rest('not-set-up', true);
        return;
      }
      logger.error('background work broke off', { code: error.code });
      // Broken off by a sleep or a removal: what they want is seen to in the loop.
      await clock.wait(timings.restart, signal).catch(() => undefined);
    } finally {
      this.#watch = undefined;
      this.#looked();
      await this.#options.refresh();
    }
    throwIfCancelled(end);
  }

  async #waitForSecrets(signal: AbortSignal): Promise<void> {
    const { app, clock, timings, dispatch } = this.#options;
    const wait = {
      app,
      clock,
      pauses: timings.keychain,
      onLocked: (problem: Problem | undefined) => dispatch({ type: 'locked', problem: problem ?? null }),
    };
    await waitForSecrets(wait, signal);
  }

  #listener(watch: AbortController): Parameters<App['watch']>[0] {
    return {
      beginLook: () => this.#beginLook(),
      beginTest: () => (this.#isOnBattery ? undefined : this.#options.scheduler.beginCheck(this.#isPaused())),
      onActivity: (activity) => {
        if (!isQuiet(activity)) this.#showJob();
        this.#job?.activity(activity);
      },
      onReport: (report) => {
        this.#looked();
        void this.#options.refresh();
        if (isLocked(report)) watch.abort();
      },
      onStatus: () => void this.#options.refresh(),
    };
  }

  /** The user who gives up on it ends this look alone: the next one comes when it is due, or Home Assistant speaks. */
  #showJob(): void {
    // One that has to make way is no run any more: what is shown by then is the order.
    if (!this.#look || this.#look.signal.aborted || this.#job) return;
    this.#look.movesBackup();
    this.#job = this.#options.jobs.show('backup', this.#look);
  }

  #looked(): void {
    this.#job?.end();
    this.#job = undefined;
    const look = this.#look;
    this.#look = undefined;
    look?.end();
  }

  #isPaused(): boolean {
    const { app, clock } = this.#options;
    return pauseOf(app.settings.current, clock.now()) !== null;
  }

  #beginLook(): AbortSignal | undefined {
    this.#look = this.#options.scheduler.beginCheck(this.#isPaused());
    return this.#look?.signal;
  }
}

/** The keychain was shut meanwhile: it is waited for, not tried once an hour. */
const isLocked = ({ problem }: RunReport): boolean => problem?.code === 'secrets.locked';
