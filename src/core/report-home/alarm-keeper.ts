import { createHash } from 'node:crypto';
import type { Clock } from '../ports/clock.ts';
import type { Cell } from '../state/json-file.ts';
import { alarmAutomation, alarmId, renamedIn, type AlarmWords } from './alarm.ts';
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
  'automation' | 'automationEntity' | 'find' | 'removeAutomation' | 'writeAutomation'
>;

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

  /** Gives `removed-there` once, when the user deleted it. Errors: those of the connection; `telling.alarm-refused`. */
  async keep(app: AlarmHome, wish: AlarmWish, signal: AbortSignal): Promise<'kept' | 'removed-there'> {
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
      await this.#make(app, id, alarmAutomation(plan), { chosen: fingerprint(wish), entityId }, signal);
      return 'kept';
    }
    if (alarm.state === 'by-hand') return 'kept';
    const there = await app.automation(id, signal);
    if (!there) {
      await this.#memory.update(withoutAlarm);
      return 'removed-there';
    }
    if (alarm.entityId !== entityId)
      await this.#make(app, id, renamedIn(there, alarm.entityId, entityId), { ...alarm, entityId }, signal);
    return 'kept';
  }

  async #make(
    app: AlarmHome,
    id: string,
    automation: object,
    made: { readonly chosen: string; readonly entityId: string },
    signal: AbortSignal,
  ): Promise<void> {
    const isTaken = (await app.writeAutomation(id, automation, signal)) && (await this.#isThere(app, id, signal));
    // Written where Home Assistant does not look: the user keeps automations elsewhere, and ours is no use in that file.
    if (!isTaken) await app.removeAutomation(id, signal);
    const { chosen, entityId } = made;
    const alarm = { chosen, entityId, state: isTaken ? ('on' as const) : ('by-hand' as const) };
    await this.#memory.update((memory) => ({ ...memory, alarm }));
  }

  async #isThere(app: AlarmHome, id: string, signal: AbortSignal): Promise<boolean> {
    for (let look = 0; look < readAgain.looks; look += 1) {
      if ((await app.automationEntity(id, signal)) !== undefined) return true;
      await this.#clock.wait(readAgain.pauseMs, signal);
    }
    return false;
  }

  /** It may be there although nothing is remembered of it: nobody else would ever silence it. */
  async #haveNone(app: AlarmHome, id: string, signal: AbortSignal): Promise<void> {
    const { alarm } = await this.#memory.read();
    if (!alarm && !(await app.automation(id, signal))) return;
    await app.removeAutomation(id, signal);
    await this.#memory.update(withoutAlarm);
  }
}

const withoutAlarm = (memory: TellingMemory): TellingMemory => {
  const { alarm, ...rest } = memory;
  return alarm ? rest : memory;
};
