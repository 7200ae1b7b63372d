import type { User } from './auth.ts';
import { CommandError } from './command-error.ts';
import { isObject, type JsonObject } from './json.ts';
import type { Answer, Exchange } from './responses.ts';

type Door = (exchange: Exchange, user: User, part: string, more: string) => unknown;

/** `METHOD path`; what is in brackets is handed over. */
const doors: readonly (readonly [RegExp, Door])[] = [
  [/^POST \/api\/mobile_app\/registrations$/, register],
  [/^GET \/api\/states$/, listStates],
  [/^POST \/api\/states\/([a-z_]+\.[a-z0-9_]+)$/, setState],
  [/^POST \/api\/events\/([^/]+)$/, fire],
  [/^POST \/api\/services\/([a-z_]+)\/([a-z0-9_]+)$/, callService],
  [/^DELETE \/api\/config\/config_entries\/entry\/([^/]+)$/, removeEntry],
  [/^GET \/api\/config\/automation\/config\/([^/]+)$/, readAutomation],
  [/^POST \/api\/config\/automation\/config\/([^/]+)$/, writeAutomation],
  [/^DELETE \/api\/config\/automation\/config\/([^/]+)$/, removeAutomation],
];

/** Undefined: it is none of these. Not an administrator: refused, but for the registration of an app. */
export function deviceRoute(exchange: Exchange, path: string, token = ''): Answer | undefined {
  const user = exchange.home.auth.find(token)?.user;
  if (!user) return undefined;
  const line = `${exchange.request.method ?? ''} ${path}`;
  for (const [pattern, door] of doors) {
    const found = pattern.exec(line);
    if (!found) continue;
    const isOpen = user.isAdmin || door === register || line.startsWith('GET /api/states');
    if (!isOpen) return () => exchange.text(401);
    const [, part = '', more = ''] = found;
    return () => door(exchange, user, decodeURIComponent(part), more);
  }
  return undefined;
}

/** What anybody may call who knows its id. */
export async function webhook(exchange: Exchange, webhookId: string): Promise<void> {
  const { status, body } = exchange.home.apps.handle(webhookId, await textOf(exchange));
  if (body === undefined) exchange.empty(status);
  else exchange.json(body, status);
}

async function register(exchange: Exchange, user: User): Promise<void> {
  const made = exchange.home.apps.register(await bodyOf(exchange), user.id);
  if (!made) exchange.json({ message: 'Message format incorrect: required key not provided' }, 400);
  else exchange.json({ cloudhook_url: null, remote_ui_url: null, secret: null, webhook_id: made.webhookId }, 201);
}

function listStates(exchange: Exchange): void {
  exchange.json([...exchange.home.registry.states.values()]);
}

async function setState(exchange: Exchange, user: User, entityId: string): Promise<void> {
  const { state, attributes } = await bodyOf(exchange);
  const { registry } = exchange.home;
  const isNew = registry.setState(entityId, String(state), isObject(attributes) ? attributes : {}, user.id);
  exchange.json(registry.states.get(entityId), isNew ? 201 : 200, [['Location', `/api/states/${entityId}`]]);
}

async function fire(exchange: Exchange, user: User, type: string): Promise<void> {
  exchange.home.bus.fire(type, await bodyOf(exchange), user.id, 'REMOTE');
  exchange.json({ message: `Event ${type} fired.` });
}

async function callService(exchange: Exchange, _user: User, domain: string, service: string): Promise<void> {
  const data = await bodyOf(exchange);
  try {
    exchange.home.services.call(domain, service, data);
    exchange.json([]);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    exchange.text(error.code === 'not_found' ? 400 : 500);
  }
}

function removeEntry(exchange: Exchange, _user: User, entryId: string): void {
  if (exchange.home.apps.remove(entryId)) exchange.json({ require_restart: false });
  else exchange.text(404);
}

const notThere = { message: 'Resource not found' };

function readAutomation(exchange: Exchange, _user: User, id: string): void {
  const isHidden = exchange.home.faults.take(['automation-404']) !== undefined;
  const found = isHidden ? undefined : exchange.home.automations.get(id);
  if (found) exchange.json(found);
  else exchange.json(notThere, 404);
}

async function writeAutomation(exchange: Exchange, _user: User, id: string): Promise<void> {
  const refusal = exchange.home.automations.write(id, await bodyOf(exchange));
  if (refusal === undefined) exchange.json({ result: 'ok' });
  else exchange.json({ message: `Message malformed: ${refusal}` }, 400);
}

function removeAutomation(exchange: Exchange, _user: User, id: string): void {
  if (exchange.home.automations.remove(id)) exchange.json({ result: 'ok' });
  else exchange.json(notThere, 404);
}

async function textOf({ request }: Exchange): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

async function bodyOf(exchange: Exchange): Promise<JsonObject> {
  const value = JSON.parse((await textOf(exchange)) || '{}') as unknown;
  return isObject(value) ? value : {};
}
