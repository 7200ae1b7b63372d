import { PassThrough } from 'node:stream';
import type { CliApp } from '../../src/cli/create-app.ts';
import type { CliIo } from '../../src/cli/io.ts';
import { runCli } from '../../src/cli/run-cli.ts';
import { fakeApp, noon } from './fake-app.ts';

export interface TerminalOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** All three streams are a terminal. */
  readonly tty?: boolean;
  readonly columns?: number;
}

/** The process around the command line, with a clock that stands still until it is moved. */
export class Terminal {
  readonly io: CliIo;
  readonly typed = new PassThrough();
  readonly cancel = new AbortController();
  /** Every change of the raw mode, in order. */
  readonly rawModes: boolean[] = [];
  readonly #out: string[] = [];
  readonly #err: string[] = [];
  readonly #repeated = new Set<() => void>();
  #now = noon;

  constructor({ env = {}, tty = false, columns = 80 }: TerminalOptions = {}) {
    this.io = {
      stdin: Object.assign(this.typed, {
        setRawMode: (mode: boolean) => {
          this.rawModes.push(mode);
          return this.typed;
        },
      }) as unknown as CliIo['stdin'],
      stdout: { write: (text) => this.#out.push(text) },
      stderr: { write: (text) => this.#err.push(text) },
      env,
      isTty: { stdin: tty, stdout: tty, stderr: tty },
      columns: () => columns,
      workingFolder: '/work-folder',
      now: () => this.#now,
      repeat: (_, work) => {
        this.#repeated.add(work);
        return () => void this.#repeated.delete(work);
      },
      signal: this.cancel.signal,
      interrupt: () => this.cancel.abort(),
    };
  }

  get stdout(): string {
    return this.#out.join('');
  }

  get stderr(): string {
    return this.#err.join('');
  }

  get repeating(): number {
    return this.#repeated.size;
  }

  /** Moves the clock and runs what is to be repeated, once. */
  pass(ms: number): void {
    this.#now = new Date(this.#now.getTime() + ms);
    for (const work of this.#repeated) work();
  }

  /** Everything that will ever come from stdin. */
  type(text: string): this {
    this.typed.end(text);
    return this;
  }

  async run(argv: readonly string[], app: CliApp = fakeApp()): Promise<number> {
    return await runCli(argv, this.io, () => Promise.resolve(app));
  }
}

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export const run = async (
  argv: readonly string[],
  app?: CliApp,
  options?: TerminalOptions & { readonly input?: string },
): Promise<Ended> => {
  const terminal = new Terminal(options).type(options?.input ?? '');
  const code = await terminal.run(argv, app);
  return { code, stdout: terminal.stdout, stderr: terminal.stderr };
};

export const jsonLines = (stdout: string): unknown[] =>
  stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line): unknown => JSON.parse(line));
