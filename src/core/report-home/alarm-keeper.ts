import type { AlarmWords } from '../../shared/told-home.ts';
import { createHash } from 'node:crypto';
import type { Clock } from '../ports/clock.ts';
import type { Cell } from '../state/json-file.ts';
import { AppError, isCode } from '../errors/app-error.ts';
import { actNow, alarmAutomation, alarmId, renamedIn } from './alarm.ts';
import type { TellingMemory } from './memory.ts';
import type { MobileApp } from './mobile-app.ts';

export interface AlarmWish {
  readonly computerId: string;
  /** Null: none is wanted. */
  readonly afterMinutes: number | null;
  readonly notify: readonly string[];
  readonly words: AlarmWords;
}

/** All that it needs of a connection. */
export type AlarmHome = Pick<
  MobileApp,
  'automation' | 'automationEntity' | 'call' | 'find' | 'notifyServices' | 'removeAutomation' | 'writeAutomation'
>;

/** Between the two looks that find it gone: one answer decides nothing for good. */
const secondLookMs = 60_000;

/** `unsure`: it seems to be gone, and another look has to tell. */
export type AlarmOutcome = 'kept' | 'unsure' | 'removed-there';

/** Home Assistant reads its automations again within a moment; a large one takes seconds. */
const readAgain = { looks: 20, pauseMs: 500 };

/** Another computer's memory, copied with a data folder, is of another alarm. */
const fingerprint = ({ computerId, afterMinutes, notify, words }: AlarmWish): string =>
  createHash('sha256')
    .update(JSON.stringify([computerId, afterMinutes, notify, words.title]))
    .digest('hex')
    .slice(0, 16);

/**
 * Keeps one automation in Home Assistant as the user chose it here. What they change on it there stays until they choose anew here, and
 * if they delete it, it stays deleted.
 */
export class AlarmKeeper {
  readonly #memory: Cell<TellingMemory>;
  readonly #clock: Clock;

  constructor(memory: Cell<TellingMemory>, clock: Clock) {
    this.#memory = memory;
    this.#clock = clock;
  }

  /** Gives `removed-there` once, when the user deleted it. Errors: those of the connection; `telling.alarm-refused`, `telling.alarm-to-nobody`. */
  async keep(app: AlarmHome, wish: AlarmWish, signal: AbortSignal): Promise<AlarmOutcome> {
    const id = alarmId(wish.computerId);
    const { alarm } = await this.#memory.read();
    if (wish.afterMinutes === null || wish.notify.length === 0) {
      await this.#haveNone(app, id, signal);
      return 'kept';
    }
    const entityId = (await app.find(wish.computerId, signal))?.sensors.get('newest_backup')?.entityId;
    // Without the sensor there is nothing to watch; the one that tells of it makes it.
    if (entityId === undefined) return 'kept';
    const plan = { ...wish, afterMinutes: wish.afterMinutes, entityId, tag: id };
    if (alarm?.chosen !== fingerprint(wish)) {
      await checkAnybody(app, wish.notify, signal);
      await this.#make(app, id, alarmAutomation(plan), { chosen: fingerprint(wish), entityId }, signal);
      return 'kept';
    }
    if (alarm.state === 'by-hand') return 'kept';
    const there = await app.automation(id, signal);
    if (!there) return await this.#missing(alarm.missing);
    if (alarm.missing !== undefined) await this.#remember({ ...alarm, missing: undefined });
    if (alarm.entityId !== entityId)
      await this.#make(app, id, renamedIn(there, alarm.entityId, entityId), { ...alarm, entityId }, signal);
    return 'kept';
  }

  async #missing(since: string | undefined): Promise<AlarmOutcome> {
    const now = this.#clock.now();
    if (since !== undefined && now.getTime() - Date.parse(since) >= secondLookMs) {
      await this.#memory.update(withoutAlarm);
      return 'removed-there';
    }
    const { alarm } = await this.#memory.read();
    if (since === undefined && alarm) await this.#remember({ ...alarm, missing: now.toISOString() });
    return 'unsure';
  }

  async #remember(alarm: TellingMemory['alarm']): Promise<void> {
    await this.#memory.update((memory) => ({ ...memory, alarm }));
  }

  async #make(
    app: AlarmHome,
    id: string,
    automation: object,
    made: { readonly chosen: string; readonly entityId: string },
    signal: AbortSignal,
  ): Promise<void> {
    const isWritten = await app.writeAutomation(id, automation, signal);
    const entity = isWritten ? await this.#entityOf(app, id, signal) : undefined;
    // Written where Home Assistant does not look: the user keeps automations elsewhere, and ours is no use in that file.
    if (entity === undefined) await app.removeAutomation(id, signal);
    const { chosen, entityId } = made;
    await this.#remember({ chosen, entityId, state: entity === undefined ? 'by-hand' : 'on' });
    if (entity !== undefined) await this.#actNow(app, entity, signal);
  }

  async #entityOf(app: AlarmHome, id: string, signal: AbortSignal): Promise<string | undefined> {
    for (let look = 0; look < readAgain.looks; look += 1) {
      const entity = await app.automationEntity(id, signal);
      if (entity !== undefined) return entity;
      await this.#clock.wait(readAgain.pauseMs, signal);
    }
    return undefined;
  }

  /** A courtesy: without it the alarm sounds, or ends, the next morning. */
  async #actNow(app: AlarmHome, entity: string, signal: AbortSignal): Promise<void> {
    try {
      await app.call(actNow(entity), signal);
    } catch (error) {
      if (!isCode(error, 'telling.notify-failed')) throw error;
    }
  }

  /** It may be there although nothing is remembered of it: nobody else would ever silence it. */
  async #haveNone(app: AlarmHome, id: string, signal: AbortSignal): Promise<void> {
    const { alarm } = await this.#memory.read();
    if (!alarm && !(await app.automation(id, signal))) return;
    await app.removeAutomation(id, signal);
    await this.#memory.update(withoutAlarm);
  }
}

/** This may be another home than the one that they were chosen from. One that is there is enough: the others may come back. */
const checkAnybody = async (app: AlarmHome, notify: readonly string[], signal: AbortSignal): Promise<void> => {
  const known = await app.notifyServices(signal);
  if (!notify.some((name) => known.includes(name))) throw new AppError('telling.alarm-to-nobody');
};

const withoutAlarm = (memory: TellingMemory): TellingMemory => {
  const { alarm, ...rest } = memory;
  return alarm ? rest : memory;
};
