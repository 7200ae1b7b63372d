import type WebSocket from 'ws';
import type { RawData } from 'ws';
import { z } from 'zod';
import { AppError } from '../errors/app-error.ts';
import type { Clock } from '../ports/clock.ts';
import { withDeadline } from './deadline.ts';
import { CommandRefused } from './errors.ts';
import { jsonOf, openHandshake, type HandshakeOptions } from './handshake.ts';
import type { Timeouts } from './options.ts';

/** A WebSocket command without its id. */
export type Command = Readonly<Record<string, unknown>> & { readonly type: string };

export type SocketOptions = Omit<HandshakeOptions, 'ms'> & { readonly timeouts: Timeouts };

const message = z.object({
  id: z.number().nullish(),
  type: z.string(),
  success: z.boolean().optional(),
  result: z.unknown().optional(),
  error: z.object({ code: z.union([z.string(), z.number()]), message: z.string().catch('') }).optional(),
  event: z.unknown().optional(),
});
/** Home Assistant joins what is ready within one turn of its loop: never as many. */
const maxJoined = 10_000;
const frame = z.union([message.transform((one) => [one]), z.array(z.unknown()).max(maxJoined).pipe(z.array(message))]);
type Message = z.infer<typeof message>;

interface Waiting {
  readonly command: string;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** Answer to our close frame; Home Assistant's is immediate. */
const closeMs = 2_000;

/** `closed`: the other side said goodbye, as it does when it stops and when the token is deleted. */
const lost = (reason: 'connection-lost' | 'closed' = 'connection-lost'): AppError =>
  new AppError('ha.unreachable', { reason });
const goodbye = 1000;

/**
 * One authenticated WebSocket. It ends once and for all: with `close()`, when the other side ends it, or when the other side
 * was silent for too long. Nothing is tried again here (`Link` does), and nothing is logged: frames hold secrets.
 */
export class HaSocket {
  readonly haVersion: string;
  /** Resolves when the socket has ended, for whatever reason. */
  readonly closed: Promise<void>;
  readonly #ws: WebSocket;
  readonly #clock: Clock;
  readonly #timeouts: Timeouts;
  readonly #waiting = new Map<number, Waiting>();
  readonly #listeners = new Map<number, (event: unknown) => void>();
  readonly #end = new AbortController();
  #lastId = 0;
  #lastHeard: Date;
  #heard = 0;

  static async open(options: SocketOptions, signal: AbortSignal): Promise<HaSocket> {
    const { ws, haVersion } = await openHandshake({ ...options, ms: options.timeouts.handshake }, signal);
    return new HaSocket(ws, haVersion, options.clock, options.timeouts);
  }

