import { appendFileSync, chmodSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { LogFacts, Logger } from '../core/ports/logger.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

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
/** The one being written and four older ones. */
const files = 5;

/**
 * JSON lines in `app.log`, older ones in `app.1.log` to `app.4.log`, for this user alone. Written at once, so that the
 * last line before a crash is there; opened anew for each line, so that a second process may write and rotate, too.
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
      this.#write(`${JSON.stringify(line)}\n`);
      this.#lost = 0;
    } catch {
      this.#lost += 1;
    }
  }

  /** With its name in front: `password` or `code` tell what a bare value is. */
  #clean(facts: LogFacts): Record<string, string | number | boolean> {
    const cleaned: Record<string, string | number | boolean> = {};
    for (const [name, value] of Object.entries(facts)) {
      if (value !== undefined) cleaned[name] = typeof value === 'string' ? this.#cleanText(name, value) : value;
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
    const size = statSync(current, { throwIfNoEntry: false })?.size;
    if (size === undefined) mkdirSync(folder, { recursive: true, mode: 0o700 });
    else if (size + Buffer.byteLength(line) > maxBytes) this.#rotate();
    appendFileSync(current, line, { mode: 0o600 });
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
  if (statSync(from, { throwIfNoEntry: false }) === undefined) return;
  renameSync(from, to);
  chmodSync(to, 0o600);
};
