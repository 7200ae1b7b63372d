import { CommandError } from './command-error.ts';
import type { RefreshToken } from './auth.ts';
import type { Caller, CommandTable } from './commands.ts';
import { coreConfig } from './core-config.ts';
import type { JsonObject } from './json.ts';

/** Commands of the authentication and of Core itself; open to every user, each for himself. */
export const coreCommands: CommandTable = {
  get_config: { admin: false, schema: {}, run: ({ home }) => coreConfig(home) },
  'auth/current_user': { admin: false, schema: {}, run: ({ token }) => currentUser(token) },
  'auth/refresh_tokens': {
    admin: false,
    schema: {},
    run: ({ home, token }) => home.auth.tokensOf(token.user).map((other) => tokenInfo(other, token)),
  },
  'auth/long_lived_access_token': {
    admin: false,
    schema: { required: ['lifespan', 'client_name'], optional: ['client_icon'] },
    run: createToken,
  },
  'auth/delete_refresh_token': { admin: false, schema: { required: ['refresh_token_id'] }, run: deleteToken },
  'repairs/list_issues': { admin: false, schema: {}, run: () => ({ issues: [] }) },
  'system_health/info': { admin: true, schema: {}, run: systemHealth },
};

function currentUser(token: RefreshToken): JsonObject {
  const { id, name, isAdmin } = token.user;
  return {
    id,
    name,
    is_owner: isAdmin,
    is_admin: isAdmin,
    credentials: [{ auth_provider_type: 'homeassistant', auth_provider_id: null }],
    mfa_modules: [{ id: 'totp', name: 'Authenticator app', enabled: false }],
  };
}

function tokenInfo(token: RefreshToken, current: RefreshToken): JsonObject {
  return {
    auth_provider_type: token.clientId === null ? null : 'homeassistant',
    client_icon: null,
    client_id: token.clientId,
    client_name: token.clientName,
    created_at: token.createdAt,
    expire_at: null,
    id: token.id,
    is_current: token.id === current.id,
    last_used_at: token.lastUsedAt,
    last_used_ip: null,
    type: token.clientId === null ? 'long_lived_access_token' : 'normal',
  };
}

function createToken({ home, token }: Caller, message: JsonObject): unknown {
  const { client_name: name, lifespan } = message;
  const days = typeof lifespan === 'number' ? lifespan : 365;
  const made = typeof name === 'string' ? home.auth.create(token.user, name, home.clock.now(), days) : undefined;
  // The same name twice: this is all that Home Assistant says.
  if (!made) throw new CommandError('unknown_error', 'Unknown error');
  return made.jwt;
}

function deleteToken({ home, token, closeSessionsOf }: Caller, message: JsonObject): unknown {
  const { refresh_token_id: id } = message;
  const own = home.auth.tokensOf(token.user).find((other) => other.id === id);
  if (!own) throw new CommandError('invalid_token_id', 'Received invalid token');
  home.auth.remove(own.id);
  closeSessionsOf(own.id);
  return {};
}

/** The result comes first, then one event with what is known (facts#detecting-features; not recorded). */
function systemHealth(caller: Caller, _message: JsonObject, id: number): unknown {
  const type = caller.home.install === 'os' ? 'Home Assistant OS' : 'Home Assistant Core';
  const info = { installation_type: type, version: caller.home.traits.name };
  setImmediate(() => caller.sendEvent(id, { type: 'initial', data: { homeassistant: { info } } }));
  return null;
}
