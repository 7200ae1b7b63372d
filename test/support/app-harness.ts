import { fixedNetwork } from './fixed-network.ts';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freeBytes } from '../../src/adapters/disk-space.ts';
import { proveHere } from '../../src/adapters/prove-here.ts';
import { openProcessTable } from '../../src/adapters/process-table.ts';
import { SettingsJsonFile } from '../../src/adapters/settings-file.ts';
import { SystemClock } from '../../src/adapters/system-clock.ts';
import { createApp, type App } from '../../src/core/app.ts';
import type { AppPorts } from '../../src/core/app-ports.ts';
import { AppError } from '../../src/core/errors/app-error.ts';
import type { LogFacts, Logger } from '../../src/core/ports/logger.ts';
import { itemOf, parseItem } from '../../src/adapters/keychain-store.ts';
import type { Secrets, SecretStore } from '../../src/core/ports/secret-store.ts';
import type { ErrorCode } from '../../src/shared/error-codes.ts';
import type { AppleSimulator } from '../simulators/apple/index.ts';
import type { HomeAssistantSimulator } from '../simulators/home-assistant/index.ts';

/** A keychain in memory, so that a second "start of the program" on the same computer finds it again. */
export class MemoryStore implements SecretStore {
  readonly kind = 'keychain';
  #item: string | undefined;

  constructor(held?: Secrets) {
    if (held) this.#item = itemOf(held);
  }

