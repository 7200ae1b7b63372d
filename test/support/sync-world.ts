import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import type { App } from '../../src/core/app.ts';
import type { AppPorts } from '../../src/core/app-ports.ts';
import { manifestSchema, type Manifest } from '../../src/core/domain/manifest.ts';
import { archiveOfManifest, folderName, markerName } from '../../src/core/domain/names.ts';
import type { RunReport } from '../../src/shared/run-report.ts';
import { startAppleSimulator, type AppleAccount, type AppleSimulator } from '../simulators/apple/index.ts';
import {
  startHomeAssistantSimulator,
  type HomeAssistantSimulator,
  type SimulatorOptions,
} from '../simulators/home-assistant/index.ts';
import { never, signInTo, TestClock, TestComputer } from './app-harness.ts';

export const hour = 3_600_000;
export const day = 24 * hour;
export const base = 'HomeAssistantBackups';

export interface WorldOptions {
  readonly home?: SimulatorOptions;
  readonly account?: Partial<AppleAccount>;
  readonly clock?: () => TestClock;
}

let seeds = 0;

/**
 * Both simulators and a signed-in computer for each test of a file. Apple is one for the file, for signing in takes a
 * second, but its drive begins empty, or every test would read the backups of those before it; the Home Assistant is new for
 * each test. All of them share one clock.
 */
export class SyncWorld {
  readonly #options: WorldOptions;
  #clock = new TestClock();
  #apple: AppleSimulator | undefined;
  #account: AppleAccount | undefined;
  #signedIn: TestComputer | undefined;
  /** Apple ended the sign-in that the tests of the file begin with. */
  #signedOut = false;
  /** How far Apple's clock is ahead of everybody else's. */
  appleSkewMs = 0;
  #home: HomeAssistantSimulator | undefined;
  #computers: TestComputer[] = [];
  #app: App | undefined;

  constructor(options: WorldOptions) {
    this.#options = options;
  }

