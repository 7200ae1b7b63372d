import { CommandError } from './command-error.ts';
import type { Caller, CommandTable } from './commands.ts';
import { isObject, textOf, textsOf, type JsonObject } from './json.ts';

/** Devices, entities, webhooks, services and events; those that change something are an administrator's. */
export const deviceCommands: CommandTable = {
  subscribe_events: { admin: false, schema: { optional: ['event_type'] }, run: subscribe },
  unsubscribe_events: { admin: false, schema: { required: ['subscription'] }, run: () => null },
  get_services: { admin: false, schema: {}, run: ({ home }) => home.services.list() },
  call_service: {
    admin: false,
    schema: { required: ['domain', 'service'], optional: ['service_data', 'target', 'return_response'] },
    run: callService,
  },
  get_states: { admin: false, schema: {}, run: ({ home }) => [...home.registry.states.values()] },
  'config/entity_registry/list': { admin: false, schema: {}, run: ({ home }) => home.registry.entities },
  'config/entity_registry/update': {
    admin: true,
    schema: { required: ['entity_id'], optional: ['new_entity_id', 'disabled_by', 'name'] },
    run: updateEntity,
  },
  'config/device_registry/list': { admin: false, schema: {}, run: ({ home }) => home.registry.devices },
  'person/list': { admin: false, schema: {}, run: persons },
  'person/update': {
    admin: true,
    schema: { required: ['person_id'], optional: ['name', 'user_id', 'device_trackers', 'picture'] },
    run: updatePerson,
  },
  'persistent_notification/get': {
    admin: false,
    schema: {},
    run: ({ home }) => [...home.services.notices.values()],
  },
  'webhook/handle': {
    admin: false,
    schema: { required: ['webhook_id', 'method'], optional: ['body', 'headers', 'query'] },
    run: handleHook,
  },
  'mobile_app/push_notification_channel': {
    admin: false,
    schema: { required: ['webhook_id'], optional: ['support_confirm'] },
    run: openChannel,
  },
};

/** Only some events are told to people who are no administrators; none of ours is among them. */
function subscribe({ home, token, sendEvent, onClose }: Caller, message: JsonObject, id: number): null {
  const type = typeof message['event_type'] === 'string' ? message['event_type'] : undefined;
  if (!token.user.isAdmin && type !== 'state_changed') throw new CommandError('unauthorized', 'Unauthorized');
  onClose(home.bus.listen(type, (event) => sendEvent(id, event)));
  return null;
}

function callService({ home }: Caller, message: JsonObject): unknown {
  const data = isObject(message['service_data']) ? message['service_data'] : {};
  home.services.call(textOf(message['domain']), textOf(message['service']), data);
  return { context: { id: '01', parent_id: null, user_id: null } };
}

function updateEntity({ home }: Caller, message: JsonObject): unknown {
  const { registry } = home;
  const entity = registry.entities.find(({ entity_id }) => entity_id === message['entity_id']);
  if (!entity) throw new CommandError('not_found', 'Entity not found');
  if (typeof message['new_entity_id'] === 'string') registry.rename(entity, message['new_entity_id']);
  const by = message['disabled_by'];
  if (by !== undefined) registry.disable(entity, typeof by === 'string' ? by : null);
  return { entity_entry: entity };
}

function persons({ home }: Caller): unknown {
  const storage = [home.auth.owner, home.auth.plain].map(({ id, name }) => ({
    id: `person_${id}`,
    name,
    user_id: id,
    device_trackers: home.apps.trackers.get(id) ?? [],
    picture: null,
  }));
  return { storage, config: [] };
}

function updatePerson({ home }: Caller, message: JsonObject): unknown {
  const userId = textOf(message['person_id']).replace(/^person_/, '');
  home.apps.trackers.set(userId, textsOf(message['device_trackers']));
  return null;
}

function handleHook({ home }: Caller, message: JsonObject): unknown {
  const { status, body } = home.apps.handle(textOf(message['webhook_id']), textOf(message['body']));
  const type = body === undefined ? 'application/octet-stream' : 'application/json';
  return { body: body === undefined ? null : JSON.stringify(body), status, headers: { 'Content-Type': type } };
}

function openChannel({ home, token, sendEvent, onClose }: Caller, message: JsonObject, id: number): null {
  const own = home.apps.registrations.find(({ webhookId }) => webhookId === message['webhook_id']);
  if (!own) throw new CommandError('not_found', 'Webhook ID not found');
  if (own.userId !== token.user.id) throw new CommandError('unauthorized', 'User not linked to this webhook ID');
  onClose(home.apps.openChannel(own.webhookId, (notification) => sendEvent(id, notification)));
  return null;
}
