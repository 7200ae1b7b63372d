import type { LogEntry, RequestKind } from './types.ts';

type Listener = (entry: LogEntry) => void;

/** Every request in the order of arrival. Entries are live until their answer is complete. */
export class RequestLog {
  #entries: LogEntry[] = [];
  readonly #listeners = new Set<Listener>();

  begin(entry: Pick<LogEntry, 'at' | 'method' | 'host' | 'path' | 'kind'>): LogEntry {
    const full: LogEntry = { ...entry, status: 0, bytesIn: 0, bytesOut: 0, done: false };
    this.#entries.push(full);
    this.changed(full);
    return full;
  }

  changed(entry: LogEntry): void {
    for (const listener of this.#listeners) listener(entry);
  }

  copy(): LogEntry[] {
    return this.#entries.map((entry) => ({ ...entry }));
  }

  clear(): void {
    this.#entries = [];
  }

  count(kind?: RequestKind): number {
    return kind === undefined ? this.#entries.length : this.#entries.filter((entry) => entry.kind === kind).length;
  }

  countOf(method: string, pathEnd: string): number {
    return this.#entries.filter((entry) => entry.method === method && entry.path.endsWith(pathEnd)).length;
  }

  waitFor(condition: (entry: LogEntry) => boolean): Promise<LogEntry> {
    const known = this.#entries.find(condition);
    if (known) return Promise.resolve({ ...known });
    return new Promise((resolve, reject) => {
      const listener: Listener = (entry) => {
        try {
          if (!condition(entry)) return;
          resolve({ ...entry });
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
        this.#listeners.delete(listener);
      };
      this.#listeners.add(listener);
    });
  }
}
