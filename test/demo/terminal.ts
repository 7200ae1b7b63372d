import { join } from 'node:path';
import { execa } from 'execa';

const cli = join(import.meta.dirname, 'cli.js');

/** Runs the program as a person would and shows what they would see. */
export class Terminal {
  readonly #env: Record<string, string>;
  readonly #cwd: string;
  readonly #signal: AbortSignal;

  /** @param signal - ends the program that runs */
  constructor(cwd: string, env: Record<string, string>, signal: AbortSignal) {
    this.#cwd = cwd;
    this.#env = env;
    this.#signal = signal;
  }

  /** Throws when the exit code is none of those expected. */
  async run(args: readonly string[], input = '', expected: readonly number[] = [0, 4]): Promise<void> {
    process.stdout.write(`\n$ ha-icloud-backup ${args.join(' ')}\n`);
    const { exitCode } = await execa(process.execPath, [cli, ...args], {
      cwd: this.#cwd,
      env: this.#env,
      input,
      stdout: 'inherit',
      stderr: 'inherit',
      cancelSignal: this.#signal,
      reject: false,
    });
    if (exitCode === undefined || !expected.includes(exitCode)) {
      throw new Error(`ha-icloud-backup ${args[0] ?? ''} ended with exit code ${exitCode ?? 'none'}`);
    }
  }

  /** The last JSON document that a command prints. */
  async json(args: readonly string[]): Promise<Record<string, unknown>> {
    const { stdout, exitCode } = await execa(process.execPath, [cli, ...args, '--json', '--quiet'], {
      cwd: this.#cwd,
      env: this.#env,
      input: '',
      cancelSignal: this.#signal,
      reject: false,
    });
    const text = stdout.startsWith('{"type"') ? (stdout.trim().split('\n').at(-1) ?? '') : stdout;
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed !== 'object' || parsed === null)
      throw new Error(`no JSON from ${args[0] ?? ''}: exit ${String(exitCode)}`);
    return parsed as Record<string, unknown>;
  }
}
