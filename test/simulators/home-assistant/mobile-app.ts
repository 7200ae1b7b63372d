import { randomBytes } from 'node:crypto';
import type { Bus } from './bus.ts';
import { isObject, textOf, type JsonObject } from './json.ts';
import { newId, slugOf, type Device, type Registry } from './registry.ts';

/** One app on one device, as its config entry has it. */
export interface Registration {
  readonly entryId: string;
  readonly webhookId: string;
  readonly userId: string;
  readonly appKey: string;
  readonly device: Device;
  deviceName: string;
  readonly hasPushChannel: boolean;
}

/** An answer of a webhook: an empty one has no body. */
export interface HookAnswer {
  readonly status: number;
  readonly body?: unknown;
}

export type PushListener = (notification: JsonObject) => void;

const required = ['app_id', 'app_name', 'app_version', 'device_name', 'manufacturer', 'model', 'os_name'] as const;

const done: HookAnswer = { status: 200, body: {} };

/** Home Assistant's `mobile_app`: registrations, their webhooks, push channels (read in its source; scenario 19). */
export class MobileAppSide {
  readonly registrations: Registration[] = [];
  readonly #registry: Registry;
  readonly #bus: Bus;
  /** Answered with 410 after a restart. */
  readonly #deleted = new Set<string>();
  /** Answered with nothing until then. */
  readonly #gone = new Set<string>();
  readonly #channels = new Map<string, PushListener>();
  /** Trackers of each user's person. */
  readonly trackers = new Map<string, string[]>();

  constructor(registry: Registry, bus: Bus) {
    this.#registry = registry;
    this.#bus = bus;
  }

  /** Undefined: what was sent is not what it takes. */
  register(body: JsonObject, userId: string): Registration | undefined {
    if (required.some((key) => typeof body[key] !== 'string')) return undefined;
    const deviceId = textOf(body['device_id']);
    const appKey = `${textOf(body['app_id'])}-${deviceId}`;
    for (const old of this.registrations.filter((one) => one.appKey === appKey)) this.remove(old.entryId);
    const entryId = newId();
    const deviceName = textOf(body['device_name']);
    const device: Device = {
      id: newId(),
      name: deviceName,
      name_by_user: null,
      sw_version: textOf(body['os_version']),
      manufacturer: textOf(body['manufacturer']),
      model: textOf(body['model']),
      identifiers: [['mobile_app', deviceId]],
      config_entries: [entryId],
    };
    const appData = isObject(body['app_data']) ? body['app_data'] : {};
    const made: Registration = {
      entryId,
      webhookId: randomBytes(32).toString('hex'),
      userId,
      appKey,
      device,
      deviceName,
      hasPushChannel: appData['push_websocket_channel'] === true,
    };
    this.#registry.devices.push(device);
    this.registrations.push(made);
    const tracker = this.#registry.addEntity('device_tracker', deviceName, this.#entityOf(made, deviceId, deviceName));
    this.#registry.setState(tracker.entity_id, 'unknown', { source_type: 'gps', friendly_name: deviceName }, null);
    this.trackers.set(userId, [...(this.trackers.get(userId) ?? []), tracker.entity_id]);
    return made;
  }

  /** The config entry with all that belongs to it. False: there is none. */
  remove(entryId: string): boolean {
    const found = this.registrations.find((one) => one.entryId === entryId);
    if (!found) return false;
    this.registrations.splice(this.registrations.indexOf(found), 1);
    this.#registry.remove(({ config_entry_id }) => config_entry_id === entryId);
    this.#registry.devices.splice(this.#registry.devices.indexOf(found.device), 1);
    this.#gone.add(found.webhookId);
    this.#channels.delete(found.webhookId);
    return true;
  }

