import { CommandError } from './command-error.ts';
import type { Caller, CommandTable } from './commands.ts';
import { isObject, type JsonObject } from './json.ts';

/** What a user who is not an admin may ask the Supervisor. */
const OPEN_TO_USERS = /^\/addons\/[^/]+\/info$/;

/** `supervisor/…`, known on HA OS only. */
export const supervisorCommands: CommandTable = {
  'supervisor/api': {
    admin: false,
    schema: { required: ['endpoint', 'method'], optional: ['data', 'params', 'timeout'] },
    run: callSupervisor,
  },
  'supervisor/subscribe': { admin: true, schema: {}, run: subscribe },
};

function callSupervisor({ home, token }: Caller, message: JsonObject): unknown {
  const { endpoint, method, data } = message;
  const path = typeof endpoint === 'string' ? endpoint : '';
  if (!token.user.isAdmin && !OPEN_TO_USERS.test(path)) throw new CommandError('unauthorized', 'Unauthorized');
  if (!home.supervisor) throw new CommandError('unknown_command', 'Unknown command.');
  return home.supervisor.call(path, typeof method === 'string' ? method : 'get', isObject(data) ? data : {});
}

function subscribe({ home, sendEvent, onClose }: Caller, _message: JsonObject, id: number): unknown {
  const stop = home.supervisor?.subscribe((event) => sendEvent(id, event));
  if (stop) onClose(stop);
  return null;
}
