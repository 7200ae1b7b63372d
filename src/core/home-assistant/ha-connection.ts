import { endsByItself } from '../../shared/problems/rules.ts';
import { setMaxListeners } from 'node:events';
import type { z } from 'zod';
import { AppError, toAppError } from '../errors/app-error.ts';
import type { Clock } from '../ports/clock.ts';
import type { Logger } from '../ports/logger.ts';
import { deferred } from './deferred.ts';
import { CommandRefused } from './errors.ts';
import type { Timeouts } from './options.ts';
import { HaSocket, type Command } from './socket.ts';
import type { TlsTrust } from './tls.ts';
import type { TokenUse } from './token-use.ts';

export interface LinkOptions {
  readonly url: string;
  readonly tls: TlsTrust | undefined;
  readonly tokenUse: TokenUse;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly timeouts: Timeouts;
}

/** A subscription that outlives connections. */
export interface Subscription {
  readonly command: Command;
  onEvent(event: unknown): void;
  /** Subscribed again after the connection was lost. */
  onBack?(): void;
  /** Home Assistant refused the subscription. Without this it is tried again like a lost connection. */
  onRefused?(refusal: CommandRefused): void;
}

interface Watch {
  readonly watcher: Subscription;
  /** On which it is subscribed, and how that ends. */
  socket: HaSocket | undefined;
  stop: (() => void) | undefined;
  /** A try to subscribe failed, so something may have happened unseen. */
  missed: boolean;
}

/** Seconds between tries to come back, then every 5 minutes: a restart takes one or two, a holiday lasts weeks. */
const backOffSeconds = [1, 2, 5, 10, 15, 15, 15, 15, 30, 30, 60, 60, 120, 300];

/** Home Assistant pings every 55 s; a socket that heard nothing for longer is asked before it is trusted with a command. */
const doubtMs = 75_000;

/**
 * The one socket to a Home Assistant: opened when needed, shared by all, opened again automatically only while somebody watches,
 * and never after an answer that only a person can change.
 */
export class HaConnection {
  readonly #options: LinkOptions;
  readonly #end = new AbortController();
  readonly #watches = new Set<Watch>();
  #socket: HaSocket | undefined;
  #opening: Promise<HaSocket> | undefined;
  #returning = false;
  #nap = new AbortController();

  constructor(options: LinkOptions) {
    this.#options = options;
    setMaxListeners(0, this.#end.signal); // One per waiting command.
  }

  /** The socket, alive and authenticated. */
  async open(signal: AbortSignal): Promise<HaSocket> {
    if (this.#end.signal.aborted) throw new AppError('sync.cancelled');
    const current = this.#socket;
    if (current?.isOpen()) {
      if (current.silentMs < doubtMs) return current;
      await current.checkAlive(signal).catch((error: unknown) => {
        if (signal.aborted) throw error;
      });
      if (current.isOpen()) return current;
    }
    this.#opening ??= this.#openNew().finally(() => {
      this.#opening = undefined;
    });
    return cancellable(this.#opening, signal);
  }

  /** Sends a command and reads its result. Throws `CommandRefused`, `ha.protocol`, and what opening a socket throws. */
  async ask<T>(command: Command, schema: z.ZodType<T>, signal: AbortSignal, ms?: number): Promise<T> {
    const socket = await this.open(signal);
    const result = schema.safeParse(await socket.request(command, signal, ms));
    if (result.success) return result.data;
    // The value itself may be a secret: only where it does not fit is told.
    throw new AppError('ha.protocol', { command: command.type, at: result.error.issues[0]?.path.join('.') ?? '' });
  }

  /** Subscribes until `pick` finds what it looks for, then unsubscribes. */
  async first<T>(
    command: Command,
    pick: (event: unknown) => T | undefined,
    signal: AbortSignal,
    ms: number,
  ): Promise<T> {
    const socket = await this.open(signal);
    const found = deferred<T>();
    const stop = await socket.subscribe(
      command,
      (event) => {
        const picked = pick(event);
        if (picked !== undefined) found.resolve(picked);
      },
      signal,
      ms,
    );
    const late = new AbortController();
    const { clock } = this.#options;
    try {
      return await Promise.race([
        found.promise,
        socket.closed.then(() => Promise.reject(new AppError('ha.unreachable', { reason: 'connection-lost' }))),
        clock.wait(ms, AbortSignal.any([signal, late.signal])).then(() => {
          throw new AppError('ha.unreachable', { reason: 'no-answer', command: command.type });
        }),
      ]);
    } finally {
      late.abort();
      stop();
    }
  }

  /** Keeps a subscription over lost connections; opens the socket in the background. Gives what ends it. */
  watch(watcher: Subscription): () => void {
    const watch: Watch = { watcher, socket: undefined, stop: undefined, missed: false };
    this.#watches.add(watch);
    void this.#return();
    return () => {
      this.#watches.delete(watch);
      watch.stop?.();
    };
  }

  /** Ends the socket and every watch. */
  async close(): Promise<void> {
    this.#end.abort();
    this.#watches.clear();
    await this.#opening?.catch(() => undefined); // Told to the caller that asked for it.
    await this.#socket?.close();
  }

  async #openNew(): Promise<HaSocket> {
    const { url, tls, tokenUse, clock, timeouts, logger } = this.#options;
    const { signal } = this.#end;
    try {
      const taken = await tokenUse.take(url);
      const socket = await HaSocket.open({ url, tls, ...taken, clock, timeouts }, signal);
      logger.debug('ha.connected', { url, version: socket.haVersion });
      this.#socket = socket;
      void socket.closed.then(() => {
        if (!signal.aborted) logger.debug('ha.disconnected', { url });
        void this.#return();
      });
      this.#nap.abort();
      void this.#return();
      return socket;
    } catch (error) {
      throw tokenUse.heed(error);
    }
  }

