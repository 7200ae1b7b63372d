import { StringDecoder } from 'node:string_decoder';
import { AppError } from '../core/errors/app-error.ts';
import type { CliIo } from './io.ts';

const controlC = '\u0003';
const controlD = '\u0004';
const controlU = '\u0015';
const backspaces = new Set(['\b', '\u007f']);

/**
 * Lines from stdin, whether a person types them or a program sends them. What came together is handed out one by one, so a
 * password and a code may be piped in one go. Nothing is read before the first question.
 */
export class LineInput {
  readonly #io: CliIo;
  readonly #decoder = new StringDecoder('utf8');
  #buffer = '';
  #ended = false;
  #isOpen = false;
  #wake: (() => void) | undefined;

  constructor(io: CliIo) {
    this.#io = io;
  }

  /** Without its line break; undefined at the end of the input. Error: `sync.cancelled`. */
  async line(signal: AbortSignal): Promise<string | undefined> {
    let line = '';
    for (;;) {
      const char = await this.#next(signal);
      if (char === undefined) return line === '' ? undefined : line;
      if (char === '\n') return line.replace(/\r$/, '');
      line += char;
    }
  }

  /** A line that is not shown while it is typed. For terminals. Error: `sync.cancelled`. */
  async hiddenLine(signal: AbortSignal): Promise<string | undefined> {
    const { stdin, stderr } = this.#io;
    this.#open();
    stdin.setRawMode?.(true);
    try {
      return await this.#typed(signal);
    } finally {
      stdin.setRawMode?.(false);
      // The Enter was not shown either.
      stderr.write('\n');
    }
  }

  /** The process can end then, even with an open terminal. */
  close(): void {
    if (!this.#isOpen) return;
    const { stdin } = this.#io;
    stdin.off('data', this.#onData);
    stdin.off('end', this.#onEnd);
    stdin.pause();
    stdin.unref?.();
    this.#isOpen = false;
  }

  async #typed(signal: AbortSignal): Promise<string | undefined> {
    let line = '';
    for (;;) {
      const char = await this.#next(signal);
      if (char === undefined || (char === controlD && line === '')) return undefined;
      if (char === '\r' || char === '\n') return line;
      if (char === controlC) this.#io.interrupt();
      else if (char === controlU) line = '';
      else if (backspaces.has(char)) line = line.replace(/.$/su, '');
      else if (char >= ' ') line += char;
    }
  }

  async #next(signal: AbortSignal): Promise<string | undefined> {
    this.#open();
    for (;;) {
      if (signal.aborted) throw new AppError('sync.cancelled');
      const [char] = this.#buffer;
      if (char !== undefined) {
        this.#buffer = this.#buffer.slice(char.length);
        return char;
      }
      if (this.#ended) return undefined;
      await this.#more(signal);
    }
  }

  async #more(signal: AbortSignal): Promise<void> {
    await new Promise<void>((resolve) => {
      const wake = (): void => {
        signal.removeEventListener('abort', wake);
        resolve();
      };
      this.#wake = wake;
      signal.addEventListener('abort', wake);
    });
  }

  #open(): void {
    if (this.#isOpen || this.#ended) return;
    const { stdin } = this.#io;
    this.#isOpen = true;
    stdin.on('data', this.#onData);
    stdin.on('end', this.#onEnd);
    stdin.resume();
  }

  readonly #onData = (chunk: Buffer | string): void => {
    this.#buffer += typeof chunk === 'string' ? chunk : this.#decoder.write(chunk);
    this.#wake?.();
  };

  readonly #onEnd = (): void => {
    this.#ended = true;
    this.#wake?.();
  };
}
