import type { z } from 'zod';
import type { DescribedProblem, Problem } from '../shared/run-report.ts';
import { described } from '../messages/problems.ts';
import { jsonText, withoutControls } from '../shared/safe-text.ts';
import type { CliIo, TextSink } from './io.ts';
import { problemText } from './problem-text.ts';
import { layOutLine, type Line } from './prose.ts';

interface OutputOptions {
  readonly json: boolean;
  readonly quiet: boolean;
}

/** Lines longer than this are tiring to read, however wide the window is. */
const widest = 100;

/**
 * Who writes where: answers on stdout, everything else on stderr. With `--json` stdout is the machine's alone, and each of
 * its documents went through its schema.
 */
export class Output {
  readonly json: boolean;
  readonly quiet: boolean;
  readonly #io: CliIo;

  constructor(io: CliIo, { json, quiet }: OutputOptions) {
    this.#io = io;
    this.json = json;
    this.quiet = quiet;
  }

  /** Cells that a table may take. */
  get width(): number {
    return this.#io.isTty.stdout ? this.#io.columns() : Number.POSITIVE_INFINITY;
  }

  /** The answer to the command: words, or with `--json` the document. */
  answer<S extends z.ZodType>(schema: S, value: z.input<S>, words: () => readonly Line[]): void {
    if (this.json) this.#io.stdout.write(`${jsonText(schema.parse(value), 2)}\n`);
    else this.say(words());
  }

  /** One line of `--json`, of commands that give several. */
  line<S extends z.ZodType>(schema: S, value: z.input<S>): void {
    if (this.json) this.#io.stdout.write(`${jsonText(schema.parse(value))}\n`);
  }

  /** Part of the answer for people; with `--json` on stderr. */
  say(lines: readonly Line[]): void {
    this.#words(this.json ? this.#io.stderr : this.#io.stdout, lines);
  }

  /** What goes on, and what to do next; left out with `--quiet`. */
  note(...lines: readonly Line[]): void {
    if (!this.quiet) this.#words(this.#io.stderr, lines);
  }

  /** What has to be read before somebody can answer. */
  ask(...lines: readonly Line[]): void {
    this.#words(this.#io.stderr, lines);
  }

  /** The question itself: the answer is typed behind it. */
  prompt(question: string): void {
    this.#io.stderr.write(this.#io.isTty.stdin ? `${withoutControls(question)} ` : `${withoutControls(question)}\n`);
  }

  problem(problem: Problem): DescribedProblem {
    this.#words(this.#io.stderr, problemText(problem));
    return described(problem);
  }

  #words(sink: TextSink, lines: readonly Line[]): void {
    const onTerminal = sink === this.#io.stdout ? this.#io.isTty.stdout : this.#io.isTty.stderr;
    const width = onTerminal ? Math.min(this.#io.columns(), widest) : Number.POSITIVE_INFINITY;
    const text = lines
      .flatMap((line) => layOutLine(line, width))
      .map(withoutControls)
      .join('\n');
    if (lines.length > 0) sink.write(`${text}\n`);
  }
}
