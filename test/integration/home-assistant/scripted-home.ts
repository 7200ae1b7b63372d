import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';

type Json = Readonly<Record<string, unknown>>;

/** One message of the client; answer with `send` as one likes. */
export type Script = (message: Json, socket: ScriptedSocket) => void;

export class ScriptedSocket {
  readonly ws: WebSocket;
  constructor(ws: WebSocket) {
    this.ws = ws;
  }
  send(message: unknown): void {
    this.ws.send(JSON.stringify(message));
  }
  result(id: unknown, result: unknown): void {
    this.send({ id, type: 'result', success: true, result });
  }
  event(id: unknown, event: unknown): void {
    this.send({ id, type: 'event', event });
  }
  refuse(id: unknown, code: string, message = ''): void {
    this.send({ id, type: 'result', success: false, error: { code, message } });
  }
}

export interface ScriptedHome {
  readonly url: string;
  /** All messages after the login. */
  readonly messages: readonly Json[];
  readonly sockets: ReadonlySet<WebSocket>;
  /** Pings of the client. */
  readonly pings: () => number;
  stop(): Promise<void>;
}

export interface Behaviour {
  /** Answers pings of the client. Default true. */
  readonly answersPings?: boolean;
  /** Instead of the usual login. */
  readonly greet?: (socket: ScriptedSocket) => void;
}

const manifest = JSON.stringify({ name: 'Home Assistant' });

/** A Home Assistant of a few lines, for what a well-behaved one never does. */
export const startScriptedHome = async (script: Script, behaviour: Behaviour = {}): Promise<ScriptedHome> => {
  const messages: Json[] = [];
  const sockets = new Set<WebSocket>();
  let pings = 0;
  const server = createServer((_request, response) => response.end(manifest));
  const acceptor = new WebSocketServer({ server, path: '/api/websocket', autoPong: behaviour.answersPings ?? true });
  acceptor.on('connection', (ws) => {
    const socket = new ScriptedSocket(ws);
    sockets.add(ws);
    ws.on('close', () => sockets.delete(ws));
    ws.on('ping', () => (pings += 1));
    ws.on('message', (data: Buffer) => {
      const message = JSON.parse(data.toString()) as Json;
      if (message['type'] === 'auth') socket.send({ type: 'auth_ok', ha_version: '2026.11.0' });
      else {
        messages.push(message);
        script(message, socket);
      }
    });
    if (behaviour.greet) behaviour.greet(socket);
    else socket.send({ type: 'auth_required', ha_version: '2026.11.0' });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    messages,
    sockets,
    pings: () => pings,
    stop: () => {
      for (const ws of sockets) ws.terminate();
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
};

/** What a running Home Assistant OS says that has no backups and no settings for them. */
export const ordinaryAnswers: Readonly<Record<string, unknown>> = {
  get_config: { components: ['backup', 'hassio'], location_name: 'x', state: 'RUNNING', version: '2026.11.0' },
  'auth/current_user': { is_admin: true },
  'backup/agents/info': { agents: [{ agent_id: 'hassio.local' }] },
  'backup/info': { backups: [], agent_errors: {}, state: 'idle' },
  'backup/config/info': {
    config: {
      create_backup: { agent_ids: [], password: null },
      retention: { copies: null, days: null },
      schedule: { recurrence: 'never' },
    },
  },
};