  private constructor(ws: WebSocket, haVersion: string, clock: Clock, timeouts: Timeouts) {
    this.haVersion = haVersion;
    this.#ws = ws;
    this.#clock = clock;
    this.#timeouts = timeouts;
    this.#lastHeard = clock.now();
    this.closed = new Promise((resolve) => (ws.readyState === ws.CLOSED ? resolve() : ws.once('close', resolve)));
    ws.on('message', (data) => this.#receive(data));
    ws.on('ping', () => this.#hear());
    ws.once('close', (code) => this.#ended(code));
    if (ws.readyState !== ws.OPEN) this.#ended();
    else this.#send({ type: 'supported_features', features: { coalesce_messages: 1 } }, ++this.#lastId);
    void this.#stayAlive();
  }

  isOpen(): boolean {
    return !this.#end.signal.aborted && this.#ws.readyState === this.#ws.OPEN;
  }

  /** Milliseconds since the other side was last heard, by the wall clock: a computer that slept finds a long time. */
  get silentMs(): number {
    return this.#clock.now().getTime() - this.#lastHeard.getTime();
  }

  /** Throws `CommandRefused` for Home Assistant's "no", `ha.unreachable` when no answer came, `sync.cancelled`. */
  async request(command: Command, signal: AbortSignal, ms: number = this.#timeouts.request): Promise<unknown> {
    return this.#ask(++this.#lastId, command, signal, ms);
  }

  /** Resolves when Home Assistant confirmed; events may come before that. Gives what ends the subscription. */
  async subscribe(
    command: Command,
    onEvent: (event: unknown) => void,
    signal: AbortSignal,
    ms: number = this.#timeouts.request,
  ): Promise<() => void> {
    const id = ++this.#lastId;
    this.#listeners.set(id, onEvent);
    try {
      await this.#ask(id, command, signal, ms);
    } catch (error) {
      this.#listeners.delete(id);
      throw error;
    }
    return () => {
      if (!this.#listeners.delete(id) || !this.isOpen()) return;
      this.#send({ type: 'unsubscribe_events', subscription: id }, ++this.#lastId);
    };
  }

  /** Ends the socket if the other side does not answer; then throws `ha.unreachable`. */
  async checkAlive(signal: AbortSignal): Promise<void> {
    if (!this.isOpen()) throw lost();
    try {
      await withDeadline({ clock: this.#clock, ms: this.#timeouts.ping, signal, late: () => lost() }, async () => {
        const answered = new Promise((resolve) => this.#ws.once('pong', resolve));
        this.#ws.ping();
        await Promise.race([answered, this.closed]);
        if (!this.isOpen()) throw lost();
      });
      this.#hear();
    } catch (error) {
      if (!signal.aborted) this.#ws.terminate();
      throw error;
    }
  }

  /** Says goodbye and waits for the answer, but not for long. */
  async close(): Promise<void> {
    this.#ended();
    this.#ws.close(1000);
    const late = new AbortController();
    const given = this.#clock.wait(closeMs, late.signal).then(
      () => this.#ws.terminate(),
      () => undefined, // Closed in time.
    );
    await this.closed;
    late.abort();
    await given;
  }

  async #ask(id: number, command: Command, signal: AbortSignal, ms: number): Promise<unknown> {
    if (!this.isOpen()) throw lost();
    const late = (): AppError => {
      // Nobody knows whether the command or the whole connection hangs.
      this.checkAlive(this.#end.signal).catch(() => undefined);
      return new AppError('ha.unreachable', { reason: 'no-answer', command: command.type });
    };
    try {
      return await withDeadline({ clock: this.#clock, ms, signal, late }, async () => {
        return new Promise((resolve, reject) => {
          this.#waiting.set(id, { command: command.type, resolve, reject });
          this.#send(command, id);
        });
      });
    } finally {
      this.#waiting.delete(id);
    }
  }

  #send(command: Command, id: number): void {
    this.#ws.send(JSON.stringify({ ...command, id }));
  }

  #receive(data: RawData): void {
    this.#hear();
    const read = frame.safeParse(jsonOf(data));
    if (!read.success) {
      // Not Home Assistant's language: whatever is waited for will not come.
      this.#ws.terminate();
      return;
    }
    for (const one of read.data) this.#dispatch(one);
  }

  /** Kinds of messages are an open set: unknown ones, and answers nobody waits for any more, are passed over. */
  #dispatch({ id, type, success, result, error, event }: Message): void {
    if (typeof id !== 'number') return;
    if (type === 'event') this.#listeners.get(id)?.(event);
    const waiting = this.#waiting.get(id);
    if (type !== 'result' || !waiting) return;
    if (success === true) waiting.resolve(result);
    else waiting.reject(new CommandRefused(waiting.command, String(error?.code ?? 'unknown'), error?.message ?? ''));
  }

  #hear(): void {
    this.#heard += 1;
    this.#lastHeard = this.#clock.now();
  }

  /** Silence means a dead line (sleep, cable, power): nothing else would tell. */
  async #stayAlive(): Promise<void> {
    const { signal } = this.#end;
    try {
      for (;;) {
        const before = this.#heard;
        await this.#clock.wait(this.#timeouts.silence, signal);
        if (this.#heard === before) await this.checkAlive(signal);
      }
    } catch {
      // The socket has ended; `closed` tells.
    }
  }

  #ended(code?: number): void {
    this.#end.abort();
    this.#listeners.clear();
    for (const { reject } of this.#waiting.values()) reject(lost(code === goodbye ? 'closed' : 'connection-lost'));
  }
}
