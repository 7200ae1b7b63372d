import { CommandError } from './command-error.ts';
import type { Caller, CommandTable } from './commands.ts';
import { setTimeout as sleep } from 'node:timers/promises';
import { isObject, textOf, type JsonObject } from './json.ts';

const TIMEOUT_SECONDS = 10;
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

async function callSupervisor({ home, token }: Caller, message: JsonObject): Promise<unknown> {
  const { endpoint, method, data, timeout = TIMEOUT_SECONDS } = message;
  const path = typeof endpoint === 'string' ? endpoint : '';
  if (!token.user.isAdmin && !OPEN_TO_USERS.test(path)) throw new CommandError('unauthorized', 'Unauthorized');
  if (!home.supervisor) throw new CommandError('unknown_command', 'Unknown command.');
  // Such a path leaves the Supervisor's API: its answer is no JSON.
  if (path.includes('/../')) throw new CommandError('unknown_error', '');
  const answer = home.supervisor.call(path, textOf(method), isObject(data) ? data : {});
  return typeof timeout === 'number' ? Promise.race([answer, tooLate(timeout)]) : answer;
}

/** Core gives up without a word; what the Supervisor does goes on. */
async function tooLate(seconds: number): Promise<never> {
  await sleep(seconds * 1000, undefined, { ref: false });
  throw new CommandError('unknown_error', '');
}

function subscribe({ home, sendEvent, onClose }: Caller, _message: JsonObject, id: number): unknown {
  const stop = home.supervisor?.subscribe((event) => sendEvent(id, event));
  if (stop) onClose(stop);
  return null;
}
