import { AppError } from '../errors/app-error.ts';
import type { Clock } from '../ports/clock.ts';
import type { Logger } from '../ports/logger.ts';
import type { HistoryEntry } from '../state/history.ts';
import type { Cell } from '../state/json-file.ts';
import type { OwnDevice } from './device.ts';
import { eventsOf, isSignInDue, toldEventType, type ToldEvent } from './events.ts';
import { troubleAfterWord, type TellingMemory } from './memory.ts';
import type { MobileApp, Registrant } from './mobile-app.ts';
import { sensorsOf, type NewSensor, type SensorFacts, type SensorWords } from './sensors.ts';

export interface TellerParts {
  /** Opens a connection. */
  readonly connect: (signal: AbortSignal) => Promise<MobileApp>;
  readonly memory: Cell<TellingMemory>;
  /** Entries since then, oldest first. */
  readonly history: (since: Date) => Promise<readonly HistoryEntry[]>;
  readonly words: SensorWords;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Whom it is told for. */
export interface Telling {
  /** Key of the instance in the settings. */
  readonly instance: string;
  readonly who: Registrant;
  readonly facts: SensorFacts;
}

/** What did not change is told again after that long, so that everybody sees that somebody is there. */
const hourMs = 3_600_000;
/** Between the two looks that find the device missing. */
const secondLookMs = 60_000;

/** How the device was found. */
type Outcome = 'told' | 'unchanged' | 'missing' | 'removed-there';

/**
 * Keeps one device of one Home Assistant up to date. What the user did there counts: renamed and disabled sensors stay so, and a
 * deleted device is not made again before the user asks for it.
 */
export class Teller {
  readonly #parts: TellerParts;
  #app: MobileApp | undefined;
  #webhookId: string | undefined;
  #last: { readonly text: string; readonly at: Date } | undefined;

  constructor(parts: TellerParts) {
    this.#parts = parts;
  }

  /** Errors: those of the connection; `ha.starting`, `telling.no-mobile-app`. */
  async tell(telling: Telling, signal: AbortSignal): Promise<Outcome> {
    const { clock, words } = this.#parts;
    const sensors = sensorsOf(telling.facts, words);
    const text = JSON.stringify(sensors);
    const now = clock.now();
    const isNews = this.#last?.text !== text || now.getTime() - this.#last.at.getTime() >= hourMs;
    const events = await this.#events(telling.facts, now);
    if (!isNews && events.length === 0) return 'unchanged';
    const found = await this.#update(telling, sensors, signal);
    if (found !== 'told') return found;
    this.#last = { text, at: now };
    await this.#fire(events, telling.facts, now, signal);
    return 'told';
  }

  /** Something else on the same connection. */
  async using<T>(signal: AbortSignal, work: (app: MobileApp) => Promise<T>): Promise<T> {
    return await work(await this.#open(signal));
  }

  /** Takes the device away, on the user's word. Errors: those of the connection. */
  async remove(deviceId: string, signal: AbortSignal): Promise<void> {
    const app = await this.#open(signal);
    const device = await app.find(deviceId, signal);
    if (device?.entryId !== undefined) await app.remove(device.entryId, signal);
    this.#forget();
  }

  async close(): Promise<void> {
    const app = this.#app;
    this.#app = undefined;
    this.#forget();
    await app?.close();
  }

  #forget(): void {
    this.#webhookId = undefined;
    this.#last = undefined;
  }

  async #open(signal: AbortSignal): Promise<MobileApp> {
    return (this.#app ??= await this.#parts.connect(signal));
  }