  /** Opens and subscribes again until all watches are served, they are gone, or only a person can help. */
  async #return(): Promise<void> {
    if (this.#returning) return;
    this.#returning = true;
    const { clock, logger } = this.#options;
    const { signal } = this.#end;
    try {
      for (let attempt = 0; this.#unserved().length > 0 && !signal.aborted; attempt += 1) {
        // A watch that was added meanwhile is served at once; a connection that broke again is waited for.
        if ((await this.#serveAll()) && this.#socket?.isOpen()) continue;
        for (const watch of this.#unserved()) watch.missed = true;
        const seconds = backOffSeconds[Math.min(attempt, backOffSeconds.length - 1)] ?? 0;
        this.#nap = new AbortController();
        const woken = AbortSignal.any([signal, this.#nap.signal]);
        await clock.wait(seconds * 1_000, woken).catch(() => undefined); // Somebody else opened a socket, or it is the end.
      }
    } catch (thrown) {
      if (!signal.aborted) logger.warn('ha.gave-up-reconnecting', { code: toAppError(thrown).code });
    } finally {
      this.#returning = false;
    }
  }

  #unserved(): Watch[] {
    return [...this.#watches].filter(({ socket }) => !socket?.isOpen());
  }

  /** Whether it worked. Throws when trying again is not for a program to decide. */
  async #serveAll(): Promise<boolean> {
    const { signal } = this.#end;
    try {
      const socket = await this.open(signal);
      for (const watch of this.#unserved()) await this.#serve(watch, socket);
      return true;
    } catch (thrown) {
      const error = toAppError(thrown);
      if (!endsByItself(error.code)) throw error;
      this.#options.logger.debug('ha.reconnecting', { code: error.code });
      return false;
    }
  }

  async #serve(watch: Watch, socket: HaSocket): Promise<void> {
    const { watcher } = watch;
    const returns = watch.missed || watch.socket !== undefined;
    const onEvent = (event: unknown): void => {
      if (this.#watches.has(watch)) watcher.onEvent(event);
    };
    try {
      const stop = await socket.subscribe(watcher.command, onEvent, this.#end.signal);
      if (!this.#watches.has(watch)) {
        stop();
        return;
      }
      watch.stop = stop;
      watch.socket = socket;
    } catch (error) {
      if (!(error instanceof CommandRefused)) throw error;
      // While it starts Home Assistant knows nothing of subscriptions that it has a minute later.
      if (!watcher.onRefused) throw new AppError('ha.starting', { command: error.command, answer: error.code });
      this.#watches.delete(watch);
      watcher.onRefused(error);
      return;
    }
    if (returns) watcher.onBack?.();
  }
}

/** Lets go of a shared promise when the caller cancels; the promise itself goes on. */
const cancellable = async <T>(promise: Promise<T>, signal: AbortSignal): Promise<T> => {
  const cancelled = deferred<never>();
  const cancel = (): void => cancelled.reject(new AppError('sync.cancelled'));
  signal.addEventListener('abort', cancel, { once: true });
  if (signal.aborted) cancel();
  try {
    return await Promise.race([promise, cancelled.promise]);
  } finally {
    signal.removeEventListener('abort', cancel);
  }
};
