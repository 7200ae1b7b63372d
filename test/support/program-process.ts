import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { AppleDoor, TestComputer } from './app-harness.ts';
import { FileStore } from './file-store.ts';
import type { ProgramOrders, ProgramResult, ProgramWork } from './run-program.ts';

/** The core in a process of its own, to be killed at a moment of the test's choice. */
export class SpawnedProgram {
  readonly #child: ChildProcess;
  readonly #output: Promise<string>;
  readonly #folder: string;

  constructor(child: ChildProcess, folder: string) {
    if (!child.stdout) throw new Error('started without a pipe');
    this.#child = child;
    this.#output = text(child.stdout);
    this.#folder = folder;
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** What it says when it is done. */
  async result(): Promise<ProgramResult> {
    return JSON.parse(await this.#output) as ProgramResult;
  }

  /** The same, or undefined for one that ended without a word. */
  async lastWords(): Promise<ProgramResult | undefined> {
    const output = await this.#output;
    return output === '' ? undefined : (JSON.parse(output) as ProgramResult);
  }

  /** `kill -9`. Gives the rclone processes that it had. */
  async kill(): Promise<readonly number[]> {
    const children = await this.rclones();
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      const gone = once(this.#child, 'exit');
      this.#child.kill('SIGKILL');
      await gone;
    }
    return children;
  }

  /** Process ids as the program noted them. */
  async rclones(): Promise<number[]> {
    const names = await readdir(join(this.#folder, 'data', 'rclone', 'running')).catch(() => []);
    return names.map((name) => Number.parseInt(basename(name), 10)).filter((pid) => pid > 0);
  }

  /** Resolves when it ended by itself. */
  async ended(): Promise<void> {
    await this.#output;
  }
}

export interface Stage {
  /** The bundle that `run-program.ts` is in. */
  readonly bundle: string;
  readonly resourcesDir: string;
  /** Stands for the keychain: a file, made of the computer's own secrets unless it is there. */
  readonly keychain: string;
}

/** Starts the program on that computer, at the computer's time. */
export const startProgram = async (
  stage: Stage,
  computer: TestComputer,
  apple: AppleDoor,
  work: ProgramWork,
): Promise<SpawnedProgram> => {
  const secrets = await computer.secrets.read();
  if (secrets) await new FileStore(stage.keychain).write(secrets);
  const { folder, clock } = computer;
  const { keychain, resourcesDir, bundle } = stage;
  const orders: ProgramOrders = { folder, keychain, resourcesDir, apple: apple.env(), offsetMs: clock.offsetMs, work };
  const env = { ...process.env, PROGRAM_ORDERS: JSON.stringify(orders) };
  const child = spawn(process.execPath, [bundle], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  return new SpawnedProgram(child, folder);
};