  async #update(telling: Telling, sensors: readonly NewSensor[], signal: AbortSignal): Promise<Outcome> {
    const app = await this.#open(signal);
    if (this.#webhookId !== undefined && (await app.update(this.#webhookId, sensors, signal))) return 'told';
    // Not known yet, or not any more: while Home Assistant starts it knows none.
    await app.checkReady(signal);
    const device = await app.find(telling.who.deviceId, signal);
    if (!device && (await this.#isExpected(telling))) return await this.#missing();
    const webhookId = device?.webhookId ?? (await this.#register(app, telling, signal));
    if (device && device.givenName !== telling.who.deviceName) await app.describe(webhookId, telling.who, signal);
    if (!(await app.update(webhookId, sensors, signal)))
      throw new AppError('ha.protocol', { command: 'webhook/handle' });
    this.#webhookId = webhookId;
    await this.#remember(telling, device);
    return 'told';
  }

  async #isExpected({ instance, who }: Telling): Promise<boolean> {
    const { device } = await this.#parts.memory.read();
    return device?.instance === instance && device.id === who.deviceId;
  }

  /** One look decides nothing for good: the device may just be replaced by another program of ours. */
  async #missing(): Promise<Outcome> {
    const now = this.#parts.clock.now();
    const { device } = await this.#parts.memory.read();
    const since = device?.missing === undefined ? undefined : Date.parse(device.missing);
    if (since !== undefined && now.getTime() - since >= secondLookMs) return 'removed-there';
    if (since === undefined)
      await this.#parts.memory.update((memory) =>
        memory.device ? { ...memory, device: { ...memory.device, missing: now.toISOString() } } : memory,
      );
    return 'missing';
  }

  async #register(app: MobileApp, { who }: Telling, signal: AbortSignal): Promise<string> {
    const webhookId = await app.register(who, signal);
    const tracker = (await app.find(who.deviceId, signal))?.tracker;
    if (tracker) await this.#dropTracker(app, tracker.entityId, signal);
    return webhookId;
  }

  /** A courtesy: the sensors are there without it. */
  async #dropTracker(app: MobileApp, entityId: string, signal: AbortSignal): Promise<void> {
    try {
      await app.dropTracker(entityId, signal);
    } catch (error) {
      if (!(error instanceof AppError) || signal.aborted) throw error;
      this.#parts.logger.info('tracker not removed', { code: error.code });
    }
  }

  async #remember({ instance, who }: Telling, device: OwnDevice | undefined): Promise<void> {
    const now = this.#parts.clock.now().toISOString();
    const name = device?.name ?? who.deviceName;
    await this.#parts.memory.update((memory) => ({
      ...withoutRemoval(memory),
      device: { id: who.deviceId, instance, name, since: memory.device?.since ?? now },
      eventsUntil: memory.eventsUntil ?? now,
    }));
  }

  async #events(facts: SensorFacts, now: Date): Promise<readonly ToldEvent[]> {
    const { eventsUntil, signInDue } = await this.#parts.memory.read();
    // What was before the first word is nobody's news.
    if (eventsUntil === undefined) return [];
    const since = new Date(eventsUntil);
    const told = eventsOf(await this.#parts.history(since), since, now);
    if (signInDue || !isSignInDue(facts.status)) return told;
    const due = { backup_stage: null, failed_reason: 'icloud.sign-in-due', at: now.toISOString() } as const;
    return [...told, { event_type: 'sign_in_due', ...due }];
  }

  /** Told before it is remembered: twice is better than never. */
  async #fire(events: readonly ToldEvent[], facts: SensorFacts, now: Date, signal: AbortSignal): Promise<void> {
    const { memory } = this.#parts;
    const { device } = await memory.read();
    for (const event of events) {
      if (this.#app && this.#webhookId !== undefined)
        await this.#app.fire(this.#webhookId, toldEventType, { ...event, device: device?.name ?? null }, signal);
    }
    const last = events.filter(({ event_type }) => event_type !== 'sign_in_due').at(-1)?.at;
    await memory.update((current) => ({
      ...current,
      toldAt: now.toISOString(),
      trouble: troubleAfterWord(current),
      signInDue: isSignInDue(facts.status),
      ...(last !== undefined && { eventsUntil: last }),
    }));
  }
}

/** The user asked for it again. */
const withoutRemoval = (memory: TellingMemory): TellingMemory => ({
  ...memory,
  removedThere: undefined,
});
