import { AppError, isCode, toAppError } from '../../../core/errors/app-error.ts';
import type { ParsedInput } from '../../../shared/contract/commands.ts';
import type { BackupList, Status } from '../../../shared/status.ts';
import type { Handlers, HostRoom } from '../host-room.ts';

type Names =
  | 'backup.start'
  | 'backup.cancel'
  | 'backups.list'
  | 'backups.remove'
  | 'backups.restore'
  | 'backups.restore-cancel'
  | 'backups.show-restored'
  | 'retention.preview';

export const backupCommands = (room: HostRoom): Pick<Handlers, Names> => {
  const { app, shell, jobs } = room;
  let restored: string | undefined;
  return {
    'backup.start': async ({ create, again = [] }) => {
      try {
        await backUpNow(room, create, again);
      } finally {
        // Whoever orders a backup is through with the set-up, whether its last page was seen or not.
        room.background.arm();
      }
      return null;
    },
    'backup.cancel': () => {
      jobs.cancel('backup', 'remove', 'connect');
      return Promise.resolve(null);
    },
    'backups.list': (input) => list(room, input),
    'backups.remove': async ({ archive }) => {
      await jobs.run('remove', (signal) => app.removeCopy(archive, signal));
      return null;
    },
    'backups.restore': async (input) => {
      const to = await shell.chooseFolder();
      if (to === null) return null;
      try {
        const result = await jobs.run('restore', (signal, onActivity) =>
          app.restore({ ...input, to }, onActivity, signal),
        );
        restored = result.file;
        return result;
      } catch (error) {
        // Given up by the user. Whoever comes back to a computer that slept has to be told, and what is kept.
        if (isCode(error, 'sync.cancelled') && toAppError(error).facts['by'] !== 'sleep') return null;
        throw error;
      }
    },
    'backups.restore-cancel': () => {
      jobs.cancel('restore');
      return Promise.resolve(null);
    },
    'backups.show-restored': () => {
      if (restored !== undefined) shell.showInFolder(restored);
      return Promise.resolve(null);
    },
    'retention.preview': ({ retentionDays: days, floor, adoptedComputers }) =>
      app.previewRetention({ days, floor }, adoptedComputers),
  };
};

/** A run that the user ordered, whatever schedule and pauses say. Errors: why it failed; a run that was given up is none. */
export const backUpNow = async (
  { app, jobs }: Pick<HostRoom, 'app' | 'jobs'>,
  create: boolean,
  asked: readonly string[],
): Promise<void> => {
  const { outcome, problem } = await jobs.run('backup', (signal, onActivity) =>
    app.backUp({ create, asked, by: 'user' }, onActivity, signal),
  );
  if (outcome === 'failed' && problem) throw new AppError(problem.code, problem.facts);
};

/** What was seen last stands in for a side that cannot be asked now: a list without its copies would look like a loss. */
const list = async (
  { app, jobs, talk, state, lists }: HostRoom,
  { allInstances, fresh }: ParsedInput<'backups.list'>,
): Promise<BackupList> => {
  const listNow = (): Promise<BackupList> => lists.run((signal) => app.list({ allInstances }, signal));
  if (allInstances) return await listNow();
  const isSeen = wasSeen(state.current().status);
  if (jobs.isBusy || talk.isTalking || (isSeen && !fresh)) return await app.listRemembered();
  try {
    const now = await listNow();
    return now.problems.length === 0 ? now : { ...(await app.listRemembered()), problems: now.problems };
  } catch (error) {
    // Another process is at work, or the user ordered something meanwhile.
    if (!isCode(error, 'sync.running', 'sync.cancelled')) throw error;
    return await app.listRemembered();
  }
};

const wasSeen = ({ home, icloud }: Status): boolean => typeof home?.seenAt === 'string' && icloud.seenAt !== null;
