import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resetWith, startWith, stopWith, type Started } from './real-ha-tool.ts';
import { waitUntil } from './wait-until.ts';

export interface OwnHomeOptions {
  readonly tool: string;
  readonly version: string;
  readonly os: boolean;
  readonly signal: AbortSignal;
  /** Further options of the first start, e.g. `--ban-after 3`. */
  readonly extra?: readonly string[];
}

/** A Home Assistant that belongs to the suite: it may be filled, stopped and killed, and is deleted in the end. */
export class OwnHome {
  readonly #options: OwnHomeOptions;
  readonly #dir: string;
  #started: Started | undefined;
  #isBig = false;

  private constructor(options: OwnHomeOptions, dir: string) {
    this.#options = options;
    this.#dir = dir;
  }

  static async start(options: OwnHomeOptions): Promise<OwnHome> {
    const home = new OwnHome(options, await mkdtemp(join(tmpdir(), 'real-ha-')));
    try {
      const { version, os, extra = [] } = options;
      await home.start(['--version', version, '--port', '0', ...(os ? ['--os'] : []), ...extra]);
      return home;
    } catch (error) {
      await home.remove();
      throw error;
    }
  }

  /** As it was when it last came up. */
  get facts(): Started {
    if (!this.#started) throw new Error('it was not started');
    return this.#started;
  }

  /** Again, or for the first time; one that runs is only waited for. */
  async start(args: readonly string[] = []): Promise<void> {
    const { tool, signal } = this.#options;
    this.#started = await startWith(tool, ['--dir', this.#dir, ...args], signal);
  }

  async stop(): Promise<void> {
    await stopWith(this.#options.tool, this.#dir);
  }

  /** As a power cut would: no goodbye to anybody. */
  async kill(): Promise<void> {
    const { pid } = this.facts;
    process.kill(pid, 'SIGKILL');
    await this.#ended(pid);
  }

  /** By its own service, as the user does it. Returns when the old process is gone; it comes back by itself. */
  async restart(): Promise<void> {
    const { url, token, pid } = this.facts;
    const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
    // The answer may not come any more.
    await fetch(`${url}/api/services/homeassistant/restart`, { method: 'POST', headers, body: '{}' }).catch(() => null);
    await this.#ended(pid);
  }

  /** Something that makes Home Assistant restart itself; returns when it is up again. */
  async through(work: () => Promise<void>): Promise<void> {
    const { pid } = this.facts;
    await work();
    await this.#ended(pid);
    await this.start();
  }

  async #ended(pid: number): Promise<void> {
    await waitUntil(() => !isAlive(pid), 'Home Assistant to end', this.#options.signal);
  }

  /** Files of backups on its disk, half-written ones too, with their sizes. */
  async archives(): Promise<Map<string, number>> {
    const { supervisor, configDir } = this.facts;
    const folder = supervisor ? join(supervisor.data, 'backup') : join(configDir, 'backups');
    const names = await readdir(folder).catch(() => []);
    const paths = names.filter((name) => name.endsWith('.tar')).map((name) => join(folder, name));
    // One may be renamed or removed between the two looks.
    const sizes = await Promise.all(
      paths.map((path) =>
        stat(path).then(
          ({ size }) => size,
          () => undefined,
        ),
      ),
    );
    return new Map(paths.flatMap((path, index) => (sizes[index] === undefined ? [] : [[path, sizes[index]]])));
  }

  /** How often somebody came with a wrong token or password. */
  async badLogins(): Promise<number> {
    const text = await readFile(this.facts.log, 'utf8');
    return text.split('\n').filter((line) => /Login attempt or request with invalid authentication/i.test(line)).length;
  }

  /** Every backup from now on has that many MiB of noise. Restarts it, once. */
  async makeBig(mib: number): Promise<void> {
    if (this.#isBig) return;
    await this.stop();
    const bigger = this.facts.install === 'os' ? ['--os-options', `--size-mib ${mib}`] : ['--payload-mib', String(mib)];
    await this.start(bigger);
    this.#isBig = true;
  }

  async remove(): Promise<void> {
    // Nothing was made yet when the tool failed early; then the folder is all there is.
    await resetWith(this.#options.tool, this.#dir).catch(() => undefined);
    await rm(this.#dir, { recursive: true, force: true });
  }
}

/** Home Assistant before 2025.1 has no Backup API where there is a Supervisor. */
export const isSupervisorEra = ({ facts: { install, version } }: OwnHome): boolean =>
  install === 'os' && Number(version.split('.')[0]) < 2025;

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};
