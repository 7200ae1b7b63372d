/** The time, handed in so that rules and tests decide what it is. */
export interface Clock {
  now(): Date;
  /** Resolves after `ms` or rejects with `sync.cancelled` when the signal fires. Timers do not keep the process alive. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
}