  restart(): void {
    for (const id of this.#gone) this.#deleted.add(id);
    this.#gone.clear();
    this.#channels.clear();
  }

  /** Names of the services of `notify` that these apps make. */
  services(): Map<string, Registration> {
    const pushing = this.registrations.filter(({ hasPushChannel }) => hasPushChannel);
    return new Map(pushing.map((one) => [`mobile_app_${slugOf(one.deviceName)}`, one]));
  }

  openChannel(webhookId: string, listener: PushListener): () => void {
    this.#channels.set(webhookId, listener);
    return () => {
      if (this.#channels.get(webhookId) === listener) this.#channels.delete(webhookId);
    };
  }

  /** False: the phone is not connected. */
  push({ webhookId }: Registration, notification: JsonObject): boolean {
    const channel = this.#channels.get(webhookId);
    channel?.(notification);
    return channel !== undefined;
  }

  handle(webhookId: string, text: string): HookAnswer {
    if (this.#deleted.has(webhookId)) return { status: 410 };
    const found = this.registrations.find((one) => one.webhookId === webhookId);
    if (!found) return { status: 200 };
    const message = parse(text);
    if (!message) return { status: 400, body: {} };
    const data = message['data'];
    switch (message['type']) {
      case 'register_sensor':
        return isObject(data) ? this.#registerSensor(found, data) : done;
      case 'update_sensor_states':
        return this.#updateStates(found, Array.isArray(data) ? data.filter(isObject) : []);
      case 'fire_event':
        if (isObject(data)) this.#fire(found, data);
        return done;
      case 'update_registration':
        if (isObject(data)) this.#describe(found, data);
        return done;
      default:
        return done;
    }
  }

  #entityOf({ entryId, device }: Registration, uniqueId: string, name: string) {
    const owner = { device_id: device.id, config_entry_id: entryId };
    return { platform: 'mobile_app', unique_id: uniqueId, original_name: name, ...owner };
  }

  #registerSensor(registration: Registration, data: JsonObject): HookAnswer {
    const [type, name] = [textOf(data['type']), textOf(data['name'])];
    const uniqueId = `${registration.webhookId}_${textOf(data['unique_id'])}`;
    const shown = `${registration.deviceName} ${name}`;
    const known = this.#registry.find('mobile_app', uniqueId);
    if (known) known.original_name = shown;
    const entity = known ?? this.#registry.addEntity(type, shown, this.#entityOf(registration, uniqueId, shown));
    this.#show(entity.entity_id, entity.disabled_by, shown, data);
    return { status: 201, body: { success: true } };
  }

  #updateStates(registration: Registration, sensors: readonly JsonObject[]): HookAnswer {
    const answer = sensors.map((data) => {
      const id = textOf(data['unique_id']);
      const entity = this.#registry.find('mobile_app', `${registration.webhookId}_${id}`);
      if (!entity) {
        const message = `${textOf(data['type'])} ${id} is not registered`;
        return [id, { success: false, error: { code: 'not_registered', message } }];
      }
      this.#show(entity.entity_id, entity.disabled_by, entity.original_name, data);
      return [id, { success: true, ...(entity.disabled_by !== null && { is_disabled: true }) }];
    });
    return { status: 200, body: Object.fromEntries(answer) };
  }

  #show(entityId: string, disabledBy: string | null, name: string, data: JsonObject): void {
    if (disabledBy !== null) return;
    const before = this.#registry.states.get(entityId)?.attributes;
    const kind = data['device_class'] ?? before?.['device_class'];
    const attributes = {
      ...(isObject(data['attributes']) && data['attributes']),
      ...(kind !== undefined && { device_class: kind }),
      icon: textOf(data['icon']) || 'mdi:cellphone',
      friendly_name: name,
    };
    this.#registry.setState(entityId, shownState(data['state'] ?? null), attributes, null);
  }

  #fire({ userId }: Registration, data: JsonObject): void {
    const content = isObject(data['event_data']) ? data['event_data'] : {};
    this.#bus.fire(textOf(data['event_type']), content, userId, 'REMOTE');
  }

  #describe(registration: Registration, data: JsonObject): void {
    registration.deviceName = textOf(data['device_name']);
    registration.device.name = registration.deviceName;
    registration.device.sw_version = textOf(data['os_version']);
  }
}

const shownState = (state: unknown): string => {
  if (state === null) return 'unknown';
  if (typeof state === 'boolean') return state ? 'on' : 'off';
  return typeof state === 'string' ? state : JSON.stringify(state);
};

const parse = (text: string): JsonObject | undefined => {
  try {
    const value = JSON.parse(text) as unknown;
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
};
