import type { JsonObject } from './json.ts';

export type EventListener = (event: JsonObject) => void;

/** A job of the Supervisor; its child jobs are left out. */
export class SupervisorJob {
  readonly uuid: string;
  readonly slug: string;
  done: boolean | null = null;
  #stage: string | null = null;
  #reference: string | null = null;
  #errors: JsonObject[] = [];
  readonly #name: string;
  readonly #created: string;
  readonly #send: EventListener;

  constructor(name: string, uuid: string, created: string, slug: string, send: EventListener) {
    this.#name = name;
    this.uuid = uuid;
    this.#created = created;
    this.slug = slug;
    this.#send = send;
    this.#changed();
    this.done = false;
    this.#changed();
    // The new backup's slug is known a moment later.
    this.#reference = slug;
    this.#changed();
  }

  render(): JsonObject {
    return {
      name: this.#name,
      reference: this.#reference,
      uuid: this.uuid,
      progress: this.done ? 100 : 0,
      stage: this.#stage,
      done: this.done,
      errors: this.#errors,
      created: this.#created,
      extra: null,
    };
  }

  enter(stage: string): void {
    if (this.#stage === stage) return;
    this.#stage = stage;
    this.#changed();
  }

  finish(): void {
    this.done = true;
    this.#changed();
  }

  fail(message: string): void {
    this.#errors = [{ type: 'BackupError', message, stage: null, error_key: null, extra_fields: null }];
    this.finish();
  }

  #changed(): void {
    this.#send({ event: 'job', data: { ...this.render(), parent_id: null } });
  }
}
