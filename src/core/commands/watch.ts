import type { Activity, RunReport } from '../../shared/run-report.ts';
import type { Status } from '../../shared/status.ts';
import type { Context } from '../context.ts';
import { isCreateDue, nextLook, type ScheduleFacts } from '../domain/schedule.ts';
import type { AppError } from '../errors/app-error.ts';
import { isCode, toAppError } from '../errors/app-error.ts';
import { acquireRunLock } from '../state/run-lock.ts';
import { RunLog } from '../sync/run-log.ts';
import { runWith, written } from './back-up.ts';
import { isRefusal, openSource, type OpenSource } from './open-source.ts';
import { readStatus } from './read-status.ts';

export type WatchTrigger = 'start' | 'schedule' | 'home-assistant';

export interface WatchListener {
  onReport(report: RunReport, trigger: WatchTrigger): void;
  onActivity(activity: Activity): void;
  onStatus(status: Status): void;
}

/**
 * Timers stand still while a computer sleeps, so the clock on the wall is asked at least this often; it also bounds how
 * long after waking up a missed look is noticed.
 */
const sliceMs = 60_000;
/** Pause before Home Assistant is tried again when it was away; Apple is never asked on this road. */
const awayMs = 5 * 60_000;

/** Background sync until the signal fires: one socket, a look on every return to idle and when one is due. */
export const watch = async (context: Context, listener: WatchListener, signal: AbortSignal): Promise<void> => {
  const watcher = new Watcher(context, listener);
  try {
    await watcher.loop(signal);
  } catch (error) {
    if (!isCode(error, 'sync.cancelled')) throw error;
  } finally {
    await watcher.close();
  }
};

class Watcher {
  readonly #context: Context;
  readonly #listener: WatchListener;
  #open: OpenSource | undefined;
  #openFor: string | undefined;
  #stopListening: (() => void) | undefined;
  #lastAttempt: Date | undefined;
  #lastCreate: Date | undefined;
  #notBefore: Date | undefined;
  /** Set by Home Assistant's events; a second one during a run makes one more run, not two. */
  #wake: (() => void) | undefined;
  #changed = false;

  constructor(context: Context, listener: WatchListener) {
    this.#context = context;
    this.#listener = listener;
  }

  async loop(signal: AbortSignal): Promise<void> {
    let trigger: WatchTrigger | undefined = 'start';
    for (;;) {
      if (trigger) await this.#look(trigger, signal);
      this.#listener.onStatus(await readStatus(this.#context));
      trigger = await this.#next(signal);
    }
  }

  async close(): Promise<void> {
    this.#stopListening?.();
    await this.#open?.source.close();
    this.#open = undefined;
  }

  /** Waits for the next reason to look. */
  async #next(signal: AbortSignal): Promise<WatchTrigger | undefined> {
    const { clock } = this.#context.ports;
    for (;;) {
      const now = clock.now();
      const settings = await this.#context.settings.load();
      const paused = settings.pausedUntil !== null && new Date(settings.pausedUntil) > now;
      if (this.#changed && !paused) return 'home-assistant';
      const due = await this.#dueAt(now);
      if (due <= now && !paused) return 'schedule';
      await this.#sleep(Math.min(Math.max(due.getTime() - now.getTime(), 1_000), sliceMs), signal);
    }
  }

  async #dueAt(now: Date): Promise<Date> {
    const look = nextLook(this.#context.settings.current.schedule, await this.#facts(), now);
    if (!this.#notBefore) return look;
    // While Home Assistant is away it is tried more often than the schedule asks for, and never in a hurry.
    const latest = new Date(now.getTime() + awayMs);
    return this.#notBefore < latest ? this.#notBefore : latest;
  }

  async #facts(): Promise<ScheduleFacts> {
    const { home, cloud } = await this.#context.lastLook.read();
    const { pausedUntil } = this.#context.settings.current;
    const made = [
      ...(home?.backups ?? []).map((backup) => backup.date),
      ...(cloud?.stored ?? []).map((copy) => copy.manifest.date),
    ].map((date) => new Date(date).getTime());
    return {
      lastLook: this.#lastAttempt,
      pausedUntil: pausedUntil === null ? undefined : new Date(pausedUntil),
      newestBackup: made.length > 0 ? new Date(Math.max(...made)) : undefined,
      lastCreate: this.#lastCreate,
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

  async #look(trigger: WatchTrigger, signal: AbortSignal): Promise<void> {
    const { clock } = this.#context.ports;
    this.#changed = false;
    await this.#dropIfChanged();
    const facts = await this.#facts();
    this.#lastAttempt = clock.now();
    const create = isCreateDue(this.#context.settings.current.schedule, facts, clock.now());
    if (create) this.#lastCreate = clock.now();
    const report = await this.#run(create, trigger, signal);
    const away = report.problem && isAway(report.problem.code);
    this.#notBefore = away ? new Date(clock.now().getTime() + awayMs) : undefined;
    // The user will bring another token or address: what is open now is of no use then.
    if (report.problem && isRefusal(report.problem.code)) await this.close();
    this.#listener.onReport(report, trigger);
  }

  /** Set up anew since: another address, another trust. */
  async #dropIfChanged(): Promise<void> {
    const [instance] = (await this.#context.settings.load()).instances;
    const now = JSON.stringify([
      instance?.key,
      instance?.url,
      instance?.tls,
      instance?.confirmedNetworks,
      instance?.instanceId,
    ]);
    if (this.#openFor !== undefined && this.#openFor !== now) await this.close();
    this.#openFor = now;
  }

  async #run(create: boolean, trigger: WatchTrigger, signal: AbortSignal): Promise<RunReport> {
    const context = this.#context;
    const log = new RunLog(context.ports.clock.now());
    try {
      const instance = context.instance();
      const lock = await acquireRunLock(context.lockPlace, context.ports.clock.now());
      try {
        const open = (this.#open ??= await this.#connect(signal));
        const by = trigger === 'home-assistant' ? 'event' : 'schedule';
        const onActivity = (activity: Activity): void => this.#listener.onActivity(activity);
        return await runWith(context, instance, open, { create, asked: [], by }, onActivity, signal);
      } finally {
        await lock.release();
      }
    } catch (thrown) {
      const error = toAppError(thrown);
      if (error.code === 'sync.cancelled' || error.code === 'settings.not-set-up') throw error;
      log.fail(error);
      const input = {
        create,
        asked: [],
        by: trigger === 'home-assistant' ? ('event' as const) : ('schedule' as const),
      };
      return await written(context, input, log.report(context.ports.clock.now()));
    }
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

const isAway = (code: AppError['code']): boolean =>
  code === 'ha.away' || code === 'ha.unreachable' || code === 'ha.starting' || code === 'sync.running';
