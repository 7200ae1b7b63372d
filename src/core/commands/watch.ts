import { refusesToken } from '../../shared/problems/rules.ts';
import type { Activity, RunReport } from '../../shared/run-report.ts';
import type { Status } from '../../shared/status.ts';
import type { Needs } from '../context.ts';
import { retryAfter, retryAt, type Retry } from '../domain/retry.ts';
import { isCreateDue, nextLook, type ScheduleFacts } from '../domain/schedule.ts';
import type { AppError } from '../errors/app-error.ts';
import { isCode, toAppError } from '../errors/app-error.ts';
import { clocksDiffer, newestBackupOf } from '../state/last-look.ts';
import { patienceMs } from '../state/run-lock.ts';
import { RunLog } from '../sync/run-log.ts';
import { runWith, written, type RunNeeds } from './back-up.ts';
import { isTestDue, monthlyTest, type MonthlyNeeds } from './monthly-test.ts';
import { openSource, type OpenSource } from './open-source.ts';
import { readStatus } from './read-status.ts';
import { underRunLock } from './under-run-lock.ts';

type WatchNeeds = Needs<'instance' | 'lastLook' | 'settings', 'clock'> & RunNeeds & MonthlyNeeds;

export type WatchTrigger = 'start' | 'schedule' | 'home-assistant';

/** What a restore test runs in: whatever is more urgent fires the signal. */
export interface TestTurn {
  readonly signal: AbortSignal;
  end(): void;
}

export interface WatchListener {
  /**
   * Asked before each look. Nothing: it is left out, and the next one comes when it is due. The signal ends this look alone:
   * the connection stays, and what Home Assistant says next is heard. Without this method each look is made.
   */
  beginLook?(): AbortSignal | undefined;
  /** Asked before a restore test, which may take an hour. Nothing: not now. Without this method each that is due is made. */
  beginTest?(): TestTurn | undefined;
  onReport(report: RunReport, trigger: WatchTrigger): void;
  onActivity(activity: Activity): void;
  onStatus(status: Status): void;
}

/**
 * Timers stand still while a computer sleeps, so the clock on the wall is asked at least this often; it also bounds how
 * long after waking up a missed look is noticed.
 */
const sliceMs = 60_000;
/** The same while nothing can be stored before the user has signed in. */
const awaitingMs = 5_000;

/** Background sync until the signal fires: one socket, a look on every return to idle and when one is due. */
export const watch = async (context: WatchNeeds, listener: WatchListener, signal: AbortSignal): Promise<void> => {
  const watcher = new BackgroundSync(context, listener);
  try {
    await watcher.loop(signal);
  } catch (error) {
    if (!isCode(error, 'sync.cancelled')) throw error;
  } finally {
    await watcher.close();
  }
};

class BackgroundSync {
  readonly #context: WatchNeeds;
  readonly #listener: WatchListener;
  #open: OpenSource | undefined;
  #openFor: string | undefined;
  #stopListening: (() => void) | undefined;
  #lastAttempt: Date | undefined;
  /** Why settings or state cannot be read just now: told once, not with every try. */
  #trouble: AppError['code'] | undefined;
  /** After a failure that clears up on its own; this path never contacts Apple. */
  #retry: Retry | undefined;
  /** Set by Home Assistant's events; a second one during a run makes one more run, not two. */
  #wake: (() => void) | undefined;
  #changed = false;

  constructor(context: WatchNeeds, listener: WatchListener) {
    this.#context = context;
    this.#listener = listener;
  }

  async loop(signal: AbortSignal): Promise<void> {
    let trigger: WatchTrigger | undefined = 'start';
    for (;;) {
      const look = trigger && this.#beginLook(signal);
      if (trigger && look) await this.#look(trigger, signal, look);
      await this.#unlessBroken(async () => this.#listener.onStatus(await readStatus(this.#context)));
      trigger = await this.#next(signal);
    }
  }

