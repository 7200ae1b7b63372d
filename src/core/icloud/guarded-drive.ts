import { closesCloud } from '../../shared/problems/rules.ts';
import { toAppError, type AppError } from '../errors/app-error.ts';
import type { Clock } from '../ports/clock.ts';
import type { Destination } from '../ports/destination.ts';
import type { Gates } from '../state/gates.ts';
import type { Cell } from '../state/json-file.ts';
import { checkApple, rememberApple } from './apple-gate.ts';

export interface DriveGuard {
  readonly gates: Cell<Gates>;
  readonly clock: Clock;
  /** Whether a refusal keeps everybody from asking Apple again. */
  readonly remembers: (error: AppError) => boolean;
}

/**
 * A refusal that is surely about the account, whatever was asked for. Where a person waits and many folders are looked
 * through, one that cannot be had must not cost the others.
 */
export const isAboutAccount = ({ code }: AppError): boolean => closesCloud(code) || code === 'cloud.throttled';

/** The same drive: no call goes out while Apple must be left alone, and what Apple refuses is remembered for the next one. */
export const guardDrive = (drive: Destination, { gates, clock, remembers }: DriveGuard): Destination => {
  const ask = async <T>(call: () => Promise<T>): Promise<T> => {
    checkApple(await gates.read(), clock.now());
    try {
      return await call();
    } catch (thrown) {
      const error = toAppError(thrown);
      // What Apple said counts, also where there is no room to note it.
      if (remembers(error))
        await gates.update((current) => rememberApple(current, error, clock.now())).catch(() => undefined);
      throw thrown;
    }
  };
  return {
    folders: (...given) => ask(() => drive.folders(...given)),
    browse: (...given) => ask(() => drive.browse(...given)),
    list: (...given) => ask(() => drive.list(...given)),
    names: (...given) => ask(() => drive.names(...given)),
    put: (...given) => ask(() => drive.put(...given)),
    arrived: (...given) => ask(() => drive.arrived(...given)),
    putText: (...given) => ask(() => drive.putText(...given)),
    keepIndex: (...given) => ask(() => drive.keepIndex(...given)),
    fetch: (...given) => ask(() => drive.fetch(...given)),
    read: (...given) => ask(() => drive.read(...given)),
    readRanges: (...given) => ask(() => drive.readRanges(...given)),
    remove: (...given) => ask(() => drive.remove(...given)),
    moveFolder: (...given) => ask(() => drive.moveFolder(...given)),
  };
};
