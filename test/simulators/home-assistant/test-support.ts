import { afterEach } from 'vitest';
import { ask, TestSocket, type TestResponse } from './client.ts';
import { startHomeAssistantSimulator, type HomeAssistantSimulator, type SimulatorOptions } from './index.ts';
import { isObject, type JsonObject } from './json.ts';

export type Start = (options?: SimulatorOptions) => Promise<HomeAssistantSimulator>;

/** Starts simulators that end with the test. */
export function simulators(): Start {
  const running: HomeAssistantSimulator[] = [];
  afterEach(() => Promise.all(running.splice(0).map((simulator) => simulator.stop())));
  return async (options = {}) => {
    const simulator = await startHomeAssistantSimulator(options);
    running.push(simulator);
    return simulator;
  };
}

export function login(simulator: HomeAssistantSimulator): Promise<TestSocket> {
  return TestSocket.login(simulator.url, simulator.token);
}

/** One command, answered. */
export async function command(simulator: HomeAssistantSimulator, message: JsonObject): Promise<JsonObject> {
  const socket = await login(simulator);
  socket.send({ id: 1, ...message });
  const answer = await socket.waitFor(({ id, type }) => id === 1 && type === 'result');
  socket.close();
  return answer;
}

export function download(
  simulator: HomeAssistantSimulator,
  id: string,
  headers: Record<string, string> = {},
  onBytes?: (soFar: number) => void,
): Promise<TestResponse> {
  const agent = simulator.install === 'os' ? 'hassio.local' : 'backup.local';
  const all = { Authorization: `Bearer ${simulator.token}`, ...headers };
  return ask(simulator.url, 'GET', `/api/backup/download/${id}?agent_id=${agent}`, all, onBytes);
}

/** Creates a backup and collects the events until the manager is idle again. */
export async function create(simulator: HomeAssistantSimulator, message: JsonObject): Promise<JsonObject[]> {
  const socket = await login(simulator);
  socket.send({ id: 1, type: 'backup/subscribe_events' });
  socket.send({ id: 2, ...message });
  const events = (): JsonObject[] => socket.messages.flatMap(({ event }) => (isObject(event) ? [event] : []));
  await socket.waitFor(() => events().length > 2 && events().at(-1)?.['manager_state'] === 'idle');
  socket.close();
  return events();
}
