import { z } from 'zod';
import { endsByItself, refusesToken } from '../../shared/problems/rules.ts';
import type { RestoreEnd } from '../../shared/into-home.ts';
import type { Holdings } from '../domain/restore-choice.ts';
import { AppError, isCode, isSuch, throwIfCancelled } from '../errors/app-error.ts';
import { withDeadline } from './deadline.ts';
import { CommandRefused, commandFailure, createFailure, words } from './errors.ts';
import { managerEventSchema, type ManagerEvent } from './schemas.ts';
import { askConfig, type Session } from './session.ts';

/** What is to be restored, and where from. */
export interface RestoreOrder extends Holdings {
  readonly id: string;
  readonly agentId: string;
  /** Secret. */
  readonly key: string | undefined;
}

const subscribe = { type: 'backup/subscribe_events' };

/**
 * Has Home Assistant restore a backup and follows it over its restart (facts#restoring). The caller has seen that it is free.
 * Cancelling ends the following only. Errors before anything was changed: `restore.wrong-key`, `restore.refused`, `ha.busy`,
 * `ha.starting`, `ha.unreachable`; after that: `restore.failed` with Home Assistant's reason, `restore.not-back`.
 */
export const restoreThere = async (
  session: Session,
  order: RestoreOrder,
  onStage: (stage: string) => void,
  signal: AbortSignal,
): Promise<RestoreEnd> => {
  const course = new Course(onStage);
  const socket = await session.link.open(signal);
  const stop = await socket.subscribe(subscribe, course.note, signal);
  try {
    await socket.request(commandOf(order), signal, session.timeouts.createSilence);
    // Without Home Assistant's own part there is no restart, and its answer is the end.
    return 'completed';
  } catch (error) {
    if (error instanceof CommandRefused) throw refusalOf(error, course);
    // The answer never comes when it has begun; where nothing was heard of a beginning, nobody knows.
    if (!isCode(error, 'ha.unreachable') || !course.hasBegun) throw error;
  } finally {
    stop();
  }
  onStage('core_restart');
  return await waitForReturn(session, signal);
};

const commandOf = ({ id, agentId, key, homeassistant, database, apps, folders }: RestoreOrder) => ({
  type: 'backup/restore',
  backup_id: id,
  agent_id: agentId,
  restore_homeassistant: homeassistant,
  restore_database: database,
  ...(key !== undefined && { password: key }),
  ...(apps.length > 0 && { restore_addons: apps }),
  ...(folders.length > 0 && { restore_folders: folders }),
});

/** How far it has come, from Home Assistant's events. */
class Course {
  readonly #onStage: (stage: string) => void;
  hasBegun = false;
  /** It said that it works on something, not only that it begins. */
  isUnderWay = false;

  constructor(onStage: (stage: string) => void) {
    this.#onStage = onStage;
  }

  readonly note = (raw: unknown): void => {
    const event = managerEventSchema.safeParse(raw).data;
    if (event?.manager_state !== 'restore_backup') return;
    this.hasBegun = true;
    if (typeof event.stage !== 'string') return;
    this.isUnderWay = true;
    this.#onStage(event.stage);
  };
}

const refusalOf = (refusal: CommandRefused, { isUnderWay }: Course): unknown => {
  if (refusal.code === 'password_incorrect') return new AppError('restore.wrong-key');
  const failure = createFailure(refusal);
  if (!isCode(failure, 'ha.create-failed')) return failure;
  const reason = words(refusal.says) || refusal.code;
  return new AppError(isUnderWay ? 'restore.failed' : 'restore.refused', { reason });
};

/** Only what is asked for here; which of the two keys there is depends on the version, 2025.1 has neither. */
const endSchema = z.object({
  state: z.string().optional().catch(undefined),
  last_action_event: managerEventSchema.nullish().catch(undefined),
  last_non_idle_event: managerEventSchema.nullish().catch(undefined),
});

/** Asks again and again until it runs and has said how it went. */
const waitForReturn = async (session: Session, signal: AbortSignal): Promise<RestoreEnd> => {
  const { clock, timeouts, url } = session;
  const ms = timeouts.restoreAway;
  const late = (): AppError => new AppError('restore.not-back', { url, minutes: Math.round(ms / 60_000) });
  return await withDeadline({ clock, ms, signal, late }, async (until) => {
    for (;;) {
      await clock.wait(timeouts.restoreLook, until);
      const end = await look(session, until);
      if (end) return end;
    }
  });
};

const look = async (session: Session, signal: AbortSignal): Promise<RestoreEnd | undefined> => {
  try {
    const config = await askConfig(session, signal);
    if (config.state !== 'RUNNING') return undefined;
    const info = await session.link.ask({ type: 'backup/info' }, endSchema, signal, session.timeouts.list);
    if (info.state === 'blocked') return undefined;
    return endOf(info.last_action_event ?? info.last_non_idle_event);
  } catch (thrown) {
    throwIfCancelled(signal);
    // The users are those of the backup now, and this token is none of theirs.
    if (isSuch(thrown, refusesToken)) return 'other-users';
    const error = commandFailure(thrown);
    if (error instanceof AppError && endsByItself(error.code)) return undefined;
    throw error;
  }
};

/** Undefined: it still works on it. */
const endOf = (event: ManagerEvent | null | undefined): RestoreEnd | undefined => {
  if (event?.manager_state !== 'restore_backup') return 'came-back';
  if (event.state === 'failed')
    throw new AppError('restore.failed', { reason: words(event.reason ?? '') || 'unknown_error' });
  return event.state === 'completed' ? 'completed' : undefined;
};
