import type { App } from '../../core/app.ts';
import { isCode, throwIfCancelled, toAppError } from '../../core/errors/app-error.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Logger } from '../../core/ports/logger.ts';
import type { NetworkIdentity } from '../../core/ports/network.ts';
import type { Activity, Problem, RunReport } from '../../shared/run-report.ts';
import { pauseOf } from '../../shared/standing.ts';
import type { HostTimings } from './host-room.ts';
import type { Job, Jobs } from './jobs.ts';
import { Latch } from './latch.ts';
import type { HostEvent } from './reducer.ts';
import { waitForNetwork, waitForSecrets } from './wait-for.ts';

export interface BackgroundOptions {
  readonly app: App;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly network: NetworkIdentity;
  readonly timings: HostTimings;
  readonly jobs: Jobs;
  readonly dispatch: (event: HostEvent) => void;
  readonly refresh: () => Promise<void>;
  /** A sign-in or a list for a window is under way: it has the lock that a look would want. */
  readonly isTaken: () => boolean;
}

/** Looking at Home Assistant takes a second each hour: an icon that flickers each time tells nobody anything. */
const isQuiet = ({ phase }: Activity): boolean => phase === 'connecting' || phase === 'listing';

/**
 * The work that goes on by itself: the core's watch, ended and begun anew as the computer sleeps, wakes, loses its socket or
 * its keychain. Each beginning is one look, so whatever was missed is caught up with exactly once.
 */
export class Background {
  readonly #options: BackgroundOptions;
  readonly #end = new AbortController();
  /** There is something to watch: set up, signed in, and gone through to the set-up's last page. */
  readonly #ready = new Latch(false);
  #isArmed = false;
  readonly #awake = new Latch(true);
  readonly #powered = new Latch(true);
  /** Ends the watch that runs just now. */
  #watch: AbortController | undefined;
  #watching: Promise<void> | undefined;
  #waking: AbortController | undefined;
  #job: Job | undefined;
  /** Ends the look that runs just now. */
  #look: AbortController | undefined;
  /** A look was left out because something else was under way: made up for as soon as that is over. */
  #isOwed = false;
  #living: Promise<void> | undefined;

  constructor(options: BackgroundOptions) {
    this.#options = options;
  }

  /** Nothing that the user chose keeps work from beginning by itself. */
  get mayBegin(): boolean {
    return this.#ready.isOpen && this.#powered.isOpen && !this.#isPaused();
  }

  start(): void {
    this.#isArmed ||= this.#isSetUp();
    this.reconsider();
    this.#living ??= this.#live().catch((error: unknown) => {
      if (!isCode(error, 'sync.cancelled'))
        this.#options.logger.error('background ended', { code: toAppError(error).code });
    });
  }

  /** The set-up was gone through: from now on everything goes on by itself. */
  arm(): void {
    this.#isArmed = true;
    this.reconsider();
  }

  /** Nothing begins by itself any more, until the set-up was gone through again. */
  disarm(): void {
    this.#isArmed = false;
    this.reconsider();
  }

  /** Whether there is anything to watch, after a change of the set-up or the sign-in. */
  reconsider(): void {
    this.#ready.set(this.#isArmed && this.#isSetUp());
    if (!this.#ready.isOpen) this.#watch?.abort();
  }

  /** Lets go of the connection and stays quiet until it is reconsidered: what it works with is about to be removed. */
  async hold(): Promise<void> {
    this.#ready.set(false);
    this.#watch?.abort();
    await this.#watching;
  }

  #isSetUp(): boolean {
    const { instances, appleId } = this.#options.app.settings.current;
    return instances.length > 0 && appleId !== null;
  }

  /** A look now, if nothing is under way: the user ended a pause. */
  wake(): void {
    if (!this.#look && !this.#options.jobs.isBusy) this.#watch?.abort();
  }

  /**
   * The user ordered something: a look that has only begun ends, for it would keep the lock for seconds and the user would
   * read that his own program is in his way.
   */
  async makeWay(): Promise<void> {
    if (!this.#look || this.#job) return;
    this.#watch?.abort();
    await this.#watching;
  }

  /** Whatever had the lock has given it back. */
  catchUp(): void {
    if (!this.#isOwed || this.#options.jobs.isBusy || this.#options.isTaken()) return;
    this.#isOwed = false;
    this.#watch?.abort();
  }

  suspend(): void {
    this.#waking?.abort();
    this.#waking = undefined;
    this.#awake.set(false);
    this.#watch?.abort();
  }

  resume(): void {
    if (this.#awake.isOpen || this.#waking) return;
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
        this.#awake.set(true);
      });
  }

  /** On battery and told to pause: what is under way may end, nothing new begins. */
  setPowered(powered: boolean): void {
    if (powered === this.#powered.isOpen) return;
    this.#powered.set(powered);
    this.#options.dispatch({ type: 'battery', isHolding: !powered });
    if (!powered && !this.#look) this.#watch?.abort();
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
      for (const latch of [this.#ready, this.#awake, this.#powered]) await latch.passed(signal);
      if (![this.#ready, this.#awake, this.#powered].every((latch) => latch.isOpen)) continue;
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
        this.#ready.set(false);
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
      onActivity: (activity) => {
        // The user who gives up on a run ends this look alone: the next one comes when it is due, or Home Assistant speaks.
        if (!isQuiet(activity)) this.#job ??= this.#options.jobs.begin('backup', () => this.#look?.abort());
        this.#job?.activity(activity);
      },
      onReport: (report) => {
        this.#looked();
        void this.#options.refresh();
        if (isLocked(report) || !this.#powered.isOpen) watch.abort();
      },
      onStatus: () => void this.#options.refresh(),
    };
  }

  #looked(): void {
    this.#look = undefined;
    this.#job?.end();
    this.#job = undefined;
  }

  #isPaused(): boolean {
    const { app, clock } = this.#options;
    return pauseOf(app.settings.current, clock.now()) !== null;
  }

  /** A run that the user ordered sees everything a look would; while he paused, none begins. */
  #beginLook(): AbortSignal | undefined {
    const paused = this.#isPaused();
    const { jobs, isTaken } = this.#options;
    const isHindered = jobs.isBusy || isTaken();
    this.#isOwed = !paused && isHindered;
    this.#look = paused || isHindered ? undefined : new AbortController();
    return this.#look?.signal;
  }
}

/** The keychain was shut meanwhile: it is waited for, not tried once an hour. */
const isLocked = ({ problem }: RunReport): boolean => problem?.code === 'secrets.locked';
