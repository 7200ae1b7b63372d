import { fixedNetwork } from '../../support/fixed-network.ts';
import { createHash } from 'node:crypto';
import { inspect } from 'node:util';
import { onTestFinished } from 'vitest';
import { AppError } from '../../../src/core/errors/app-error.ts';
import { connect } from '../../../src/core/home-assistant/connect.ts';
import type { ConnectOptions, Timeouts } from '../../../src/core/home-assistant/options.ts';
import type { BackupDownload, BackupSource } from '../../../src/core/ports/backup-source.ts';
import type { Clock } from '../../../src/core/ports/clock.ts';
import type { LogFacts, Logger } from '../../../src/core/ports/logger.ts';
import {
  startHomeAssistantSimulator,
  type HomeAssistantSimulator,
  type SimulatorOptions,
} from '../../simulators/home-assistant/index.ts';

export const never = new AbortController().signal;

/** Runs after the test, last come first served. A hook of this file's own would be heard by the first test file of a worker alone. */
export const later = (cleanUp: () => Promise<unknown>): void =>
  onTestFinished(async () => {
    await cleanUp();
  });

/** A simulator that ends with the test. */
export const startHome = async (options: SimulatorOptions = {}): Promise<HomeAssistantSimulator> => {
  const home = await startHomeAssistantSimulator(options);
  later(() => home.stop());
  return home;
};

/** A connection that ends with the test. */
export const connected = async (options: ConnectOptions): Promise<BackupSource> => {
  const source = await connect(options, never);
  later(() => source.close());
  return source;
};

export const wallClock: Clock = {
  now: () => new Date(),
  wait: (ms, signal) =>
    new Promise((resolve, reject) => {
      const cancel = (): void => {
        clearTimeout(timer);
        reject(new AppError('sync.cancelled'));
      };
      const timer = setTimeout(() => {
        signal.removeEventListener('abort', cancel);
        resolve();
      }, ms);
      timer.unref();
      if (signal.aborted) cancel();
      else signal.addEventListener('abort', cancel, { once: true });
    }),
};

export interface LogLine {
  readonly event: string;
  readonly facts: LogFacts;
}

export class CollectingLogger implements Logger {
  readonly lines: LogLine[] = [];
  debug(event: string, facts: LogFacts = {}): void {
    this.lines.push({ event, facts });
  }
  info(event: string, facts: LogFacts = {}): void {
    this.debug(event, facts);
  }
  warn(event: string, facts: LogFacts = {}): void {
    this.debug(event, facts);
  }
  error(event: string, facts: LogFacts = {}): void {
    this.debug(event, facts);
  }
}

/** Nobody waits long in tests; what is to last is told by the test. */
const hasty: Partial<Timeouts> = { probe: 2_000, handshake: 2_000, request: 5_000, jobPoll: 10, discovery: 10 };

/** Options for a simulator, with nobody in the local network. */
export const optionsFor = (
  { url, token }: Pick<HomeAssistantSimulator, 'url' | 'token'>,
  more: Partial<ConnectOptions> = {},
): ConnectOptions => ({
  url,
  token: () => Promise.resolve(token),
  confirmedNetworks: [],
  allowedOrigin: null,
  network: fixedNetwork('loopback'),
  clock: wallClock,
  logger: new CollectingLogger(),
  discover: () => Promise.resolve([]),
  ...more,
  timeouts: { ...hasty, ...more.timeouts },
});

/** Connects, uses, closes. */
export const using = async <T>(options: ConnectOptions, use: (source: BackupSource) => Promise<T>): Promise<T> => {
  const source = await connect(options, never);
  try {
    return await use(source);
  } finally {
    await source.close();
  }
};

/** What a promise fails with; a success is a failure of the test. */
export const failureOf = async (promise: Promise<unknown>): Promise<AppError> => {
  let result: unknown;
  try {
    result = await promise;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    // Printed, causes and all, it must not show a token (simulators make JWTs) or a key in it.
    if (/eyJ[\w-]+\.|Bearer/.test(inspect(error, { depth: 10 }))) throw new Error('the error holds a token');
    return error;
  }
  throw new Error(`expected a failure, got ${JSON.stringify(result)}`);
};

export interface Received {
  readonly bytes: number;
  readonly sha256: string;
}

export const receive = async ({ body }: Pick<BackupDownload, 'body'>): Promise<Received> => {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of body) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { bytes, sha256: hash.digest('hex') };
};
