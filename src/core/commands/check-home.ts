import type { Problem } from '../../shared/run-report.ts';
import type { HomeCheck } from '../../shared/into-home.ts';
import { restoreTrap, type Incoming } from '../domain/restore-traps.ts';
import { problemOf } from '../sync/transfer.ts';
import { openTarget, type OtherHome, type TargetNeeds } from './open-target.ts';

export interface CheckHomeInput {
  /** As its manifest tells of it. */
  readonly backup: Incoming;
  /** Default: the Home Assistant that was set up. */
  readonly home?: OtherHome;
}

/**
 * Whether a Home Assistant can take a backup, before anything is transferred: it alone is asked. What is known to fail is an answer;
 * errors are those of a connection.
 */
export const checkHome = async (
  context: TargetNeeds,
  { backup, home }: CheckHomeInput,
  signal: AbortSignal,
): Promise<HomeCheck> => {
  await context.settings.load();
  const target = await openTarget(context, home, signal);
  try {
    const receiver = await target.describe(signal);
    const trap = restoreTrap(backup, receiver);
    const problem: Problem | null = trap ? problemOf(trap) : null;
    return { name: receiver.name, url: receiver.url, version: receiver.version, trap: problem };
  } finally {
    await target.close();
  }
};
