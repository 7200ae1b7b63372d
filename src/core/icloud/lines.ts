/** Longer than any line that is looked at (error answers of Apple included); the rest of such a line is dropped. */
const longestLine = 64 * 1024;

/** Cuts a stream of text into lines. What follows the last line end is kept for the next piece. */
export class LineSplitter {
  readonly #onLine: (line: string) => void;
  #partial = '';
  /** Characters that were dropped of lines that are too long. */
  dropped = 0;

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  push(text: string): void {
    const lines = (this.#partial + text).split('\n');
    this.#partial = this.#cut(lines.pop() ?? '');
    for (const line of lines) this.#onLine(this.#cut(line).replace(/\r$/u, ''));
  }

  #cut(line: string): string {
    this.dropped += Math.max(line.length - longestLine, 0);
    return line.slice(0, longestLine);
  }

  /** The stream ended: what is left is a line as well. */
  end(): void {
    const last = this.#partial;
    this.#partial = '';
    if (last !== '') this.#onLine(last);
  }
}

/** The last lines of a text, bounded in all. */
export class Tail {
  readonly #limit: number;
  #lines: string[] = [];
  #length = 0;

  /** @param limit characters */
  constructor(limit: number) {
    this.#limit = limit;
  }

  add(line: string): void {
    const kept = line.slice(0, this.#limit);
    this.#lines.push(kept);
    this.#length += kept.length + 1;
    while (this.#length > this.#limit && this.#lines.length > 1) {
      this.#length -= (this.#lines.shift() ?? '').length + 1;
    }
  }

  toString(): string {
    return this.#lines.join('\n');
  }
}
