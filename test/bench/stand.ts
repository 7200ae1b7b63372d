import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Child, type ChildKind } from './children/child.ts';
import type { AppleOrders, HomeOrders, OurOrders, OurRun, Orders } from './children/orders.ts';
import { curlBackup, rcloneDownload, rcloneUpload, type Rclone } from './public-tools.ts';

export const mib = 1024 ** 2;

export interface StandOptions {
  /** The bundle of this very program; children run it too. */
  readonly program: string;
  readonly resourcesDir: string;
  readonly rcloneFile: string;
  /** Ends what runs; the stand is still tidied up. */
  readonly signal: AbortSignal;
}

export interface Link {
  /** Bytes per second. */
  readonly down: number;
  readonly up: number;
}

/** Ways to have a stored backup back. */
export interface Restores {
  readonly ours: () => Promise<number>;
  readonly rclone: (streams: number) => Promise<number>;
}

const hourMs = 3_600_000;

/** One round: a Home Assistant with backups, an Apple and a folder, all new and gone afterwards. */
export class Stand {
  readonly #options: StandOptions;
  readonly #folder: string;
  readonly #children: Child<Orders>[] = [];
  readonly #home: Child<HomeOrders>;
  readonly #apple: Child<AppleOrders>;
  readonly #ids: string[] = [];

  private constructor(options: StandOptions, folder: string) {
    this.#options = options;
    this.#folder = folder;
    this.#home = this.#spawn<HomeOrders>('home');
    this.#apple = this.#spawn<AppleOrders>('apple');
  }

  #spawn<O extends Orders>(kind: ChildKind): Child<O> {
    const child = new Child<O>(this.#options.program, kind);
    this.#children.push(child);
    return child;
  }

  /** Uses a stand with that many backups of that size. */
  static async use<T>(
    options: StandOptions,
    { count, bytes }: { readonly count: number; readonly bytes: number },
    work: (stand: Stand) => Promise<T>,
  ): Promise<T> {
    options.signal.throwIfAborted();
    const stand = new Stand(options, await mkdtemp(join(tmpdir(), 'ha-icloud-bench-')));
    const end = (): void => void stand.#end();
    options.signal.addEventListener('abort', end, { once: true });
    try {
      for (let index = 1; index <= count; index += 1) {
        const date = new Date(Date.now() - index * hourMs).toISOString();
        stand.#ids.push(await stand.#home.ask('addBackup', { bytes, date }));
      }
      return await work(stand);
    } finally {
      options.signal.removeEventListener('abort', end);
      await stand.#end();
      await rm(stand.#folder, { recursive: true, force: true });
    }
  }

  async #end(): Promise<void> {
    for (const child of this.#children) await child.end();
  }

  async throttle({ down, up }: Link): Promise<void> {
    await this.#home.ask('throttle', down);
    await this.#apple.ask('throttle', up);
  }

  /** As fast as it goes. */
  async release(): Promise<void> {
    await this.#home.ask('throttle', null);
    await this.#apple.ask('throttle', null);
  }

  /** Bytes per second of each single download from iCloud; null = as fast as it goes. */
  async throttleEachDownload(bps: number | null): Promise<void> {
    await this.#apple.ask('throttleEachDownload', bps);
  }

  /**
   * Stores the first backup with our program, and then gives two ways to have it back, each into a new file: ours, and
   * `rclone copyto` over so many connections. In milliseconds.
   */
  async restores(rclone: Rclone): Promise<Restores> {
    await this.#apple.ask('keepBytes', null);
    const ours = await this.#startOurs();
    const { stored, trouble } = await ours.ask('backUp', null);
    const [id] = stored;
    const archive = (await this.#apple.ask('files', null)).find(({ path }) => path.endsWith('.tar'));
    if (id === undefined || !archive) throw new Error(`our run stored nothing: ${trouble ?? ''}`);
    const to = join(this.#folder, 'restored');
    const fresh = async (work: () => Promise<number>): Promise<number> => {
      await rm(to, { recursive: true, force: true });
      await mkdir(to);
      return await work();
    };
    return {
      ours: () => fresh(() => ours.ask('restore', { id, to })),
      rclone: (streams) =>
        fresh(() => rcloneDownload(rclone, archive.path, join(to, 'copy.tar'), streams, this.#options.signal)),
    };
  }

  async #startOurs(proves = true): Promise<Child<OurOrders>> {
    const ours = this.#spawn<OurOrders>('ours');
    await ours.ask('setUp', {
      folder: join(this.#folder, 'ours'),
      resourcesDir: this.#options.resourcesDir,
      home: await this.#home.ask('where', null),
      apple: await this.#apple.ask('where', null),
      proves,
    });
    return ours;
  }

  /** Our whole run for all backups, in a process of its own that is set up and signed in before. */
  async ours(proves = true): Promise<OurRun> {
    const ours = await this.#startOurs(proves);
    const run = await ours.ask('backUp', null);
    await ours.end();
    if (run.stored.length !== this.#ids.length) {
      throw new Error(`our run stored ${run.stored.length} of ${this.#ids.length} backups: ${run.trouble ?? ''}`);
    }
    await rm(join(this.#folder, 'ours'), { recursive: true, force: true });
    return run;
  }

  /** A second computer, with rclone alone. */
  async signInRclone(): Promise<Rclone> {
    const executable = this.#options.rcloneFile;
    return { executable, environment: await this.#apple.ask('signInRclone', { executable }) };
  }

  /** Milliseconds of `curl` for all backups, one after the other; the files stay. */
  async curlAll(): Promise<number> {
    const home = await this.#home.ask('where', null);
    let ms = 0;
    for (const id of this.#ids) ms += await curlBackup(home, id, this.fileOf(id), this.#options.signal);
    return ms;
  }

  /** Milliseconds of `rclone copyto` for all files that curl brought, one process each. */
  async rcloneAll(rclone: Rclone): Promise<number> {
    let ms = 0;
    for (const id of this.#ids)
      ms += await rcloneUpload(rclone, this.fileOf(id), `Bench/${id}.tar`, this.#options.signal);
    const there = (await this.#apple.ask('files', null)).filter(({ path }) => path.startsWith('Bench/'));
    if (there.length !== this.#ids.length) throw new Error('rclone did not upload everything');
    return ms;
  }

  get files(): string[] {
    return this.#ids.map((id) => this.fileOf(id));
  }

  fileOf(id: string): string {
    return join(this.#folder, `${id}.tar`);
  }
}
