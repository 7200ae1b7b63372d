import type { AlarmWords } from '../../shared/told-home.ts';
import type { Activity } from '../../shared/run-report.ts';
import type { Needs } from '../context.ts';
import { AppError, isCode, toAppError } from '../errors/app-error.ts';
import { AlarmKeeper, type AlarmWish } from '../report-home/alarm-keeper.ts';
import { elsewhere, isLeftAt } from '../report-home/left-behind.ts';
import { alarmTroubles, onlyLeft, withoutAlarmTrouble } from '../report-home/memory.ts';
import type { Registrant } from '../report-home/mobile-app.ts';
import { phaseOf, type SensorFacts, type SensorWords } from '../report-home/sensors.ts';
import { Teller } from '../report-home/teller.ts';
import type { InstanceSettings, Settings } from '../settings/schema.ts';
import type { LastLook } from '../state/last-look.ts';
import { AlarmLooks } from './alarm-looks.ts';
import { connectApp, type ConnectAppNeeds } from './home-device.ts';
import { readStatus, type StatusNeeds } from './read-status.ts';

export type TellNeeds = Needs<'history' | 'lastLook' | 'settings' | 'telling', 'appVersion' | 'clock' | 'logger'> &
  ConnectAppNeeds &
  StatusNeeds;

export interface TellWords extends SensorWords {
  readonly alarm: { readonly of: (computer: string) => AlarmWords };
  /** The device's name. */
  device(computer: string): string;
}

export interface TellWish {
  readonly words: TellWords;
  /** What this process does just now. */
  readonly activity: () => Activity | null;
  /** Calls back when there may be something new; gives how to stop. */
  readonly onChange: (listener: () => void) => () => void;
}

/** What became of it: `off` = nothing is told, as the user wants it. */
export type TellOutcome = 'off' | 'told' | 'waiting' | 'removed-there' | AppError;

/** A program that ends soon does not wait longer than this for Home Assistant. */
const briefMs = 20_000;

/**
 * Tells Home Assistant once how things are, if the user wants that, and takes the device away if not any more. Never fails: what went
 * wrong is the answer, and is remembered for the status. Error: `sync.cancelled`.
 */
export const tellHome = async (context: TellNeeds, words: TellWords, signal: AbortSignal): Promise<TellOutcome> => {
  const telling = new Telling(context, { words, activity: () => null, onChange: () => () => undefined });
  const until = AbortSignal.any([signal, AbortSignal.timeout(briefMs)]);
  try {
    return await telling.tell(until);
  } finally {
    await telling.close();
  }
};

/** A look at what changed is made at least this often. */
const paceMs = 60_000;
/** After failures in a row: twice as long after each, up to this. */
const longestPauseMs = 15 * 60_000;
/** Several changes at once are told in one go. */
const settleMs = 2_000;

/** The same for as long as the signal wants, beside whatever else this process does. */
export const keepTellingHome = async (context: TellNeeds, wish: TellWish, signal: AbortSignal): Promise<void> => {
  const telling = new Telling(context, wish);
  const { clock } = context.ports;
  let woken = new AbortController();
  let phase: string | undefined;
  let pauseMs = paceMs;
  const stop = wish.onChange(() => {
    const activity = wish.activity();
    const next = activity ? phaseOf(activity) : undefined;
    // Progress of a transfer changes ten times a second, and none of it is told.
    if (next === undefined || next !== phase) woken.abort();
    phase = next;
  });
  try {
    while (!signal.aborted) {
      const outcome = await telling.tell(signal);
      const hasFailed = outcome instanceof AppError;
      await clock.wait(hasFailed ? pauseMs : settleMs, signal);
      pauseMs = hasFailed ? Math.min(pauseMs * 2, longestPauseMs) : paceMs;
      if (!woken.signal.aborted)
        await clock.wait(paceMs, AbortSignal.any([signal, woken.signal])).catch(() => undefined);
      woken = new AbortController();
    }
  } catch (error) {
    if (!isCode(error, 'sync.cancelled')) throw error;
  } finally {
    stop();
    await telling.close();
  }
};

class Telling {
  readonly #context: TellNeeds;
  readonly #wish: TellWish;
  readonly #teller: Teller;
  readonly #keeper: AlarmKeeper;
  readonly #looks: AlarmLooks;
  /** What the connection was opened with. */
  #openFor: string | undefined;

