import { afterEach, beforeEach } from 'vitest';

const names = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK', 'uncaughtException', 'unhandledRejection'] as const;

/** What the shell does to the listeners of its process is undone after each test: the test runner has some of its own. */
export const keepSignals = (): void => {
  const emitter: NodeJS.EventEmitter = process;
  let kept: Map<string, ((...args: unknown[]) => void)[]>;
  beforeEach(() => {
    kept = new Map(names.map((name) => [name, emitter.listeners(name) as ((...args: unknown[]) => void)[]]));
  });
  afterEach(() => {
    for (const [name, listeners] of kept) {
      emitter.removeAllListeners(name);
      for (const listener of listeners) emitter.on(name, listener);
    }
  });
};