  get clock(): TestClock {
    return this.#clock;
  }
  get apple(): AppleSimulator {
    return there(this.#apple);
  }
  get home(): HomeAssistantSimulator {
    return there(this.#home);
  }
  /** The first computer of the test. */
  get computer(): TestComputer {
    return there(this.#computers[0]);
  }
  /** The program on it. */
  get app(): App {
    return there(this.#app);
  }
  /** Name of the instance's folder below the base folder. */
  get folder(): string {
    return folderName('Home', this.home.instanceId);
  }

  async open(): Promise<void> {
    const clock = (): Date => new Date(this.#clock.now().getTime() + this.appleSkewMs);
    this.#apple = await startAppleSimulator({
      clock,
      ...(this.#options.account && { account: this.#options.account }),
    });
    this.#account = structuredClone(this.#apple.account);
    await this.#signIn();
  }

  async #signIn(): Promise<void> {
    await this.#signedIn?.remove();
    this.#signedIn = await this.newComputer();
    this.#computers = [];
    await signInTo(await this.#signedIn.start(), this.apple);
    this.#signedOut = false;
  }

  async begin(): Promise<void> {
    this.#clock = this.#options.clock?.() ?? new TestClock();
    if (this.#signedOut) await this.#signIn();
    this.appleSkewMs = 0;
    this.#home = await this.otherHome(this.#options.home);
    this.#app = await (await this.addComputer()).start();
    await this.app.setUp({ url: this.home.url, token: this.home.token }, never);
    this.apple.clearLog();
    this.home.clearLog();
  }

  async end(): Promise<void> {
    this.apple.clearFaults();
    this.apple.lateListings({});
    this.apple.throttle({});
    delete this.apple.account.quotaBytes;
    Object.assign(this.apple.account, structuredClone(this.#account));
    expect(this.apple.foreignConnects()).toEqual([]);
    await this.#home?.stop();
    for (const computer of this.#computers) await computer.remove();
    this.#computers = [];
    this.apple.emptyDrive();
  }

  async close(): Promise<void> {
    await this.#apple?.stop();
    await this.#signedIn?.remove();
  }

  /** A Home Assistant with an identity of its own; the caller stops it. */
  async otherHome(options: SimulatorOptions = {}): Promise<HomeAssistantSimulator> {
    const clock = (): Date => this.#clock.now();
    return await startHomeAssistantSimulator({ clock, seed: `world ${process.pid} ${(seeds += 1)}`, ...options });
  }

  /** One more computer of the same Apple account, not set up. */
  async addComputer(name = 'Test Mac'): Promise<TestComputer> {
    const computer = await there(this.#signedIn).clone({ name, clock: this.#clock });
    this.#computers.push(computer);
    return computer;
  }

  /** A computer on which nobody signed in yet. */
  async newComputer(): Promise<TestComputer> {
    const computer = await TestComputer.create(this.apple, { clock: this.#clock });
    this.#computers.push(computer);
    return computer;
  }

  /** Apple's web sessions die, and unless told otherwise the trust that would bring them back. */
  endSessions({ trust = false } = {}): void {
    this.#signedOut = true;
    this.apple.expireSession();
    if (!trust) this.apple.expireTrust();
  }

  /** The program starts again on the first computer. */
  async restart(change?: (ports: AppPorts) => AppPorts): Promise<App> {
    this.#app = await this.computer.start(change);
    return this.#app;
  }

  /** A date so long ago. */
  ago(days: number): string {
    return new Date(this.#clock.now().getTime() - days * day).toISOString();
  }

  async run(by: 'user' | 'schedule' = 'user', more: { create?: boolean; asked?: string[] } = {}): Promise<RunReport> {
    return await runOn(this.app, by, more);
  }

  drive(folder = this.folder): DriveState {
    return driveState(this.apple, folder);
  }

  /** Names of the files that wait on the first computer's disk. */
  async staged(): Promise<string[]> {
    const entries = await readdir(join(this.computer.folder, 'staging'), { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
  }

  /** Requests for archives that Home Assistant had to answer. */
  downloads(): number {
    return this.home.log().filter(({ what }) => what.startsWith('GET /api/backup/download')).length;
  }
}

export const runOn = async (
  app: App,
  by: 'user' | 'schedule' = 'user',
  { create = false, asked = [] }: { create?: boolean; asked?: string[] } = {},
): Promise<RunReport> => await app.backUp({ create, asked, by }, () => undefined, never);

const there = <T>(value: T | undefined): T => {
  if (value === undefined) throw new Error('Not before the world has begun');
  return value;
};

export interface DriveState {
  /** Manifests whose archive is there with the size and content they name, by backup id. */
  readonly confirmed: readonly string[];
  readonly manifests: readonly Manifest[];
  /** Every other file, the marker apart. */
  readonly others: readonly string[];
}

/** What an instance's folder really holds, seen past the program. */
const driveState = (apple: AppleSimulator, folder: string): DriveState => {
  const prefix = `${base}/${folder}/`;
  const files = new Map(apple.files(`${base}/${folder}`).map((file) => [file.path.slice(prefix.length), file]));
  const manifests: Manifest[] = [];
  const others = new Set([...files.keys()].filter((name) => name !== markerName));
  for (const name of files.keys()) {
    const archive = archiveOfManifest(name);
    const text = archive === undefined ? undefined : apple.readFile(prefix + name)?.toString('utf8');
    const manifest = text === undefined ? undefined : parse(text);
    const file = files.get(archive ?? '');
    if (archive === undefined || manifest?.archive !== archive) continue;
    if (file?.size !== manifest.size || file.sha256 !== manifest.sha256) continue;
    manifests.push(manifest);
    others.delete(name);
    others.delete(archive);
  }
  manifests.sort((a, b) => Date.parse(b.date) - Date.parse(a.date));
  return { confirmed: manifests.map(({ backupId }) => backupId), manifests, others: [...others] };
};

const parse = (text: string): Manifest | undefined => {
  try {
    return manifestSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
};

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Call at the top of a test file. */
export const useSyncWorld = (options: WorldOptions = {}): SyncWorld => {
  const world = new SyncWorld(options);
  beforeAll(() => world.open());
  beforeEach(() => world.begin());
  afterEach(() => world.end());
  afterAll(() => world.close());
  return world;
};
