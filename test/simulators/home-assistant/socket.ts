import type { WebSocket } from 'ws';
import type { RefreshToken } from './auth.ts';
import { CommandError } from './command-error.ts';
import { findCommand, type Caller } from './commands.ts';
import type { Home } from './home.ts';
import { isObject, type JsonObject } from './json.ts';
import { checkFields, extraKey, wrongValue } from './schema.ts';
import type { VersionTraits } from './versions.ts';

export interface SessionSettings {
  readonly heartbeatMs: number;
  readonly authTimeoutMs: number;
  readonly closeSessionsOf: (tokenId: string) => void;
}

/** One connection to `/api/websocket`: first the login, then commands with increasing ids. */
export class Session {
  token: RefreshToken | undefined;
  readonly #socket: WebSocket;
  readonly #home: Home;
  readonly #settings: SessionSettings;
  readonly #cleanUps: (() => void)[] = [];
  #coalesce = false;
  #queue: JsonObject[] = [];
  #lastId = 0;

  constructor(socket: WebSocket, home: Home, settings: SessionSettings) {
    this.#socket = socket;
    this.#home = home;
    this.#settings = settings;
    const authTimer = setTimeout(() => {
      if (!this.token) this.close();
    }, settings.authTimeoutMs);
    const heartbeat = setInterval(() => socket.ping(), settings.heartbeatMs);
    this.#cleanUps.push(
      () => clearTimeout(authTimer),
      () => clearInterval(heartbeat),
    );
    socket.on('message', (data: Buffer) => this.#receive(data.toString('utf8')));
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      for (const cleanUp of this.#cleanUps.splice(0)) cleanUp();
    });
    this.#send({ type: 'auth_required', ha_version: home.traits.name });
  }

  /** Whatever the reason, Home Assistant closes with 1000. */
  close(): void {
    this.#flush();
    this.#socket.close(1000);
  }

  kill(): void {
    this.#socket.terminate();
  }

  #send(message: JsonObject): void {
    this.#queue.push(message);
    if (!this.#coalesce) this.#flush();
    else if (this.#queue.length === 1) setImmediate(() => this.#flush());
  }

  /** With `coalesce_messages`, what is ready at once goes out as one array. */
  #flush(): void {
    const messages = this.#queue;
    this.#queue = [];
    if (messages.length === 0 || this.#socket.readyState !== this.#socket.OPEN) return;
    this.#socket.send(JSON.stringify(messages.length === 1 ? messages[0] : messages));
  }

  #receive(raw: string): void {
    const message = parse(raw);
    if (!message) this.close();
    else if (this.token) void this.#answer(message);
    else this.#login(message);
  }

  #login(message: JsonObject): void {
    const { auth, log, traits, clock } = this.#home;
    const jwt = typeof message['access_token'] === 'string' ? message['access_token'] : undefined;
    const malformed = message['type'] === 'auth' ? undefined : malformedAuth(message, traits.schemaWords);
    const token = malformed === undefined && jwt !== undefined ? auth.find(jwt) : undefined;
    if (token) {
      log.add({ kind: 'ws', what: 'auth', token: auth.kindOf(jwt) });
      auth.countLogin();
      token.lastUsedAt = clock.isoNow();
      this.token = token;
      this.#send({ type: 'auth_ok', ha_version: traits.name });
      return;
    }
    if (malformed === undefined) {
      log.add({ kind: 'ws', what: 'auth', token: 'bad' });
      auth.countFailure('bad');
    }
    this.#send({ type: 'auth_invalid', message: malformed ?? 'Invalid access token or password' });
    this.close();
  }

  async #answer(message: JsonObject): Promise<void> {
    const { id, type } = message;
    if (typeof id !== 'number' || typeof type !== 'string') {
      this.#fail(null, new CommandError('invalid_format', 'Message incorrectly formatted.'));
      return;
    }
    this.#home.log.add({ kind: 'ws', what: type, token: this.token?.user.isAdmin ? 'admin' : 'user' });
    if (id <= this.#lastId) {
      this.#fail(id, new CommandError('id_reuse', 'Identifier values have to increase.'));
      return;
    }
    this.#lastId = id;
    if (this.#home.faults.take(['no-answer'], { command: type })) return;
    try {
      const result = await this.#run(id, type, message);
      if (result !== undefined) this.#send({ id, type: 'result', success: true, result });
    } catch (error) {
      this.#fail(id, error instanceof CommandError ? error : new CommandError('unknown_error', String(error)));
    }
  }

  #run(id: number, type: string, message: JsonObject): unknown {
    if (type === 'ping') {
      this.#send({ id, type: 'pong' });
      return undefined;
    }
    if (type === 'supported_features') {
      const { features } = message;
      this.#coalesce = isObject(features) && features['coalesce_messages'] === 1;
      return null;
    }
    const fault = this.#home.faults.take(['command-error'], { command: type });
    if (fault) throw new CommandError(fault.code ?? 'unknown_error', fault.message ?? 'Unknown error');
    const command = findCommand(this.#home, type);
    if (!command || !this.token) throw new CommandError('unknown_command', 'Unknown command.');
    checkFields(message, command.schema, this.#home.traits.schemaWords);
    if (command.admin && !this.token.user.isAdmin) throw new CommandError('unauthorized', 'Unauthorized');
    return command.run(this.#caller(this.token), message, id);
  }

  #caller(token: RefreshToken): Caller {
    return {
      home: this.#home,
      token,
      sendEvent: (id, event) => this.#send({ id, type: 'event', event }),
      onClose: (cleanUp) => this.#cleanUps.push(cleanUp),
      closeSessionsOf: (tokenId) => this.#settings.closeSessionsOf(tokenId),
    };
  }

  #fail(id: number | null, error: CommandError): void {
    const { code, message } = error;
    this.#send({ id, type: 'result', success: false, error: { code, message } });
  }
}

function malformedAuth(message: JsonObject, words: VersionTraits['schemaWords']): string {
  const extra = Object.keys(message).filter((key) => !['type', 'access_token', 'api_password'].includes(key));
  const problems = extra.map((key) => extraKey(words, key, message[key]));
  problems.push(wrongValue(words, 'type', message['type']));
  return `Auth message incorrectly formatted: ${problems.join('\n')}`;
}

function parse(raw: string): JsonObject | undefined {
  try {
    const value = JSON.parse(raw) as unknown;
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
