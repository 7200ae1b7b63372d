import { signInTo, TestClock, TestComputer } from '../support/app-harness.ts';
import { startAppleSimulator, type AppleSimulator, type DriveEntry } from '../simulators/apple/index.ts';
import { startHomeAssistantSimulator, type HomeAssistantSimulator } from '../simulators/home-assistant/index.ts';
import { Dice } from './dice.ts';
import { putForeign } from './foreign.ts';
import { Machine, type Programs } from './machine.ts';
import { copiesOf, describeEntry, noteOf, type HomeEntry, type Truth } from './truth.ts';
import type { Removed, Story } from './story.ts';

const base = 'HomeAssistantBackups';

/** An Apple with an account, and a computer that is signed in there: what all stories begin with. */
export class Household {
  readonly apple: AppleSimulator;
  readonly programs: Programs;
  readonly signedIn: TestComputer;
  readonly #time: { clock: TestClock };

  private constructor(apple: AppleSimulator, programs: Programs, signedIn: TestComputer, time: { clock: TestClock }) {
    this.apple = apple;
    this.programs = programs;
    this.signedIn = signedIn;
    this.#time = time;
  }

  static async open(programs: Programs): Promise<Household> {
    const time = { clock: new TestClock() };
    const apple = await startAppleSimulator({ clock: () => time.clock.now() });
    const signedIn = await TestComputer.create(apple, { clock: time.clock });
    const { resourcesDir } = programs;
    await signInTo(await signedIn.start((ports) => ({ ...ports, resourcesDir })), apple);
    return new Household(apple, programs, signedIn, time);
  }

  /** Everybody's. */
  get clock(): TestClock {
    return this.#time.clock;
  }

  /** For a new story it is today again. */
  newClock(): TestClock {
    this.#time.clock = new TestClock();
    return this.#time.clock;
  }

  async close(): Promise<void> {
    await this.apple.stop();
    await this.signedIn.remove();
  }
}

/** One story's Home Assistant and computers. */
export class World {
  readonly apple: AppleSimulator;
  readonly home: HomeAssistantSimulator;
  readonly machines: readonly Machine[];
  readonly #household: Household;
  readonly #foreign: ReadonlyMap<string, string>;
  readonly #made = new Map<string, HomeEntry>();
  readonly #removed = new Map<string, Truth['removed'] extends ReadonlyMap<string, infer Each> ? Each : never>();

  private constructor(
    household: Household,
    home: HomeAssistantSimulator,
    machines: readonly Machine[],
    foreign: ReadonlyMap<string, string>,
  ) {
    this.#household = household;
    this.apple = household.apple;
    this.home = home;
    this.machines = machines;
    this.#foreign = foreign;
  }

  static async begin(household: Household, { seed, retentions }: Story): Promise<World> {
    const { apple, signedIn: like, programs } = household;
    const clock = household.newClock();
    const home = await startHomeAssistantSimulator({ clock: () => clock.now(), seed });
    const machines: Machine[] = [];
    for (const retention of retentions) {
      machines.push(await Machine.setUp({ apple, programs, like, clock, home, retention }));
    }
    putForeign(apple, folderOf(home), home.instanceId, clock.now());
    const foreign = new Map(apple.tree().map((entry) => [entry.id, describeEntry(entry)]));
    return new World(household, home, machines, foreign);
  }

  get clock(): TestClock {
    return this.#household.clock;
  }

  /** Requests that Apple and Home Assistant have had. */
  get requests(): number {
    return this.apple.requests() + this.home.log().length;
  }

  async makeBackup(kib: number): Promise<void> {
    this.clock.forward(60_000);
    const id = await this.home.addBackup({ sizeBytes: kib * 1024 });
    const { sha256 } = await this.home.archive(id);
    const summary = this.home.backups().find((backup) => backup.id === id);
    this.#made.set(id, { id, made: Date.parse(summary?.date ?? ''), sha256, listed: true, hiddenUntil: 0 });
  }

  /** Home Assistant removes its oldest ones. */
  keepBackups(count: number): void {
    const listed = [...this.#made.values()].filter((entry) => entry.listed).sort((a, b) => b.made - a.made);
    for (const entry of listed.slice(count)) {
      this.home.removeBackup(entry.id);
      this.#made.set(entry.id, { ...entry, listed: false });
    }
  }

  /** Home Assistant's listings leave out some that it has. */
  hideBackups(chance: number, seed: string): void {
    const dice = new Dice(`${seed} hidden`);
    const now = this.clock.now().getTime();
    for (const [id, entry] of this.#made) {
      const until = Math.min(entry.hiddenUntil, now);
      this.#made.set(id, { ...entry, hiddenUntil: dice.chance(chance) ? Infinity : until });
    }
    this.home.hideBackups([...this.#made.values()].filter((entry) => entry.hiddenUntil > now).map(({ id }) => id));
  }

  /** The user deletes copies in iCloud Drive. @returns their archives. */
  removeCopies(wanted: readonly Removed[]): string[] {
    const truth = this.truth();
    const ours = new Set(this.machines.map(({ id }) => id));
    const copies = copiesOf(truth)
      .filter(({ owner }) => ours.has(owner))
      .sort((a, b) => b.made - a.made);
    const gone = wanted.flatMap(({ place, both }) => {
      const copy = copies[place];
      return copy && !this.#removed.has(copy.archive) ? [{ ...copy, both }] : [];
    });
    for (const { archive, id, both } of new Map(gone.map((copy) => [copy.archive, copy])).values()) {
      this.apple.removeFile(`${truth.folder}/${archive}`);
      if (both) this.apple.removeFile(`${truth.folder}/${noteOf(archive)}`);
      this.#removed.set(archive, { id, at: truth.now });
    }
    return gone.map(({ archive }) => archive);
  }

  truth(): Truth {
    const folder = `${base}/${folderOf(this.home)}`;
    const drive = this.apple.tree();
    return {
      now: this.clock.now().getTime(),
      machines: this.machines.map(({ id, retention }) => ({ id, retention })),
      home: [...this.#made.values()],
      drive,
      folder,
      notes: this.#notesOf(drive, folder),
      foreign: this.#foreign,
      removed: new Map(this.#removed),
    };
  }

  #notesOf(drive: readonly DriveEntry[], folder: string): Map<string, string> {
    const paths = drive
      .filter(({ path, inTrash }) => !inTrash && path.startsWith(`${folder}/`) && path.endsWith('.json'))
      .map(({ path }) => path);
    return new Map(paths.map((path) => [path, this.apple.readFile(path)?.toString('utf8') ?? '']));
  }

  async end(): Promise<void> {
    this.apple.troubleListings();
    for (const machine of this.machines) await machine.end();
    this.apple.clearLog();
    await this.home.stop();
  }
}

const folderOf = ({ instanceId }: HomeAssistantSimulator): string => `Home (${instanceId.slice(0, 8)})`;
