import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { never, type AppleDoor, type TestClock, type TestComputer } from '../support/app-harness.ts';
import { startProgram, type SpawnedProgram } from '../support/program-process.ts';
import type { BackUpWork } from '../support/run-program.ts';
import type { HomeAssistantSimulator } from '../simulators/home-assistant/index.ts';
import { SmallDisk } from './disk.ts';
import type { Retention } from './story.ts';

export interface Programs {
  /** The bundle that the program of a story is in. */
  readonly bundle: string;
  readonly resourcesDir: string;
}

const diskBytes = 24 * 1024 * 1024;
/** A disk of memory stands for one with room: the program keeps so much free beside what it stages. */
const moreFree = 1024 ** 3;

/** What a machine of a story is made of. */
export interface MachineParts {
  readonly apple: AppleDoor;
  readonly programs: Programs;
  /** A computer that is signed in. */
  readonly like: TestComputer;
  readonly clock: TestClock;
  readonly home: HomeAssistantSimulator;
  readonly retention: Retention;
}

/** One computer of a story, with a small disk. */
export class Machine {
  readonly disk: SmallDisk | undefined;
  readonly id: string;
  readonly retention: Retention;
  readonly #parts: MachineParts;
  readonly #computer: TestComputer;
  readonly #keychain: string;
  #programs: SpawnedProgram[] = [];

  private constructor(parts: MachineParts, computer: TestComputer, id: string, disk: SmallDisk | undefined) {
    this.disk = disk;
    this.id = id;
    this.retention = parts.retention;
    this.#parts = parts;
    this.#computer = computer;
    this.#keychain = `${computer.folder}-keychain.json`;
  }

  static async setUp(parts: MachineParts): Promise<Machine> {
    const { like, clock, home, retention, programs } = parts;
    const folder = await mkdtemp(join(tmpdir(), 'chaos-'));
    const disk = await SmallDisk.mount(folder, diskBytes);
    const computer = await like.clone({ clock }, folder);
    const app = await computer.start((ports) => ({ ...ports, resourcesDir: programs.resourcesDir }));
    await app.setUp({ url: home.url, token: home.token, retentionDays: retention.days, floor: retention.floor }, never);
    return new Machine(parts, computer, app.settings.current.computerId, disk);
  }

  async start(work: Omit<BackUpWork, 'what' | 'moreFree' | 'withStatus'>): Promise<SpawnedProgram> {
    const stage = { ...this.#parts.programs, keychain: this.#keychain };
    const orders: BackUpWork = { ...work, what: 'back-up', withStatus: true, ...(this.disk ? { moreFree } : {}) };
    const program = await startProgram(stage, this.#computer, this.#parts.apple, orders);
    this.#programs.push(program);
    return program;
  }

  /** Files that no finished run leaves: staged archives, and marks of rclone processes. */
  async litter(): Promise<string[]> {
    const places = ['staging', join('data', 'rclone', 'running')];
    const found = await Promise.all(
      places.map(async (place) => {
        const options = { recursive: true, withFileTypes: true } as const;
        const entries = await readdir(join(this.#computer.folder, place), options).catch(() => []);
        return entries
          .filter((entry) => entry.isFile() && entry.name !== 'CACHEDIR.TAG')
          .map(({ name }) => join(place, name));
      }),
    );
    return found.flat();
  }

  async end(): Promise<void> {
    for (const program of this.#programs) await program.kill();
    await this.disk?.unmount();
    await rm(this.#computer.folder, { recursive: true, force: true, maxRetries: 20 });
    await rm(this.#keychain, { force: true });
  }
}
