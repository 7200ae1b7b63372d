import { z } from 'zod';
import { boundedJson } from '../bounded-json.ts';
import { AppError } from '../errors/app-error.ts';
import { callApi } from '../home-assistant/own-api.ts';
import { CommandRefused, words } from '../home-assistant/errors.ts';
import { ask, askConfig, type Session } from '../home-assistant/session.ts';
import type { Automation, ServiceCall } from './alarm.ts';
import { devicesSchema, entitiesSchema, findDevice, type OwnDevice } from './device.ts';
import { usersOf } from '../phone-code/phones.ts';
import type { Users } from '../phone-code/rules.ts';
import { stateAlone, type NewSensor, type SensorState } from './sensors.ts';

/** Who registers. */
export interface Registrant {
  /** Of this program on this computer; no secret. */
  readonly deviceId: string;
  readonly deviceName: string;
  /** The system: `macOS`, `Windows`, `Linux`. */
  readonly model: string;
  readonly appVersion: string;
}

const appId = 'ha_icloud_backup';
const appName = 'HA iCloud Backup';

const described = ({ deviceName, model, appVersion }: Registrant) => ({
  app_version: appVersion,
  device_name: deviceName,
  manufacturer: appName,
  model,
  // Home Assistant shows it as the firmware of the device.
  os_version: appVersion,
});

const automationPath = (id: string): string => `/api/config/automation/config/${encodeURIComponent(id)}`;

/** Home Assistant names a phone by the id of its webhook: with it anybody could write to that phone's sensors. */
const withoutIds = (says: string): string => says.replaceAll(/[0-9a-f]{32,}/gi, '…');

const servicesSchema = z.object({ notify: z.record(z.string(), z.unknown()).optional() });
const registrationSchema = z.object({ webhook_id: z.string().regex(/^[0-9a-f]{32,128}$/) });
const hookSchema = z.object({ status: z.number(), body: z.string().nullish() });
const updateSchema = z.record(
  z.string(),
  z.object({ success: z.boolean(), error: z.object({ code: z.string() }).optional().catch(undefined) }),
);

/**
 * Home Assistant's `mobile_app`, over one connection: the device, its sensors, its events. Everything goes by the WebSocket, where the
 * token proved itself, so it reaches whatever address the backups come from (facts#telling-home-assistant).
 */
