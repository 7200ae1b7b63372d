import { TestSocket } from '../simulators/home-assistant/client.ts';
import type { JsonObject } from '../simulators/home-assistant/json.ts';
import { CheckFailed } from './check.ts';

/** One command to Home Assistant past our own code: for what the program itself never does there. */
export const tell = async (
  { url, token }: { readonly url: string; readonly token: string },
  command: JsonObject & { type: string },
): Promise<unknown> => {
  const socket = await TestSocket.login(url, token);
  try {
    socket.send({ id: 1, ...command });
    const answer = await socket.take(({ id, type }) => id === 1 && type === 'result');
    if (answer['success'] !== true) {
      throw new CheckFailed(`Home Assistant refused ${command.type}: ${JSON.stringify(answer['error'])}`);
    }
    return answer['result'];
  } finally {
    socket.close();
  }
};
