import type { ActivityEntry, DayView, FoundHome } from '../shared/contract/views.ts';
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
import type { OtherComputer, SettingsPatch, UserSettings } from '../shared/user-settings.ts';
import { createContext, type AppPorts } from './context.ts';
import { changeFolder, type FolderChange } from './commands/change-folder.ts';
import { changeSettings, readSettings } from './commands/change-settings.ts';
import { checkFile } from './commands/check-file.ts';
import { checkSecrets } from './commands/check-secrets.ts';
import { findHomes } from './commands/find-homes.ts';
import { listBackups, type ListInput } from './commands/list-backups.ts';
import { logout, type LogoutWhat } from './commands/logout.ts';
import { otherComputers } from './commands/other-computers.ts';
import { previewRetention } from './commands/preview-retention.ts';
import { pruneNow, type PruneInput } from './commands/prune-now.ts';
import { readHistory } from './commands/read-history.ts';
import { recentDays } from './commands/recent-days.ts';
import { listRemembered } from './commands/remembered.ts';
import { removeCopy } from './commands/remove-copy.ts';
import { restoreBackup, type RestoreInput } from './commands/restore-backup.ts';
import { backUp, type BackUpInput } from './commands/back-up.ts';
import { setUp, type SetUpInput } from './commands/set-up.ts';
import { nextCodeAt, signInAgain } from './commands/sign-in-again.ts';
import { approveSignIn, openSignIn } from './commands/sign-in.ts';
import { readStatus } from './commands/read-status.ts';
import { watch, type WatchListener } from './commands/watch.ts';
import type { RetentionSettings } from './domain/retention.ts';
import type { Credentials, SignIn } from './icloud/sign-in.ts';
import type { SettingsStore } from './settings/settings.ts';

export type OnActivity = (activity: Activity) => void;

/** Everything the program can do, for a terminal as for windows. Every command may throw an AppError and takes a cancel. */
export interface App {
  readonly settings: SettingsStore;
  /** What the user decides, as front ends show and change it. */
  readSettings(): Promise<UserSettings>;
  changeSettings(patch: SettingsPatch): Promise<UserSettings>;
  /** Those that stored copies of the same home, by what was seen last: asks nobody. */
  otherComputers(): Promise<readonly OtherComputer[]>;
  changeFolder(baseFolder: string, how: FolderChange | undefined, signal: AbortSignal): Promise<void>;
  /** Every Home Assistant that makes itself known in this network; takes some seconds. */
  findHomes(signal: AbortSignal): Promise<readonly FoundHome[]>;
  setUp(input: SetUpInput, signal: AbortSignal): Promise<SetupResult>;
  /** One sign-in dialog; see SignIn. After `done` call `approve`, which also proves that the drive answers. */
  signIn(credentials: Credentials): Promise<SignIn>;
  /** The same with the account and password that are stored. */
  signInAgain(): Promise<SignIn>;
  /** When Apple may be asked for another code. */
  nextCodeAt(): Promise<Date>;
  /** The first look after a sign-in; `onWaiting` hears until when a device has to approve (ADP). */
  approve(onWaiting: (until: Date) => void, signal: AbortSignal): Promise<void>;
  /** Throws while the secrets cannot be read, `secrets.locked` right after a login for example. */
  checkSecrets(): Promise<void>;
  status(): Promise<Status>;
  /** The strip of the last 30 days, oldest first. */
  recentDays(timeZone?: string): Promise<readonly DayView[]>;
  /** Newest first. */
  history(): Promise<readonly ActivityEntry[]>;
  list(input: ListInput, signal: AbortSignal): Promise<BackupList>;
  /** As both sides were seen last: asks nobody. */
  listRemembered(): Promise<BackupList>;
  backUp(input: BackUpInput, onActivity: OnActivity, signal: AbortSignal): Promise<RunReport>;
  prune(input: PruneInput, signal: AbortSignal): Promise<PruneResult>;
  /** What retention would do with these numbers (and these computers in its care), by what was seen last: asks nobody. */
  previewRetention(retention: RetentionSettings, adoptedComputers?: readonly string[]): Promise<PruneResult>;
  /** One copy, to Recently Deleted, by the user's word; it does not come back by itself. */
  removeCopy(archive: string, signal: AbortSignal): Promise<void>;
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
    readSettings: () => readSettings(context),
    changeSettings: (patch) => changeSettings(context, patch),
    otherComputers: () => otherComputers(context),
    changeFolder: (baseFolder, how, signal) => changeFolder(context, baseFolder, how, signal),
    findHomes: (signal) => findHomes(context, signal),
    setUp: (input, signal) => setUp(context, input, signal),
    signIn: (credentials) => openSignIn(context, credentials),
    signInAgain: () => signInAgain(context),
    nextCodeAt: () => nextCodeAt(context),
    approve: (onWaiting, signal) => approveSignIn(context, onWaiting, signal),
    checkSecrets: () => checkSecrets(context),
    status: () => readStatus(context),
    recentDays: (timeZone) => recentDays(context, timeZone),
    history: () => readHistory(context),
    list: (input, signal) => listBackups(context, input, signal),
    listRemembered: () => listRemembered(context),
    backUp: (input, onActivity, signal) => backUp(context, input, onActivity, signal),
    prune: (input, signal) => pruneNow(context, input, signal),
    previewRetention: (retention, adopted) => previewRetention(context, retention, adopted),
    removeCopy: (archive, signal) => removeCopy(context, archive, signal),
    restore: (input, onActivity, signal) => restoreBackup(context, input, onActivity, signal),
    check: (file, signal) => checkFile(file, signal),
    watch: (listener, signal) => watch(context, listener, signal),
    logout: (what, signal) => logout(context, what, signal),
    close: () => context.close(),
  };
};
