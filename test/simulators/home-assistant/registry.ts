import { randomBytes } from 'node:crypto';
import { contextOf } from './bus.ts';
import type { Clock } from './clock.ts';
import type { JsonObject } from './json.ts';

export interface Entity {
  entity_id: string;
  readonly platform: string;
  readonly unique_id: string;
  readonly device_id: string | null;
  readonly config_entry_id: string | null;
  disabled_by: string | null;
  original_name: string;
}

export interface Device {
  readonly id: string;
  name: string;
  name_by_user: string | null;
  sw_version: string;
  readonly manufacturer: string;
  readonly model: string;
  readonly identifiers: [string, string][];
  readonly config_entries: string[];
}

export interface State {
  readonly entity_id: string;
  readonly state: string;
  readonly attributes: JsonObject;
  readonly last_changed: string;
  readonly last_reported: string;
  readonly last_updated: string;
  readonly context: JsonObject;
}

export const newId = (): string => randomBytes(16).toString('hex');

export const slugOf = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '');

/** What Home Assistant keeps of devices, entities and their states. */
export class Registry {
  readonly #clock: Clock;
  readonly devices: Device[] = [];
  readonly entities: Entity[] = [];
  readonly states = new Map<string, State>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  addEntity(domain: string, suggestion: string, entity: Omit<Entity, 'entity_id' | 'disabled_by'>): Entity {
    const wanted = `${domain}.${slugOf(suggestion)}`;
    const isTaken = (id: string): boolean => this.entities.some(({ entity_id }) => entity_id === id);
    let id = wanted;
    for (let count = 2; isTaken(id); count += 1) id = `${wanted}_${count}`;
    const made: Entity = { entity_id: id, ...entity, disabled_by: null };
    this.entities.push(made);
    return made;
  }

  find(platform: string, uniqueId: string): Entity | undefined {
    return this.entities.find((one) => one.platform === platform && one.unique_id === uniqueId);
  }

  /** Its state goes with it. */
  remove(doomed: (entity: Entity) => boolean): void {
    for (const one of this.entities.filter(doomed)) {
      this.entities.splice(this.entities.indexOf(one), 1);
      this.states.delete(one.entity_id);
    }
  }

  rename(entity: Entity, id: string): void {
    const state = this.states.get(entity.entity_id);
    this.states.delete(entity.entity_id);
    entity.entity_id = id;
    if (state) this.states.set(id, { ...state, entity_id: id });
  }

  disable(entity: Entity, by: string | null): void {
    entity.disabled_by = by;
    if (by !== null) this.states.delete(entity.entity_id);
  }

  /** True: it is new. */
  setState(entityId: string, state: string, attributes: JsonObject, userId: string | null): boolean {
    const before = this.states.get(entityId);
    const now = this.#clock.isoNow();
    const isSame = before?.state === state;
    this.states.set(entityId, {
      entity_id: entityId,
      state,
      attributes,
      last_changed: isSame ? before.last_changed : now,
      last_reported: now,
      last_updated: now,
      context: { ...contextOf(userId) },
    });
    return before === undefined;
  }

  /** States that belong to no entity are gone; the others come back as they were. */
  restart(): void {
    const kept = new Set(this.entities.map(({ entity_id }) => entity_id));
    for (const id of [...this.states.keys()]) if (!kept.has(id)) this.states.delete(id);
  }
}
