import { AppError } from '../errors/app-error.ts';
import type { CreateProgress } from '../ports/backup-source.ts';
import { localAgentOf } from '../domain/choose-copy.ts';
import type { Made, Order } from './creation-state.ts';
import { createFailure } from './errors.ts';
import { Follower } from './follower.ts';
import { agentsSchema, jobSchema, keySchema, settingsSchema } from './schemas.ts';
import { ask, type Session } from './session.ts';
import type { Command } from './socket.ts';

/**
 * Has Home Assistant make a backup and waits for its end. Cancelling ends the waiting only: Home Assistant has no way to stop.
 * Errors: `ha.busy`, `ha.starting`, `ha.create-failed`, `ha.create-stuck`.
 */
export const createBackup = async (
  session: Session,
  onProgress: (progress: CreateProgress) => void,
  signal: AbortSignal,
): Promise<Made> => {
  const follower = new Follower(session, onProgress);
  try {
    await follower.waitUntilFree(signal);
    const { command, kind } = await chooseOrder(session, signal);
    const order: Order = { kind, jobId: await give(session, command, signal) };
    return { order, failed: await follower.waitForEnd(signal), partial: false };
  } finally {
    follower.stop();
  }
};

const give = async ({ link }: Session, command: Command, signal: AbortSignal): Promise<string> => {
  try {
    return (await link.ask(command, jobSchema, signal)).backup_job_id;
  } catch (error) {
    throw createFailure(error);
  }
};

/** Folders of a full backup with a Supervisor (facts#making-a-backup). */
const allFolders = ['share', 'addons/local', 'ssl', 'media'];

/** Home Assistant's automatic settings where there are some, else everything on its own disk, with its key if it has one. */
const chooseOrder = async (
  session: Session,
  signal: AbortSignal,
): Promise<{ command: Command; kind: Order['kind'] }> => {
  const { configured } = await ask(session, { type: 'backup/config/info' }, settingsSchema, signal);
  if (configured) return { command: { type: 'backup/generate_with_automatic_settings' }, kind: 'automatic' };
  const agent = localAgentOf(await ask(session, { type: 'backup/agents/info' }, agentsSchema, signal));
  if (agent === undefined) throw new AppError('ha.no-agent');
  const password = await ask(session, { type: 'backup/config/info' }, keySchema, signal);
  const command = {
    type: 'backup/generate',
    agent_ids: [agent],
    include_database: true,
    include_homeassistant: true,
    // Core alone has neither and refuses the words (facts#making-a-backup).
    ...(agent.startsWith('hassio.') && { include_all_addons: true, include_folders: allFolders }),
    ...(password !== undefined && { password }),
  };
  return { command, kind: 'manual' };
};
