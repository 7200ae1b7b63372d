import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/**
 * Stands before an executable, writes down each command line that it is started with, and becomes it: what every other
 * user of the computer could have read in the list of processes. Looking there from time to time would miss most of them,
 * for a step of a sign-in lasts a tenth of a second. Not on Windows, which starts no scripts.
 */
export class ArgvRecorder {
  /** To be started instead of the executable. */
  readonly program: string;
  readonly #dir: string;

  private constructor(dir: string) {
    this.#dir = dir;
    this.program = join(dir, 'recorded');
  }

  static readonly works = process.platform !== 'win32';

  /** @param before - shell commands that run first, except for `version` */
  static async create(executable: string, before = ''): Promise<ArgvRecorder> {
    const recorder = new ArgvRecorder(await mkdtemp(join(tmpdir(), 'argv-')));
    const script = [
      '#!/bin/sh',
      `printf '%s\\n' "$*" >> ${quoted(recorder.#record)}`,
      ...(before === '' ? [] : [`[ "$1" = version ] || { ${before}; }`]),
      `exec ${quoted(executable)} "$@"`,
    ];
    await writeFile(recorder.program, `${script.join('\n')}\n`);
    await chmod(recorder.program, 0o700);
    return recorder;
  }

  get #record(): string {
    return join(this.#dir, 'lines');
  }

  /** The arguments of each start, in order. */
  async lines(): Promise<string[]> {
    const text = await readFile(this.#record, 'utf8').catch(() => '');
    return text.split('\n').filter((line) => line !== '');
  }

  async remove(): Promise<void> {
    await rm(this.#dir, { recursive: true, force: true });
  }
}
