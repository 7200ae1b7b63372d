import type { Activity, RunReport } from '../shared/run-report.ts';
import type {
  BackupList,
  CheckResult,
  LogoutResult,
  PruneResult,
  RestoreResult,
  SetupResult,
  Status,
} from '../shared/status.ts';
import { createContext, type AppPorts } from './context.ts';
import { checkFile } from './commands/check-file.ts';
import { listBackups, type ListInput } from './commands/list-backups.ts';
import { logout, type LogoutWhat } from './commands/logout.ts';
import { pruneNow, type PruneInput } from './commands/prune-now.ts';
import { restoreBackup, type RestoreInput } from './commands/restore-backup.ts';
import { backUp, type BackUpInput } from './commands/back-up.ts';
import { setUp, type SetUpInput } from './commands/set-up.ts';
import { approveSignIn, openSignIn } from './commands/sign-in.ts';
import { readStatus } from './commands/read-status.ts';
import { watch, type WatchListener } from './commands/watch.ts';
import type { Credentials, SignIn } from './icloud/sign-in.ts';
import type { SettingsStore } from './settings/settings.ts';

export type OnActivity = (activity: Activity) => void;

/** Everything the program can do, for a terminal as for windows. Every command may throw an AppError and takes a cancel. */
export interface App {
  readonly settings: SettingsStore;
  setUp(input: SetUpInput, signal: AbortSignal): Promise<SetupResult>;
  /** One sign-in dialog; see SignIn. After `done` call `approve`, which also proves that the drive answers. */
  signIn(credentials: Credentials): Promise<SignIn>;
  /** The first look after a sign-in; `onWaiting` hears until when a device has to approve (ADP). */
  approve(onWaiting: (until: Date) => void, signal: AbortSignal): Promise<void>;
  status(): Promise<Status>;
  list(input: ListInput, signal: AbortSignal): Promise<BackupList>;
  backUp(input: BackUpInput, onActivity: OnActivity, signal: AbortSignal): Promise<RunReport>;
  prune(input: PruneInput, signal: AbortSignal): Promise<PruneResult>;
  restore(input: RestoreInput, onActivity: OnActivity, signal: AbortSignal): Promise<RestoreResult>;
  check(file: string, signal: AbortSignal): Promise<CheckResult>;
  /** Background sync until the signal fires. */
  watch(listener: WatchListener, signal: AbortSignal): Promise<void>;
  logout(what: LogoutWhat, signal: AbortSignal): Promise<LogoutResult>;
  close(): Promise<void>;
}

export const createApp = async (ports: AppPorts): Promise<App> => {
  const context = await createContext(ports);
  return {
    settings: context.settings,
    setUp: (input, signal) => setUp(context, input, signal),
    signIn: (credentials) => openSignIn(context, credentials),
    approve: (onWaiting, signal) => approveSignIn(context, onWaiting, signal),
    status: () => readStatus(context),
    list: (input, signal) => listBackups(context, input, signal),
    backUp: (input, onActivity, signal) => backUp(context, input, onActivity, signal),
    prune: (input, signal) => pruneNow(context, input, signal),
    restore: (input, onActivity, signal) => restoreBackup(context, input, onActivity, signal),
    check: (file, signal) => checkFile(file, signal),
    watch: (listener, signal) => watch(context, listener, signal),
    logout: (what, signal) => logout(context, what, signal),
    close: () => context.close(),
  };
};