export class MobileApp {
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  /** Errors: `ha.starting` (nothing that it says of devices counts yet), `telling.no-mobile-app`. */
  async checkReady(signal: AbortSignal): Promise<void> {
    const { state, components, recovery_mode: recovery } = await askConfig(this.#session, signal);
    if (state !== 'RUNNING' || recovery === true || components === undefined)
      throw new AppError('ha.starting', { state, recovery: recovery === true });
    if (!components.includes('mobile_app')) throw new AppError('telling.no-mobile-app');
  }

  async find(deviceId: string, signal: AbortSignal): Promise<OwnDevice | undefined> {
    const devices = await ask(this.#session, { type: 'config/device_registry/list' }, devicesSchema, signal);
    const entities = await ask(this.#session, { type: 'config/entity_registry/list' }, entitiesSchema, signal);
    return findDevice(devices, entities, deviceId);
  }

  /** Makes the device; one that is there already under this id is replaced. Gives the id of its webhook: secret. */
  async register(who: Registrant, signal: AbortSignal): Promise<string> {
    const body = {
      ...described(who),
      app_id: appId,
      app_name: appName,
      device_id: who.deviceId,
      os_name: who.model,
      supports_encryption: false,
    };
    const answer = await callApi(
      this.#session,
      { method: 'POST', path: '/api/mobile_app/registrations', body },
      signal,
    );
    if (answer.status === 404) throw new AppError('telling.no-mobile-app');
    const read = registrationSchema.safeParse(answer.body);
    if (!read.success) throw new AppError('ha.protocol', { command: 'mobile_app/registrations' });
    return read.data.webhook_id;
  }

  /** Its name and version as they are now. */
  async describe(webhookId: string, who: Registrant, signal: AbortSignal): Promise<void> {
    await this.#hook(webhookId, { type: 'update_registration', data: described(who) }, signal);
  }

  /** False: Home Assistant knows no such webhook (any more). Sensors that it does not know are made. */
  async update(webhookId: string, sensors: readonly NewSensor[], signal: AbortSignal): Promise<boolean> {
    const unknown = await this.#updateKnown(webhookId, sensors, signal);
    for (const sensor of unknown ?? []) {
      await this.#hook(webhookId, { type: 'register_sensor', data: sensor }, signal);
    }
    return unknown !== undefined;
  }

  async fire(webhookId: string, eventType: string, data: object, signal: AbortSignal): Promise<void> {
    await this.#hook(webhookId, { type: 'fire_event', data: { event_type: eventType, event_data: data } }, signal);
  }

  /** Takes the device and its sensors away. One that is gone already is fine. */
  async remove(entryId: string, signal: AbortSignal): Promise<void> {
    const path = `/api/config/config_entries/entry/${encodeURIComponent(entryId)}`;
    await callApi(this.#session, { method: 'DELETE', path }, signal);
  }

  /** The services of `notify` that take a message as it is. */
  async notifyServices(signal: AbortSignal): Promise<readonly string[]> {
    const { notify } = await ask(this.#session, { type: 'get_services' }, servicesSchema, signal);
    // `send_message` is for entities, and wants to be told which.
    return Object.keys(notify ?? {})
      .filter((name) => /^[a-z0-9_]{1,200}$/.test(name) && name !== 'send_message')
      .toSorted();
  }

  /** One service call, as an automation has it. Error: `telling.notify-failed`. */
  async call({ action, data }: ServiceCall, signal: AbortSignal): Promise<void> {
    const [domain = '', service = ''] = action.split('.');
    const command = { type: 'call_service', domain, service, service_data: data };
    try {
      await this.#session.link.ask(command, z.unknown(), signal);
    } catch (error) {
      if (!(error instanceof CommandRefused)) throw error;
      throw new AppError('telling.notify-failed', { service, says: words(withoutIds(error.says)) });
    }
  }

  /** As it is kept in Home Assistant; undefined: there is none. Error: `ha.protocol`. */
  async automation(id: string, signal: AbortSignal): Promise<Automation | undefined> {
    const { status, body } = await callApi(this.#session, { method: 'GET', path: automationPath(id) }, signal);
    if (status === 404) return undefined;
    // Anything else says nothing of whether it is there.
    const read = z.record(z.string(), z.unknown()).safeParse(body);
    if (status !== 200 || !read.success) throw new AppError('ha.protocol', { command: 'config/automation' });
    return read.data;
  }

  /** False: this Home Assistant takes none. Error: `telling.alarm-refused`. */
  async writeAutomation(id: string, body: object, signal: AbortSignal): Promise<boolean> {
    const answer = await callApi(this.#session, { method: 'POST', path: automationPath(id), body }, signal);
    if (answer.status === 400) {
      const says = z.object({ message: z.string() }).safeParse(answer.body).data?.message ?? '';
      throw new AppError('telling.alarm-refused', { says: words(says) });
    }
    return answer.status === 200;
  }

  /** One that is gone already is fine. */
  async removeAutomation(id: string, signal: AbortSignal): Promise<void> {
    await callApi(this.#session, { method: 'DELETE', path: automationPath(id) }, signal);
  }

  /** Its entity, once Home Assistant has loaded it. */
  async automationEntity(id: string, signal: AbortSignal): Promise<string | undefined> {
    const entities = await ask(this.#session, { type: 'config/entity_registry/list' }, entitiesSchema, signal);
    return entities.find(({ platform, unique_id }) => platform === 'automation' && unique_id === id)?.entity_id;
  }

  /** Events of this type, for as long as there is this connection; it is opened again when it breaks. */
  listen(eventType: string, onEvent: (event: unknown) => void): void {
    this.#session.link.watch({ command: { type: 'subscribe_events', event_type: eventType }, onEvent });
  }

  /** Whose phones these are, where that can be told of each. */
  async usersOf(services: readonly string[], signal: AbortSignal): Promise<Users> {
    const devices = await ask(this.#session, { type: 'config/device_registry/list' }, devicesSchema, signal);
    const entities = await ask(this.#session, { type: 'config/entity_registry/list' }, entitiesSchema, signal);
    const { storage } = await ask(this.#session, { type: 'person/list' }, personsSchema, signal);
    return usersOf(services, devices, entities, storage);
  }

  async close(): Promise<void> {
    await this.#session.link.close();
  }

  /** Those that it does not know; undefined: it does not know the webhook. */
  async #updateKnown(
    webhookId: string,
    sensors: readonly NewSensor[],
    signal: AbortSignal,
  ): Promise<readonly NewSensor[] | undefined> {
    const data: readonly SensorState[] = sensors.map(stateAlone);
    const { status, body } = await this.#hook(webhookId, { type: 'update_sensor_states', data }, signal);
    // A webhook that nobody listens to is answered with success and nothing else, a removed one with 410.
    const read = updateSchema.safeParse(body);
    if (status !== 200 || !read.success) return undefined;
    return sensors.filter(({ unique_id }) => read.data[unique_id]?.error?.code === 'not_registered');
  }

  async #hook(
    webhookId: string,
    message: { readonly type: string; readonly data: unknown },
    signal: AbortSignal,
  ): Promise<{ readonly status: number; readonly body: unknown }> {
    const command = {
      type: 'webhook/handle',
      webhook_id: webhookId,
      method: 'POST',
      body: JSON.stringify(message),
      headers: { 'Content-Type': 'application/json' },
    };
    const { status, body } = await ask(this.#session, command, hookSchema, signal);
    return { status, body: typeof body === 'string' ? boundedJson(Buffer.from(body)) : undefined };
  }

  /** A computer is nobody's phone: where it is tells nobody anything. */
  async dropTracker(entityId: string, signal: AbortSignal): Promise<void> {
    await ask(
      this.#session,
      { type: 'config/entity_registry/update', entity_id: entityId, disabled_by: 'user' },
      z.unknown(),
      signal,
    );
    const { storage } = await ask(this.#session, { type: 'person/list' }, personsSchema, signal);
    for (const { id, name, user_id, device_trackers, picture } of storage) {
      if (!device_trackers.includes(entityId)) continue;
      const left = device_trackers.filter((one) => one !== entityId);
      const person = { person_id: id, name, user_id, device_trackers: left, ...(picture && { picture }) };
      await ask(this.#session, { type: 'person/update', ...person }, z.unknown(), signal);
    }
  }
}

const personsSchema = z.object({
  storage: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      user_id: z.string().nullish().default(null),
      device_trackers: z.array(z.string()).default([]),
      picture: z.string().nullish(),
    }),
  ),
});
