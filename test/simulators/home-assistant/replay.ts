import { ask, TestSocket, type TestResponse } from './client.ts';
import type { HomeAssistantSimulator } from './index.ts';
import { isObject, textOf, type JsonObject } from './json.ts';
import { describeBody, normalise, normaliseHeaders } from './normalise.ts';
import { recordedArchive, type Entry } from './recording.ts';

/** What one side said on one socket, or to one request, in comparable form. */
export interface Said {
  readonly where: string;
  readonly what: unknown;
}

export interface ReplayRules {
  /** Entries that the simulator does not know; a skipped command's result is skipped too. */
  readonly skip?: (entry: Entry) => boolean;
  /** The token that stands for TOKEN in a message or request. */
  readonly token?: (entry: Entry, minted: string | undefined) => string | undefined;
  /** Runs before an entry is replayed. */
  readonly before?: (entry: Entry) => Promise<void> | void;
  /** Compare events and results in two rows: their mutual order depends on who is faster. */
  readonly rows?: boolean;
}

/** Plays the client side of a recording and collects both sides' answers. */
export class Replay {
  readonly recorded: Said[] = [];
  readonly simulated: Said[] = [];
  readonly #simulator: HomeAssistantSimulator;
  readonly #sockets = new Map<string, TestSocket>();
  /** Recorded backup ids and tokens → the simulator's. */
  readonly #ids: Map<string, string>;
  #mintedToken: string | undefined;

  constructor(simulator: HomeAssistantSimulator, ids: Map<string, string>) {
    this.#simulator = simulator;
    this.#ids = ids;
  }

  async run(entries: readonly Entry[], rules: ReplayRules): Promise<void> {
    const skipped = new Set<string>();
    for (const [index, entry] of entries.entries()) {
      if (isSkipped(entry, rules, skipped)) continue;
      await rules.before?.(entry);
      await this.#play(entry, entries[index + 1], rules);
    }
    for (const socket of this.#sockets.values()) socket.close();
  }

  async #play(entry: Entry, next: Entry | undefined, rules: ReplayRules): Promise<void> {
    if (entry.http && entry.response) await this.#http(entry, rules);
    const { ws } = entry;
    if (ws === undefined) return;
    const known = this.#sockets.get(ws);
    const socket = known && !entry.open ? known : new TestSocket(this.#simulator.url);
    this.#sockets.set(ws, socket);
    if (entry.open) {
      const recorded = {
        status: Number(entry.open.status.split(' ')[1]),
        headers: normaliseHeaders(entry.open.headers),
      };
      const { status, headers } = await socket.answer();
      this.#note(`${ws} open`, recorded, { status, headers: normaliseHeaders(headers) });
    }
    if (entry.send) socket.send(this.#translate(entry, next, rules));
    if (entry.receive) await this.#receive(entry, socket, rules);
    if (entry.closed) this.#note(`${ws} closed`, entry.closed, await socket.end());
  }

  #note(where: string, recorded: unknown, simulated: unknown): void {
    this.recorded.push({ where, what: recorded });
    this.simulated.push({ where, what: simulated });
  }

  async #receive(entry: Entry, socket: TestSocket, rules: ReplayRules): Promise<void> {
    const recorded = entry.receive ?? {};
    const isEvent = (message: JsonObject): boolean => message['type'] === 'event';
    const message = rules.rows
      ? await socket.take((candidate) => isEvent(candidate) === isEvent(recorded))
      : await socket.next();
    this.#learn(recorded['result'], message['result']);
    const known = this.#withoutUnknown(recorded);
    this.#note(`${entry.ws ?? ''} ${String(recorded['id'])}`, normalise(known), normalise(message));
  }