  constructor(context: TellNeeds, wish: TellWish) {
    const { history, ports, telling: memory } = context;
    this.#context = context;
    this.#wish = wish;
    this.#keeper = new AlarmKeeper(memory, ports.clock);
    this.#looks = new AlarmLooks(ports.clock);
    this.#teller = new Teller({
      connect: (signal) => connectApp(context, signal),
      memory,
      history: async (since) => (await history.read(since)).entries,
      words: wish.words,
      clock: ports.clock,
      logger: ports.logger,
    });
  }

  async tell(signal: AbortSignal): Promise<TellOutcome> {
    const { ports, telling } = this.#context;
    try {
      return await this.#tellOrThrow(signal);
    } catch (thrown) {
      const error = toAppError(thrown);
      // Opened anew the next time: whatever was wrong may be over.
      await this.#teller.close();
      if (isCode(error, 'sync.cancelled')) {
        if (signal.aborted && !isTimeout(signal)) throw error;
        return new AppError('ha.unreachable', { reason: 'no-answer' });
      }
      ports.logger.info('home not told', { code: error.code });
      await telling.update((memory) => ({ ...memory, trouble: error.code })).catch(() => undefined);
      return error;
    }
  }

  async close(): Promise<void> {
    await this.#teller.close();
  }

  async #tellOrThrow(signal: AbortSignal): Promise<TellOutcome> {
    const settings = await this.#context.settings.load();
    const [instance] = settings.instances;
    if (!instance) return 'off';
    await this.#dropIfChanged(settings);
    if (!settings.sensors) return await this.#beSilent(settings, instance, signal);
    const who = this.#registrant(settings);
    const outcome = await this.#teller.tell({ instance: instance.key, who, facts: await this.#facts() }, signal);
    if (outcome === 'removed-there') return await this.#heedRemoval(settings, signal);
    if (outcome !== 'missing' && (await this.#keepAlarm(settings, signal))) await this.#nothingLeftAt(instance);
    return outcome === 'missing' ? 'waiting' : 'told';
  }

  async #beSilent(settings: Settings, instance: InstanceSettings, signal: AbortSignal): Promise<TellOutcome> {
    const { telling } = this.#context;
    const { device, leftBehind } = await telling.read();
    if (device !== undefined || isLeftAt(leftBehind, instance)) {
      await this.#dropAlarm(settings, signal);
      await this.#teller.remove(settings.computerId, signal);
      await telling.update((memory) => ({
        ...onlyLeft(memory),
        ...(memory.removedThere !== undefined && { removedThere: memory.removedThere }),
      }));
      await this.#nothingLeftAt(instance);
    }
    await this.#teller.close();
    return 'off';
  }

  async #nothingLeftAt(instance: InstanceSettings): Promise<void> {
    const { telling } = this.#context;
    const { leftBehind } = await telling.read();
    if (!isLeftAt(leftBehind, instance)) return;
    await telling.update((memory) => ({ ...memory, leftBehind: elsewhere(memory.leftBehind, instance) }));
  }

  /**
   * When it was chosen anew, and otherwise now and then: the user may have renamed or deleted something there. False: it could not be
   * looked at, or has to be looked at again.
   */
  async #keepAlarm(settings: Settings, signal: AbortSignal): Promise<boolean> {
    const { clock, logger } = this.#context.ports;
    const chosen = JSON.stringify(settings.alarm);
    if (!this.#looks.isDue(chosen)) return false;
    const wish = this.#alarmWish(settings);
    const outcome = await this.#teller
      .using(signal, (app) => this.#keeper.keep(app, wish, signal))
      .catch((thrown: unknown) => {
        const error = toAppError(thrown);
        this.#looks.failed(chosen);
        // The sensors were told all the same. What Home Assistant holds against the alarm its user has to know.
        if (isCode(error, 'sync.cancelled', ...alarmTroubles)) throw error;
        logger.info('alarm not looked at', { code: error.code });
        return undefined;
      });
    if (outcome === undefined) return false;
    this.#looks.done(chosen, outcome !== 'unsure');
    await this.#context.telling.update(withoutAlarmTrouble);
    if (outcome !== 'removed-there') return outcome === 'kept';
    await this.#context.settings.update((current) => ({ ...current, alarm: { ...current.alarm, afterMinutes: null } }));
    await this.#context.telling.update((memory) => ({ ...memory, alarmRemovedThere: clock.now().toISOString() }));
    return true;
  }

  #alarmWish({ alarm, computerId, computerName }: Settings): AlarmWish {
    return { computerId, ...alarm, words: this.#wish.words.alarm.of(computerName) };
  }

  async #dropAlarm(settings: Settings, signal: AbortSignal): Promise<void> {
    const none = { ...this.#alarmWish(settings), afterMinutes: null };
    await this.#teller.using(signal, (app) => this.#keeper.keep(app, none, signal));
  }

  /** A person who deletes the device in Home Assistant wants none. Without its sensor the alarm would sound for ever. */
  async #heedRemoval(current: Settings, signal: AbortSignal): Promise<TellOutcome> {
    const { ports, settings, telling } = this.#context;
    await this.#dropAlarm(current, signal);
    await telling.update((memory) => ({ ...onlyLeft(memory), removedThere: ports.clock.now().toISOString() }));
    await settings.update((now) => ({ ...now, sensors: false }));
    await this.#teller.close();
    return 'removed-there';
  }

  #registrant({ computerId, computerName }: Settings): Registrant {
    return {
      deviceId: computerId,
      deviceName: this.#wish.words.device(computerName),
      model: systems[process.platform] ?? process.platform,
      appVersion: this.#context.ports.appVersion,
    };
  }

  async #facts(): Promise<SensorFacts> {
    const status = await readStatus(this.#context);
    const look = await this.#context.lastLook.read();
    return { status, activity: this.#wish.activity(), ...factsOfLook(look, status.newestVerified?.archive) };
  }

  async #dropIfChanged({ caFile, instances }: Settings): Promise<void> {
    const now = JSON.stringify([caFile, instances]);
    if (this.#openFor !== undefined && this.#openFor !== now) await this.#teller.close();
    this.#openFor = now;
  }
}

const systems: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  darwin: 'macOS',
  win32: 'Windows',
  linux: 'Linux',
};

const isTimeout = (signal: AbortSignal): boolean =>
  signal.reason instanceof DOMException && signal.reason.name === 'TimeoutError';

const factsOfLook = (
  { cloud }: LastLook,
  newest: string | undefined,
): Pick<SensorFacts, 'newestBytes' | 'lastTest'> => {
  const stored = cloud?.stored ?? [];
  const tests = [...stored, ...(cloud?.damaged ?? [])].flatMap(({ test }) => (test ? [test] : []));
  const last = tests.toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at))[0];
  return {
    newestBytes: stored.find(({ manifest }) => manifest.archive === newest)?.manifest.size ?? null,
    lastTest: last ? { at: last.at, held: last.verdict !== 'failed' } : null,
  };
};