  // Not earlier than a real one: what is too long, or cannot be read, is refused by the promise.
  read(): Promise<Secrets | undefined> {
    return Promise.resolve().then(() => (this.#item === undefined ? undefined : parseItem(this.#item)));
  }
  write(secrets: Secrets): Promise<void> {
    return Promise.resolve().then(() => {
      this.#item = itemOf(secrets);
    });
  }
  remove(): Promise<void> {
    this.#item = undefined;
    return Promise.resolve();
  }
}

/** The time as it is, or as much later as a test says; waiting takes its real time, for deadlines are made of it. */
export class TestClock extends SystemClock {
  #offsetMs: number;

  constructor(offsetMs = 0) {
    super();
    this.#offsetMs = offsetMs;
  }

  /** How far it is ahead of the real time. */
  get offsetMs(): number {
    return this.#offsetMs;
  }

  override now(): Date {
    return new Date(Date.now() + this.#offsetMs);
  }
  forward(ms: number): void {
    this.#offsetMs += ms;
  }
}

/** Naps of the length that a sleeping computer's program takes end when the time is forwarded; deadlines go on. */
export class WakingClock extends TestClock {
  readonly #naps = new Set<AbortController>();

  get isNapping(): boolean {
    return this.#naps.size > 0;
  }

  override forward(ms: number): void {
    super.forward(ms);
    for (const nap of this.#naps) nap.abort();
  }

  override async wait(ms: number, signal: AbortSignal): Promise<void> {
    if (ms > 60_000) {
      await super.wait(ms, signal);
      return;
    }
    const nap = new AbortController();
    this.#naps.add(nap);
    try {
      await super.wait(ms, AbortSignal.any([signal, nap.signal]));
    } catch (error) {
      if (signal.aborted || !nap.signal.aborted) throw error;
    } finally {
      this.#naps.delete(nap);
    }
  }
}

export class ArrayLogger implements Logger {
  readonly lines: { level: string; event: string; facts: LogFacts }[] = [];
  debug = (event: string, facts: LogFacts = {}): void => void this.lines.push({ level: 'debug', event, facts });
  info = (event: string, facts: LogFacts = {}): void => void this.lines.push({ level: 'info', event, facts });
  warn = (event: string, facts: LogFacts = {}): void => void this.lines.push({ level: 'warn', event, facts });
  error = (event: string, facts: LogFacts = {}): void => void this.lines.push({ level: 'error', event, facts });
}

export const resourcesDir = fileURLToPath(new URL('../../resources/', import.meta.url));
export const never = new AbortController().signal;

/** The two variables that send rclone to a simulated Apple. */
export type AppleDoor = Pick<AppleSimulator, 'env'>;

export interface ComputerParts {
  readonly name?: string;
  readonly clock?: TestClock;
  readonly secrets?: SecretStore;
}

/** One computer of the user's: data folder, keychain, clock; programs on it come and go. */
export class TestComputer {
  readonly secrets: SecretStore;
  readonly clock: TestClock;
  readonly logger = new ArrayLogger();
  readonly folder: string;
  readonly #apple: AppleDoor;
  readonly #name: string;

  constructor(folder: string, apple: AppleDoor, parts: ComputerParts = {}) {
    this.folder = folder;
    this.#apple = apple;
    this.#name = parts.name ?? 'Test Mac';
    this.clock = parts.clock ?? new TestClock();
    this.secrets = parts.secrets ?? new MemoryStore();
  }

  static async create(apple: AppleDoor, parts: ComputerParts = {}): Promise<TestComputer> {
    return new TestComputer(await mkdtemp(join(tmpdir(), 'ha-icloud-')), apple, parts);
  }

  /** The same computer with another keychain. */
  withSecrets(secrets: SecretStore): TestComputer {
    return new TestComputer(this.folder, this.#apple, { name: this.#name, clock: this.clock, secrets });
  }

  /** Another computer with the same content, but an id of its own; in a new folder, or an empty one that is there. */
  async clone(parts: ComputerParts = {}, into?: string): Promise<TestComputer> {
    const folder = into ?? (await mkdtemp(join(tmpdir(), 'ha-icloud-')));
    await cp(this.folder, folder, { recursive: true, preserveTimestamps: true });
    const file = join(folder, 'data', 'settings.json');
    const settings = JSON.parse(await readFile(file, 'utf8')) as object;
    await writeFile(file, JSON.stringify({ ...settings, computerId: randomBytes(8).toString('hex') }));
    return new TestComputer(folder, this.#apple, {
      secrets: new MemoryStore(await this.secrets.read()),
      ...parts,
    });
  }

  async ports(): Promise<AppPorts> {
    return {
      folders: {
        data: join(this.folder, 'data'),
        staging: join(this.folder, 'staging'),
        cache: join(this.folder, 'cache'),
      },
      resourcesDir,
      settingsFile: new SettingsJsonFile(join(this.folder, 'data')),
      secretStore: () => Promise.resolve(this.secrets),
      clock: this.clock,
      logger: this.logger,
      network: fixedNetwork('loopback'),
      processes: await openProcessTable(),
      freeBytes,
      prover: proveHere,
      backupKeys: { given: [], onLearned: () => undefined },
      environment: this.environment(),
      computerName: this.#name,
      appVersion: '0.0.0-test',
      timings: {
        // Nobody answers a search in the local network.
        ha: { discovery: 20 },
        pullPausesMs: [10, 10, 10],
        transfer: {
          retriesSleep: '10ms',
          uploadTimeout: '20s',
          downloadTimeout: '20s',
          noteTimeoutsMs: { first: 5_000, second: 2_000 },
          looksMs: [100, 200, 400],
        },
      },
    };
  }

  environment(): Record<string, string | undefined> {
    const { HTTPS_PROXY, RCLONE_CA_CERT } = this.#apple.env();
    return { PATH: process.env['PATH'], HOME: this.folder, HTTPS_PROXY, HA_ICLOUD_BACKUP_CA_FILE: RCLONE_CA_CERT };
  }

  async start(change: (ports: AppPorts) => AppPorts = (ports) => ports): Promise<App> {
    return await createApp(change(await this.ports()));
  }

  /** A process of a test that failed may still write there for a moment. */
  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true, maxRetries: 20 });
  }
}

export const signInTo = async (app: App, apple: AppleSimulator): Promise<void> => {
  const { appleId, password, deviceCode } = apple.account;
  const signIn = await app.signIn({ appleId, password });
  await signIn.start(never);
  await signIn.enterCode(deviceCode, never);
  await app.approve(() => undefined, never);
};

/** The code that work ends with, or `none`. */
export const codeOf = async (work: Promise<unknown>): Promise<ErrorCode | 'none'> => {
  try {
    await work;
    return 'none';
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
};

/** Set up and signed in, as after the first ten minutes. */
export const readyApp = async (
  computer: TestComputer,
  apple: AppleSimulator,
  home: HomeAssistantSimulator,
): Promise<App> => {
  const app = await computer.start();
  await app.setUp({ url: home.url, token: home.token }, never);
  await signInTo(app, apple);
  return app;
};