  #beginLook(signal: AbortSignal): AbortSignal | undefined {
    this.#changed = false;
    this.#lastAttempt = this.#context.ports.clock.now();
    return this.#listener.beginLook ? this.#listener.beginLook() : signal;
  }

  async close(): Promise<void> {
    this.#stopListening?.();
    await this.#open?.source.close();
    this.#open = undefined;
  }

  /** Waits for the next reason to look. */
  async #next(signal: AbortSignal): Promise<WatchTrigger | undefined> {
    for (;;) {
      const found = await this.#unlessBroken(() => this.#findReason());
      if (found?.trigger) return found.trigger;
      await this.#sleep(found?.waitMs ?? sliceMs, signal);
    }
  }

  async #findReason(): Promise<{ readonly trigger?: WatchTrigger; readonly waitMs: number }> {
    const now = this.#context.ports.clock.now();
    const { pausedUntil } = await this.#context.settings.load();
    const due = await this.#dueAt(now);
    const { appleNeedsUser } = await this.#context.gates.read();
    // A sign-in may be under way on a phone or in another program.
    const slice = appleNeedsUser ? awaitingMs : sliceMs;
    const waitMs = Math.min(Math.max(due.getTime() - now.getTime(), 1_000), slice);
    if (pausedUntil !== null && new Date(pausedUntil) > now) return { waitMs };
    if (!appleNeedsUser && this.#isSignedInSince(now)) return { trigger: 'schedule', waitMs };
    if (this.#changed) return { trigger: 'home-assistant', waitMs };
    return due <= now ? { trigger: 'schedule', waitMs } : { waitMs };
  }

  /** On the phone, in a window or in another terminal: what waited for it goes up. */
  #isSignedInSince(now: Date): boolean {
    const { trustedSince } = this.#context.settings.current;
    if (trustedSince === null || this.#lastAttempt === undefined) return false;
    const signedIn = new Date(trustedSince);
    // A clock that was put back must not make every moment one after a sign-in.
    return signedIn > this.#lastAttempt && signedIn <= now;
  }

  /** A disk that fails once, or settings that a newer program is just using, must not end what runs for months. */
  async #unlessBroken<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      const result = await work();
      this.#trouble = undefined;
      return result;
    } catch (thrown) {
      const error = toAppError(thrown);
      if (this.#trouble !== error.code) this.#listener.onReport(failedReport(error, this.#context), 'schedule');
      this.#trouble = error.code;
      return undefined;
    }
  }

  async #dueAt(now: Date): Promise<Date> {
    const look = nextLook(this.#context.settings.current.schedule, await this.#facts(), now);
    return this.#retry ? retryAt(this.#retry, now) : look;
  }

  async #facts(): Promise<ScheduleFacts> {
    const look = await this.#context.lastLook.read();
    const { askedForBackup, orderedBackup } = look;
    const { pausedUntil } = this.#context.settings.current;
    return {
      lastLook: this.#lastAttempt,
      pausedUntil: pausedUntil === null ? undefined : new Date(pausedUntil),
      newestBackup: newestBackupOf(look),
      lastCreate: askedForBackup === undefined ? undefined : new Date(askedForBackup),
      lastOrder: orderedBackup === undefined ? undefined : new Date(orderedBackup),
      clocksDiffer: clocksDiffer(look),
    };
  }

  async #sleep(ms: number, signal: AbortSignal): Promise<void> {
    const woken = new AbortController();
    this.#wake = () => woken.abort();
    try {
      await this.#context.ports.clock.wait(ms, AbortSignal.any([signal, woken.signal]));
    } catch (error) {
      if (signal.aborted || !woken.signal.aborted) throw error;
    } finally {
      this.#wake = undefined;
    }
  }

  async #look(trigger: WatchTrigger, signal: AbortSignal, look: AbortSignal): Promise<void> {
    const { clock } = this.#context.ports;
    const report = await this.#run(trigger, signal, look);
    this.#retry = retryAfter(report.problem?.code, this.#retry, clock.now());
    // The user will bring another token or address: what is open now is of no use then.
    if (report.problem && refusesToken(report.problem.code)) await this.close();
    if (report.outcome === 'cancelled' && !signal.aborted && !look.aborted) await this.#makeWay();
    this.#listener.onReport(report, trigger);
    if (report.outcome === 'done') await this.#unlessBroken(() => this.#test(signal));
  }

  /** Behind a look that went well. What ends it leaves what came for the next one. */
  async #test(signal: AbortSignal): Promise<void> {
    if (!(await isTestDue(this.#context))) return;
    const turn = this.#listener.beginTest ? this.#listener.beginTest() : { signal, end: () => undefined };
    const woken = new AbortController();
    // A new backup does not wait for an hour.
    this.#wake = () => woken.abort();
    try {
      if (turn && !this.#changed)
        await monthlyTest(this.#context, AbortSignal.any([signal, turn.signal, woken.signal]));
    } catch (error) {
      if (signal.aborted || !isCode(error, 'sync.cancelled')) throw error;
    } finally {
      this.#wake = undefined;
      turn?.end();
    }
  }

  /**
   * Another process ended this look, for what it needs is being taken away: no connection stays open with it, and what Home
   * Assistant told meanwhile is no reason for the next look.
   */
  async #makeWay(): Promise<void> {
    await this.close();
    this.#changed = false;
  }

  /** Set up again since: another address, another trust. */
  async #dropIfChanged(): Promise<void> {
    const { caFile, instances } = this.#context.settings.current;
    const [instance] = instances;
    const now = JSON.stringify([
      caFile,
      instance?.key,
      instance?.url,
      instance?.tls,
      instance?.confirmedNetworks,
      instance?.acceptedUnencrypted,
      instance?.instanceId,
    ]);
    if (this.#openFor !== undefined && this.#openFor !== now) await this.close();
    this.#openFor = now;
  }

  async #run(trigger: WatchTrigger, signal: AbortSignal, look: AbortSignal): Promise<RunReport> {
    const context = this.#context;
    const either = AbortSignal.any([signal, look]);
    const by = trigger === 'home-assistant' ? ('event' as const) : ('schedule' as const);
    const started = context.ports.clock.now();
    let create = false;
    try {
      return await underRunLock(context, { waitMs: patienceMs.watch, isRun: true }, either, async (until) => {
        await this.#dropIfChanged();
        create = await this.#mayCreate();
        // The connection outlives the look, so it is the watch's to end.
        const open = (this.#open ??= await this.#connect(signal));
        const onActivity = (activity: Activity): void => this.#listener.onActivity(activity);
        return await runWith(context, context.instance(), open, { create, asked: [], by }, onActivity, until);
      });
    } catch (thrown) {
      const error = toAppError(thrown);
      if (error.code === 'settings.not-set-up') throw error;
      if (error.code === 'sync.cancelled') return this.#cancelled(error, signal, started);
      return await written(context, { create, asked: [], by }, failedReport(error, context, started));
    }
  }

  /** Only this look was given up, or the whole watch. */
  #cancelled(error: AppError, signal: AbortSignal, started: Date): RunReport {
    if (signal.aborted) throw error;
    return failedReport(error, this.#context, started);
  }

  /** Whether this look asks Home Assistant for a backup; noted before it does, and over a restart of this program. */
  async #mayCreate(): Promise<boolean> {
    const { clock } = this.#context.ports;
    const facts = await this.#facts();
    const now = clock.now();
    if (!isCreateDue(this.#context.settings.current.schedule, facts, now)) return false;
    await this.#context.lastLook.update((look) => ({ ...look, askedForBackup: now.toISOString() }));
    return true;
  }

  async #connect(signal: AbortSignal): Promise<OpenSource> {
    const open = await openSource(this.#context, this.#context.instance(), signal);
    this.#stopListening = open.source.onChange(() => {
      this.#changed = true;
      this.#wake?.();
    });
    return open;
  }
}

const failedReport = (error: AppError, { ports }: WatchNeeds, started = ports.clock.now()): RunReport => {
  const log = new RunLog(started);
  log.fail(error);
  return log.report(ports.clock.now());
};
