import type { JsonObject } from './json.ts';
import type { Registry } from './registry.ts';

/** `automations.yaml` and what is loaded of it. */
export class Automations {
  readonly #registry: Registry;
  readonly #all = new Map<string, JsonObject>();
  /** The user includes the file in the configuration: without that it is written, and nobody reads it. */
  isIncluded = true;

  constructor(registry: Registry) {
    this.#registry = registry;
  }

  get(id: string): JsonObject | undefined {
    return this.#all.get(id);
  }

  /** The message of a refusal, or undefined. */
  write(id: string, content: JsonObject): string | undefined {
    if (!Array.isArray(content['triggers'] ?? content['trigger'])) return 'required key not provided';
    this.#all.set(id, { id, ...content });
    if (this.isIncluded && !this.#registry.find('automation', id)) {
      const name = typeof content['alias'] === 'string' ? content['alias'] : id;
      const entity = { platform: 'automation', unique_id: id, device_id: null, config_entry_id: null };
      const { entity_id } = this.#registry.addEntity('automation', name, { ...entity, original_name: name });
      this.#registry.setState(entity_id, 'on', { id, friendly_name: name }, null);
    }
    return undefined;
  }

  /** False: there is none. */
  remove(id: string): boolean {
    this.#registry.remove(({ platform, unique_id }) => platform === 'automation' && unique_id === id);
    return this.#all.delete(id);
  }
}