  /** Recorded ids are found again by the name of the backup, or as the answer of the same command. */
  #learn(recorded: unknown, simulated: unknown): void {
    if (typeof recorded === 'string' && typeof simulated === 'string') this.#mintedToken = simulated;
    this.#learnByName(listOf(recorded), listOf(simulated), 'id', 'client_name');
    if (!isObject(recorded) || !isObject(simulated)) return;
    const pair = (key: string): void => {
      const [from, to] = [recorded[key], simulated[key]];
      if (typeof from === 'string' && typeof to === 'string') this.#ids.set(from, to);
    };
    pair('backup_job_id');
    pair('job_id');
    for (const key of ['backup_id', 'slug']) {
      this.#learnByName(listOf(recorded['backups']), listOf(simulated['backups']), key, 'name');
    }
  }

  /** Backups that scenarios made which are not replayed. */
  #withoutUnknown(message: JsonObject): JsonObject {
    const { result } = message;
    if (!isObject(result) || !Array.isArray(result['backups'])) return message;
    const isKnown = (backup: JsonObject): boolean => this.#ids.has(textOf(backup['backup_id'] ?? backup['slug']));
    return { ...message, result: { ...result, backups: listOf(result['backups']).filter(isKnown) } };
  }

  #learnByName(recorded: JsonObject[], simulated: JsonObject[], idKey: string, nameKey: string): void {
    for (const item of recorded) {
      const same = simulated.find((other) => other[nameKey] === item[nameKey]);
      const [from, to] = [item[idKey], same?.[idKey]];
      if (typeof from === 'string' && typeof to === 'string' && !this.#ids.has(from)) this.#ids.set(from, to);
    }
  }

  #withIds(text: string): string {
    return text.replace(/[0-9a-f]{64}|[0-9a-f]{32}|[0-9a-f]{8}/g, (id) => this.#ids.get(id) ?? id);
  }

  #translate(entry: Entry, next: Entry | undefined, rules: ReplayRules): JsonObject {
    const message = JSON.parse(this.#withIds(JSON.stringify(entry.send))) as JsonObject;
    if (message['access_token'] !== 'TOKEN') return message;
    // A token that the real one refused has to be a bad one here too.
    const refused = next?.receive?.['type'] === 'auth_invalid';
    const token = rules.token?.(entry, this.#mintedToken) ?? (refused ? 'bad.bad.bad' : this.#simulator.token);
    return { ...message, access_token: token };
  }

  async #http(entry: Entry, rules: ReplayRules): Promise<void> {
    const { http, response } = entry;
    if (!http || !response) return;
    const headers = Object.fromEntries(
      Object.entries(http.headers).map(([name, value]) => [
        name,
        value.replace('TOKEN', this.#httpToken(entry, rules)),
      ]),
    );
    const etag = [...this.#ids].find(([from]) => Object.values(headers).includes(from));
    if (etag) for (const name of Object.keys(headers)) if (headers[name] === etag[0]) headers[name] = etag[1];
    const content = contentOf(http, this.#simulator.version);
    const path = this.#withIds(http.path);
    const answer = await ask(this.#simulator.url, http.method, path, headers, undefined, content);
    this.#learnEtag(response.headers, answer.headers);
    this.#learnWebhook(response.body, answer.body);
    const where = `${http.method} ${http.path} ${JSON.stringify(http.headers)}`;
    this.#note(where, recordedAnswer(response), simulatedAnswer(answer));
  }

  /** The token of the user who is no admin was TOKEN too: the real one answered with a bare 401. */
  #httpToken(entry: Entry, rules: ReplayRules): string {
    const bare = entry.response?.status === 401 && !entry.response.headers.some(([name]) => name === 'Content-Type');
    return rules.token?.(entry, this.#mintedToken) ?? (bare ? this.#simulator.userToken : this.#simulator.token);
  }

  #learnWebhook(recorded: unknown, simulated: Buffer): void {
    if (!isObject(recorded) || typeof recorded['webhook_id'] !== 'string') return;
    const answer = describeBody(simulated);
    if (isObject(answer)) this.#ids.set(recorded['webhook_id'], textOf(answer['webhook_id']));
  }

  #learnEtag(recorded: readonly [string, string][], simulated: readonly [string, string][]): void {
    const etagIn = (headers: readonly [string, string][]): string | undefined =>
      headers.find(([name]) => name === 'Etag')?.[1];
    const [from, to] = [etagIn(recorded), etagIn(simulated)];
    if (from !== undefined && to !== undefined) this.#ids.set(from, to);
  }
}

/** What a recorded upload sent, from its description. */
function contentOf({ headers, path, body }: NonNullable<Entry['http']>, version: string): Buffer | undefined {
  // What else was sent, the simulator looks at as little as at any body.
  if (isObject(body)) return Buffer.from(JSON.stringify(body));
  if (typeof body !== 'string' || !path.includes('/upload')) return undefined;
  const archive = recordedArchive(version);
  const boundary = /boundary=(.+)$/.exec(headers['Content-Type'] ?? '')?.[1];
  if (boundary === undefined) return archive;
  const name = /filename (.+), \d+ bytes$/.exec(body)?.[1] ?? 'plain.tar';
  const bytes = Number(/(\d+) bytes/.exec(body)?.[1]);
  const content = name === 'junk.tar' ? Buffer.alloc(bytes, 'no archive ') : archive.subarray(0, bytes);
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), content, Buffer.from(`\r\n--${boundary}--\r\n`)]);
}

/** The result of a command that was not sent is not expected either. */
function isSkipped(entry: Entry, rules: ReplayRules, skipped: Set<string>): boolean {
  const message = entry.send ?? entry.receive;
  const key = `${entry.ws ?? ''} ${String(message?.['id'])}`;
  if (entry.receive?.['type'] === 'result' && skipped.has(key)) return true;
  if (!rules.skip?.(entry)) return false;
  if (entry.send) skipped.add(key);
  return true;
}

const listOf = (value: unknown): JsonObject[] => (Array.isArray(value) ? value.filter(isObject) : []);

function bodyOf(body: unknown): unknown {
  if (!isObject(body) || typeof body['bytes'] !== 'number')
    return normalise(body === '' ? { bytes: 0, first16: '' } : body);
  return { bytes: body['bytes'] > 0 ? '<bytes>' : 0, first16: body['first16'] };
}

function recordedAnswer(response: NonNullable<Entry['response']>): unknown {
  return { status: response.status, headers: normaliseHeaders(response.headers), body: bodyOf(response.body) };
}

function simulatedAnswer(answer: TestResponse): unknown {
  const body = bodyOf(describeBody(answer.body));
  return { status: answer.status, headers: normaliseHeaders(answer.headers), body };
}
