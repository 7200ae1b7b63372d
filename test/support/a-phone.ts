import { z } from 'zod';
import { TestSocket } from '../simulators/home-assistant/client.ts';
import type { JsonObject } from '../simulators/home-assistant/json.ts';

const noticeSchema = z.object({
  title: z.string().optional(),
  message: z.string(),
  data: z.object({
    tag: z.string(),
    actions: z.array(z.object({ action: z.string(), title: z.string(), behavior: z.string().optional() })).default([]),
  }),
});
export type Notice = z.infer<typeof noticeSchema>;

interface Door {
  readonly url: string;
  readonly token: string;
}

const post = async ({ url, token }: Door, path: string, body: object): Promise<JsonObject> => {
  const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
  const answer = await fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  const text = await answer.text();
  return text === '' ? {} : (JSON.parse(text) as JsonObject);
};

/** A phone with Home Assistant's app, which hears notifications over the WebSocket. */
export class Phone {
  readonly service: string;
  readonly #door: Door;
  readonly #webhookId: string;
  readonly #socket: TestSocket;

  private constructor(door: Door, name: string, webhookId: string, socket: TestSocket) {
    this.service = `mobile_app_${name.toLowerCase().replaceAll(' ', '_')}`;
    this.#door = door;
    this.#webhookId = webhookId;
    this.#socket = socket;
  }

  /** @param door - with the token of its user */
  static async register(door: Door, name: string): Promise<Phone> {
    const made = await post(door, '/api/mobile_app/registrations', {
      device_id: `device of ${name}`,
      app_id: 'io.robbie.HomeAssistant',
      app_name: 'Home Assistant',
      app_version: '2026.11',
      device_name: name,
      manufacturer: 'Apple',
      model: 'iPhone',
      os_name: 'iOS',
      os_version: '26',
      supports_encryption: false,
      app_data: { push_websocket_channel: true },
    });
    const webhookId = z.string().parse(made['webhook_id']);
    const socket = await TestSocket.login(door.url, door.token);
    socket.send({ id: 1, type: 'mobile_app/push_notification_channel', webhook_id: webhookId });
    await socket.take(({ id, type }) => id === 1 && type === 'result');
    return new Phone(door, name, webhookId, socket);
  }

  /** The next notification, or the next that fits. */
  async next(fits: (notice: Notice) => boolean = () => true): Promise<Notice> {
    const isOne = ({ type, event }: JsonObject): boolean => {
      const read = noticeSchema.safeParse(event).data;
      return type === 'event' && read !== undefined && fits(read);
    };
    return noticeSchema.parse((await this.#socket.take(isOne))['event']);
  }

  /** Everything that came so far, as text. */
  get heard(): string {
    return JSON.stringify(this.#socket.messages);
  }

  /** Presses a button, or types into it. */
  async press({ data }: Notice, title: string, typed?: string): Promise<void> {
    const action = data.actions.find((one) => one.title === title)?.action;
    if (action === undefined) throw new Error(`No button "${title}" among ${JSON.stringify(data.actions)}`);
    await this.fire({ action, ...(typed !== undefined && { reply_text: typed }) });
  }

  async fire(content: JsonObject): Promise<void> {
    const event = { event_type: 'mobile_app_notification_action', event_data: content };
    await post(this.#door, `/api/webhook/${this.#webhookId}`, { type: 'fire_event', data: event });
  }

  close(): void {
    this.#socket.close();
  }
}
