import { randomBytes } from 'node:crypto';
import type { Clock } from './clock.ts';
import type { JsonObject } from './json.ts';

export interface BusEvent {
  readonly event_type: string;
  readonly data: JsonObject;
  readonly origin: 'LOCAL' | 'REMOTE';
  readonly time_fired: string;
  readonly context: { readonly id: string; readonly parent_id: null; readonly user_id: string | null };
}

/** Letters and digits as in Home Assistant's ULIDs. */
const contextId = (): string => `01${randomBytes(12).toString('hex').toUpperCase()}`;

export const contextOf = (userId: string | null): BusEvent['context'] => ({
  id: contextId(),
  parent_id: null,
  user_id: userId,
});

/** Home Assistant's event bus, which remembers what went over it: its history. */
export class Bus {
  readonly #clock: Clock;
  readonly #listeners = new Set<{ readonly type: string | undefined; readonly call: (event: BusEvent) => void }>();
  readonly history: BusEvent[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  fire(type: string, data: JsonObject, userId: string | null, origin: BusEvent['origin'] = 'LOCAL'): void {
    const event = {
      event_type: type,
      data,
      origin,
      time_fired: this.#clock.isoNow(),
      context: contextOf(userId),
    };
    this.history.push(event);
    for (const listener of this.#listeners) {
      if (listener.type === undefined || listener.type === type) listener.call(event);
    }
  }

  listen(type: string | undefined, call: (event: BusEvent) => void): () => void {
    const listener = { type, call };
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
}
