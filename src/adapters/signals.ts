/** How a system or a person asks a program to end: Ctrl-C, kill, a closed terminal, Ctrl-Break on Windows. */
const endSignals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK'] as const;
export type EndSignal = (typeof endSignals)[number];

/**
 * Calls back for every one of them; returns how to stop listening, which gives them back to the system. The only listener
 * from then on: a library that listens for the end of the process (execa brings one) may send a signal once more, which would
 * count as a second one. Call it when everything is imported.
 */
export const onEndSignal = (listener: (signal: EndSignal) => void): (() => void) => {
  const heard = endSignals.map((signal) => ({ signal, hear: (): void => listener(signal) }));
  for (const { signal, hear } of heard) process.removeAllListeners(signal).on(signal, hear);
  return () => {
    for (const { signal, hear } of heard) process.off(signal, hear);
  };
};
