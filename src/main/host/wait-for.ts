import type { App } from '../../core/app.ts';
import { toAppError } from '../../core/errors/app-error.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { NetworkIdentity } from '../../core/ports/network.ts';
import type { Problem } from '../../shared/run-report.ts';
import type { HostTimings } from './host-timings.ts';

export interface NetworkWait {
  readonly network: Pick<NetworkIdentity, 'current'>;
  readonly clock: Clock;
  readonly timings: Pick<HostTimings, 'networkPoll' | 'networkDeadline' | 'settle'>;
  /** Host of the user's Home Assistant. */
  readonly host: string;
}

/**
 * After a sleep: until there is a way to Home Assistant again, and then until it can be trusted to last. Ends in any case.
 * Error: `sync.cancelled`.
 */
export const waitForNetwork = async (
  { network, clock, timings, host }: NetworkWait,
  signal: AbortSignal,
): Promise<void> => {
  const since = clock.now().getTime();
  const isOver = (): boolean => clock.now().getTime() - since > timings.networkDeadline;
  while (!isOver() && (await network.current(host).catch(() => undefined)) === undefined)
    await clock.wait(timings.networkPoll, signal);
  await clock.wait(timings.settle, signal);
};

export interface SecretsWait {
  readonly app: Pick<App, 'checkSecrets'>;
  readonly clock: Clock;
  readonly pauses: readonly number[];
  /** Told while the store is locked, and once more (undefined) when it is open or nobody waits any more. */
  readonly onLocked: (problem: Problem | undefined) => void;
}

/**
 * Right after a login the keychain may still be locked; that is not "not set up", nor a failure to be written down. Any
 * other trouble with the secrets is left to the run that needs them. Error: `sync.cancelled`.
 */
export const waitForSecrets = async (
  { app, clock, pauses, onLocked }: SecretsWait,
  signal: AbortSignal,
): Promise<void> => {
  try {
    for (let attempt = 0; ; attempt += 1) {
      const error = await app.checkSecrets().then(() => undefined, toAppError);
      if (error?.code !== 'secrets.locked') break;
      onLocked({ code: error.code, facts: error.facts });
      await clock.wait(pauses[Math.min(attempt, pauses.length - 1)] ?? 0, signal);
    }
  } finally {
    onLocked(undefined);
  }
};
