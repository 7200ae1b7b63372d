import { CommandError } from './command-error.ts';
import { isObject, textOf, type JsonObject } from './json.ts';
import type { MobileAppSide } from './mobile-app.ts';

export interface Notice {
  readonly notification_id: string;
  readonly title: string | null;
  readonly message: string;
}

export interface ServiceCall {
  readonly domain: string;
  readonly service: string;
  readonly data: JsonObject;
}

/** Services that tell people, `notify` and the bell; an automation that is set off does nothing here. */
export class Services {
  readonly #apps: MobileAppSide;
  readonly notices = new Map<string, Notice>();
  readonly calls: ServiceCall[] = [];

  constructor(apps: MobileAppSide) {
    this.#apps = apps;
  }

  list(): JsonObject {
    const own = ['notify', 'persistent_notification', 'send_message', ...this.#apps.services().keys()];
    return {
      notify: Object.fromEntries(own.map((name) => [name, { name, fields: {} }])),
      persistent_notification: { create: { fields: {} }, dismiss: { fields: {} } },
    };
  }

  call(domain: string, service: string, data: JsonObject): void {
    this.calls.push({ domain, service, data });
    const id = textOf(data['notification_id']);
    if (domain === 'persistent_notification' && service === 'dismiss') this.notices.delete(id);
    else if (domain === 'persistent_notification' && service === 'create') this.#ring(id || 'notification', data);
    else if (domain === 'notify') this.#notify(service, data);
    else if (domain !== 'automation' || service !== 'trigger')
      throw new CommandError('not_found', `Service ${domain}.${service} not found.`);
  }

  #ring(id: string, data: JsonObject): void {
    const title = typeof data['title'] === 'string' ? data['title'] : null;
    this.notices.set(id, { notification_id: id, title, message: textOf(data['message']) });
  }

  #notify(service: string, data: JsonObject): void {
    if (service === 'persistent_notification') {
      this.#ring('notification', data);
      return;
    }
    const app = this.#apps.services().get(service);
    if (!app) throw new CommandError('not_found', `Service notify.${service} not found.`);
    const { message, title, data: more } = data;
    const pushed = { message, ...(title !== undefined && { title }), ...(isObject(more) && { data: more }) };
    if (this.#apps.push(app, pushed)) return;
    const words = `Device(s) with webhook id(s) ${app.webhookId} not connected to local push notifications`;
    throw new CommandError('home_assistant_error', words);
  }
}
