import type { App } from '../../../core/app.ts';
import { AppError, isCode, toAppError } from '../../../core/errors/app-error.ts';
import type { ParsedInput } from '../../../shared/contract/commands.ts';
import { restoringKinds, type SavedSeveral, type SearchView } from '../../../shared/contract/views.ts';
import type { BackupList, PinResult, Status, TestResult } from '../../../shared/status.ts';
import { givenKeys } from '../given-keys.ts';
import type { Handlers, HandlersOf, HostContext } from '../host-context.ts';
import { baseOf, orGivenUp } from './given-up.ts';
import { restoredCommands } from './restored.ts';
import { wayBackCommands } from './way-back.ts';

export const backupCommands = (context: HostContext): HandlersOf<'backup' | 'backups' | 'restored' | 'retention'> => {
  const { app, shell, jobs } = context;
  return {
    'backup.start': async ({ create, again = [] }) => {
      try {
        await backUpNow(context, create, again);
      } finally {
        // A user who asks for a backup is through with the set-up, whether its last page was seen or not.
        context.background.arm();
      }
      return null;
    },
    'backup.cancel': () => {
      jobs.cancel('backup', 'remove', 'pin', 'connect');
      return Promise.resolve(null);
    },
    ...listCommands(context),
    'backups.remove': async ({ archives }) => {
      await jobs.run('remove', (signal) => app.removeCopies(archives, signal));
      return null;
    },
    'backups.pin': (input) => pinBackup(context, input),
    'backups.accept-removal': async () => {
      await app.acceptRemoval(undefined);
      return null;
    },
    'backups.upload-again': async () => {
      await backUpNow(context, false, await vanishedIds(app));
      return null;
    },
    'backups.restore': async ({ folder, ...input }) => {
      const to = await shell.chooseFolder();
      if (to === null) return null;
      return await orGivenUp(
        jobs.run('restore', (signal, onActivity) =>
          app.restore({ ...input, ...baseOf(folder), to }, onActivity, signal),
        ),
      );
    },
    'backups.restore-several': (input) => restoreSeveral(context, input),
    'backups.test': (input) => testBackup(context, input),
    ...wayBackCommands(context),
    ...restoredCommands(context),
    'backups.restore-cancel': () => {
      jobs.cancel(...restoringKinds);
      return Promise.resolve(null);
    },
    'retention.preview': ({ retentionDays: days, floor, adoptedComputers }) =>
      app.previewRetention({ days, floor }, adoptedComputers),
  };
};

const pinBackup = async (
  { app, jobs }: HostContext,
  { archive, pinned, folder }: ParsedInput<'backups.pin'>,
): Promise<PinResult> => {
  const where = folder === undefined ? {} : { baseFolder: folder };
  return await jobs.run('pin', (signal) => app.pin({ id: archive, pinned, ...where }, signal));
};

/** What was saved before one fails is there, and is told. */
const restoreSeveral = async (
  { app, jobs, shell }: Pick<HostContext, 'app' | 'jobs' | 'shell'>,
  { copies }: ParsedInput<'backups.restore-several'>,
): Promise<SavedSeveral | null> => {
  const to = await shell.chooseFolder();
  if (to === null) return null;
  return await orGivenUp(
    jobs.run('restore', async (signal, onActivity) => {
      for (const [saved, { folder, ...copy }] of copies.entries())
        try {
          await app.restore({ ...copy, ...baseOf(folder), to }, onActivity, signal);
        } catch (error) {
          if (isCode(error, 'sync.cancelled')) throw error;
          const { code, facts } = toAppError(error);
          return { saved, folder: to, problem: { code, facts } };
        }
      return { saved: copies.length, folder: to, problem: null };
    }),
  );
};

const testBackup = async (
  { app, jobs, redactor }: HostContext,
  { folder, key, ...which }: ParsedInput<'backups.test'>,
): Promise<TestResult | null> => {
  const keys = givenKeys(key, redactor);
  const input = { which, moreKeys: () => Promise.resolve(keys), ...baseOf(folder) };
  return await orGivenUp(
    jobs.run('test', async (signal, onActivity) => {
      const tested = await app.test(input, onActivity, signal);
      if (key?.remember === true && tested.level > 1) await app.rememberKeys(keys, signal);
      return tested;
    }),
  );
};

const listCommands = (context: HostContext): Pick<Handlers, 'backups.list' | 'backups.list-cancel'> => ({
  'backups.list': (input) => list(context, input),
  'backups.list-cancel': () => {
    context.scheduler.cancelAll('list');
    return Promise.resolve(null);
  },
});

/** All backups that disappeared from iCloud and that Home Assistant still has: the status names only some of many. */
export const vanishedIds = async (app: Pick<App, 'listRemembered'>): Promise<string[]> => {
  const { backups } = await app.listRemembered();
  return backups.filter(({ reason }) => reason === 'vanished' || reason === 'in-doubt').map(({ id }) => id);
};

/** A run that the user ordered, whatever schedule and pauses say. Errors: why it failed; a run that was given up is none. */
export const backUpNow = async (
  { app, jobs, state, clock }: Pick<HostContext, 'app' | 'jobs' | 'state' | 'clock'>,
  create: boolean,
  asked: readonly string[],
): Promise<void> => {
  const { outcome, problem } = await jobs.run('backup', (signal, onActivity) =>
    app.backUp({ create, asked, by: 'user' }, onActivity, signal),
  );
  if (outcome !== 'failed' || !problem) return;
  state.dispatch({ type: 'order-failed', problem, at: clock.now().toISOString() });
  throw new AppError(problem.code, problem.facts);
};

/** What was seen last stands in for a side that cannot be asked now: a list without its copies would look like a loss. */
const list = async (
  { app, state, scheduler }: HostContext,
  { allInstances, fresh, folder, everywhere = false }: ParsedInput<'backups.list'>,
): Promise<BackupList> => {
  const where = { everywhere, ...(folder === undefined ? {} : { baseFolder: folder }) };
  if (allInstances)
    return await searched(state, (onFolder) =>
      scheduler.run('list', (signal) => app.list({ allInstances, onFolder, ...where }, signal)),
    );
  const listNow = (): Promise<BackupList> => scheduler.run('list', (signal) => app.list({ allInstances }, signal));
  const isSeen = wasSeen(state.current().status);
  if (scheduler.isTaken || (isSeen && !fresh)) return await app.listRemembered();
  try {
    const now = await listNow();
    return now.problems.length === 0 ? now : { ...(await app.listRemembered()), problems: now.problems };
  } catch (error) {
    // Another process is at work, or the user ordered something meanwhile.
    if (!isCode(error, 'sync.running', 'sync.cancelled')) throw error;
    return await app.listRemembered();
  }
};

/** Shows how far it is as long as it lasts. */
const searched = async (
  state: Pick<HostContext['state'], 'dispatch'>,
  search: (onFolder: (progress: SearchView) => void) => Promise<BackupList>,
): Promise<BackupList> => {
  try {
    return await search((progress) => state.dispatch({ type: 'search', search: progress }));
  } finally {
    state.dispatch({ type: 'search', search: null });
  }
};

const wasSeen = ({ home, icloud }: Status): boolean => typeof home?.seenAt === 'string' && icloud.seenAt !== null;
