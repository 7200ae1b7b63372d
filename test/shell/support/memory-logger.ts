import type { LogFacts, Logger } from '../../../src/core/ports/logger.ts';

/** Keeps what was logged, as one text for each line. */
export class MemoryLogger implements Logger {
  readonly lines: string[] = [];

  debug(event: string, facts?: LogFacts): void {
    this.#keep(event, facts);
  }

  info(event: string, facts?: LogFacts): void {
    this.#keep(event, facts);
  }

  warn(event: string, facts?: LogFacts): void {
    this.#keep(event, facts);
  }

  error(event: string, facts?: LogFacts): void {
    this.#keep(event, facts);
  }

  #keep(event: string, facts?: LogFacts): void {
    this.lines.push(`${event} ${JSON.stringify(facts ?? {})}`);
  }
}
