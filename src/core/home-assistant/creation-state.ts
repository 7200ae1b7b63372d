import type { HaBackup, Listing } from '../domain/backup.ts';
import { AppError } from '../errors/app-error.ts';
import type { CreateOutcome } from '../ports/backup-source.ts';
import type { ManagerEvent } from './schemas.ts';

/** How far a backup in the making has come, from Home Assistant's events. */
export interface CreationState {
  readonly phase: 'asked' | 'running' | 'ended';
  /** Home Assistant's word; stages repeat and go back (facts#making-a-backup). */
  readonly stage: string | undefined;
  /** Reason of the failure that Home Assistant reported. A copy may exist all the same. */
  readonly failed: string | undefined;
}

export const asked: CreationState = { phase: 'asked', stage: undefined, failed: undefined };

/** Only a return to idle ends it: `completed` and `failed` come before the last files are in their places. */
export const follow = (course: CreationState, event: ManagerEvent): CreationState => {
  if (event.manager_state === 'idle') return course.phase === 'running' ? { ...course, phase: 'ended' } : course;
  if (event.manager_state !== 'create_backup' || course.phase === 'ended') return course;
  return {
    phase: 'running',
    stage: event.stage ?? course.stage,
    failed: event.state === 'failed' ? (event.reason ?? 'unknown') : course.failed,
  };
};

/** Home Assistant took the order: the next idle is its end, even if every event between was missed. */
export const confirm = (course: CreationState): CreationState =>
  course.phase === 'asked' ? { ...course, phase: 'running' } : course;

export interface Order {
  /** On Core the new backup's id, with a Supervisor something else (facts#backup-entries). */
  readonly jobId: string;
  readonly kind: HaBackup['kind'];
}

/** How a creation ended, as far as Home Assistant told. */
export interface Made {
  readonly order: Order;
  /** Reason of the failure that it reported. */
  readonly failed: string | undefined;
  /** It reported that a part could not be saved. */
  readonly partial: boolean;
}

/** The new one among the backups listed afterwards: others may have been made at the same time. */
const findNew = (
  before: ReadonlySet<string>,
  after: readonly HaBackup[],
  { jobId, kind }: Order,
): HaBackup | undefined => {
  const fits = (backup: HaBackup): number => (backup.id === jobId ? 2 : 0) + (backup.kind === kind ? 1 : 0);
  return after
    .filter(({ id }) => !before.has(id))
    .toSorted((a, b) => fits(b) - fits(a) || Date.parse(b.date) - Date.parse(a.date))[0];
};

/**
 * What came out, by listing again: a reported failure of one location leaves good copies on the others
 * (facts#making-a-backup). Errors: `ha.create-failed` with Home Assistant's reason, or why the list cannot tell.
 */
export const outcomeOf = (
  before: readonly HaBackup[],
  after: Listing<HaBackup>,
  order: Order,
  failed: string | undefined,
): CreateOutcome => {
  const backup = findNew(new Set(before.map(({ id }) => id)), after.items, order);
  if (!backup) {
    if (!after.complete && failed === undefined) throw after.why;
    throw new AppError('ha.create-failed', { reason: failed ?? 'nothing-new' });
  }
  const { agents, addons, folders } = backup.failed;
  return { backup, partial: failed !== undefined || agents.length + addons.length + folders.length > 0 };
};
