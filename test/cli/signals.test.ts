import { afterEach, beforeEach, expect, it } from 'vitest';
import { onEndSignal, type EndSignal } from '../../src/adapters/signals.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK'] as const satisfies readonly EndSignal[];

/** The test runner's own listeners come back after each test. */
let others: Map<EndSignal, NodeJS.SignalsListener[]>;
beforeEach(() => {
  others = new Map(signals.map((signal) => [signal, process.listeners(signal)]));
});
afterEach(() => {
  for (const [signal, listeners] of others) {
    process.removeAllListeners(signal);
    for (const listener of listeners) process.on(signal, listener);
  }
});

it.each(signals)('%s is heard once, whatever else listened before, until it is let go', (signal) => {
  const heard: string[] = [];
  process.on(signal, () => void heard.push('another library'));
  const stop = onEndSignal((which) => heard.push(which));
  process.emit(signal, signal);
  expect(heard).toEqual([signal]);
  stop();
  expect(process.listenerCount(signal)).toBe(0);
});
