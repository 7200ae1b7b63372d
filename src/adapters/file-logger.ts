import {
  chmodSync,
  closeSync,
  ftruncateSync,
  fstatSync,
  constants,
  lstatSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { LogFacts, Logger } from '../core/ports/logger.ts';
import { noFollowing } from '../core/state/small-file.ts';
import { jsonText } from '../shared/safe-text.ts';
import type { LogLevel } from '../shared/vocabulary.ts';

export type { LogLevel } from '../shared/vocabulary.ts';

export interface FileLoggerOptions {
  readonly folder: string;
  /** Cleans every text on its way in: nobody who logs has to think of it (`Redactor.redact`). */
  readonly redact: (text: string) => string;
  readonly now: () => Date;
  /** Anything below is left out. */
  readonly level?: LogLevel;
  /** Bytes after which a new file is begun. */
  readonly maxBytes?: number;
}

const ranks: Readonly<Record<LogLevel, number>> = { debug: 0, info: 1, warn: 2, error: 3 };
const append = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | noFollowing;
/** A name of Home Assistant's may be as long as it likes; a line of the log may not. */
const longestFact = 2_000;
/** The one being written and four older ones. */
const files = 5;

/**
 * JSON lines in `app.log`, older ones in `app.1.log` to `app.4.log`, for this user alone. Written at once, so that the
 * last line before a crash is there; opened again for each line, so that a second process may write and rotate, too.
 */
export class FileLogger implements Logger {
  readonly #options: Required<FileLoggerOptions>;
  /** Lines that could not be written. A log must not bring the program down; the next line that works tells of them. */
  #lost = 0;

  constructor(options: FileLoggerOptions) {
    this.#options = { level: 'info', maxBytes: 1_000_000, ...options };
  }

  debug(event: string, facts?: LogFacts): void {
    this.#log('debug', event, facts);
  }

  info(event: string, facts?: LogFacts): void {
    this.#log('info', event, facts);
  }

  warn(event: string, facts?: LogFacts): void {
    this.#log('warn', event, facts);
  }

  error(event: string, facts?: LogFacts): void {
    this.#log('error', event, facts);
  }

  #log(level: LogLevel, event: string, facts: LogFacts | undefined): void {
    if (ranks[level] < ranks[this.#options.level]) return;
    const line = {
      at: this.#options.now().toISOString(),
      level,
      pid: process.pid,
      event: this.#options.redact(event),
      ...(facts ? { facts: this.#clean(facts) } : {}),
      ...(this.#lost > 0 ? { lostLines: this.#lost } : {}),
    };
    try {
      this.#write(`${jsonText(line)}\n`);
      this.#lost = 0;
    } catch {
      this.#lost += 1;
    }
  }

  /** With its name in front: `password` or `code` tell what a bare value is. */
  #clean(facts: LogFacts): Record<string, string | number | boolean> {
    const cleaned: Record<string, string | number | boolean> = {};
    for (const [name, value] of Object.entries(facts)) {
      if (value !== undefined)
        cleaned[name] = typeof value === 'string' ? this.#cleanText(name, value).slice(0, longestFact) : value;
    }
    return cleaned;
  }

  #cleanText(name: string, value: string): string {
    const text = this.#options.redact(`${name}=${value}`);
    return text.startsWith(`${name}=`) ? text.slice(name.length + 1) : this.#options.redact(value);
  }

  #write(line: string): void {
    const { folder, maxBytes } = this.#options;
    const current = join(folder, 'app.log');
    const found = lstatSync(current, { throwIfNoEntry: false });
    if (!found) mkdirSync(folder, { recursive: true, mode: 0o700 });
    // A link would be written through, and a pipe waits for its reader.
    else if (!found.isFile()) rmSync(current);
    else if (found.size + Buffer.byteLength(line) > maxBytes) this.#rotate();
    const file = openSync(current, append, 0o600);
    const { size } = fstatSync(file);
    try {
      writeFileSync(file, line);
    } catch (error) {
      // A full disk takes half a line, and the next one would grow onto it.
      ftruncateSync(file, size);
      throw error;
    } finally {
      closeSync(file);
    }
  }

  #rotate(): void {
    const names = Array.from({ length: files }, (_, age) =>
      join(this.#options.folder, age === 0 ? 'app.log' : `app.${age}.log`),
    );
    rmSync(names[files - 1] ?? '', { force: true });
    for (let age = files - 2; age >= 0; age -= 1) moveIfThere(names[age] ?? '', names[age + 1] ?? '');
  }
}

const moveIfThere = (from: string, to: string): void => {
  const found = lstatSync(from, { throwIfNoEntry: false });
  if (!found) return;
  renameSync(from, to);
  if (found.isFile()) chmodSync(to, 0o600);
};
