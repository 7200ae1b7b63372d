import { createContext, type Context } from './context.ts';
import type { AppPorts } from './app-ports.ts';
import { acceptRemoval } from './commands/accept-removal.ts';
import { changeFolder } from './commands/change-folder.ts';
import { changeSettings, confirmSettings, readSettings } from './commands/change-settings.ts';
import { checkHome } from './commands/check-home.ts';
import { checkFile } from './commands/check-file.ts';
import { checkWithKnownKeys } from './commands/check-with-known-keys.ts';
import { checkKeys } from './commands/check-keys.ts';
import { checkSecrets, checkSecretStore } from './commands/check-secrets.ts';
import { extractFile } from './commands/extract-file.ts';
import { findMoved } from './commands/find-moved.ts';
import { forgetKeys } from './commands/forget-keys.ts';
import { findHomes } from './commands/find-homes.ts';
import { lastRestore, tickRestoreStep } from './commands/last-restore.ts';
import { improveHome } from './commands/improve-home.ts';
import { moveHome } from './commands/move-home.ts';
import { listBackups } from './commands/list-backups.ts';
import { listContents } from './commands/list-contents.ts';
import { listKeys } from './commands/list-keys.ts';
import { logout } from './commands/logout.ts';
import { otherComputers } from './commands/other-computers.ts';
import { previewRetention } from './commands/preview-retention.ts';
import { probeHome } from './commands/probe-home.ts';
import { pinCopy } from './commands/pin-copy.ts';
import { pruneNow } from './commands/prune-now.ts';
import { readHistory } from './commands/read-history.ts';
import { recentDays } from './commands/recent-days.ts';
import { listRemembered } from './commands/remembered.ts';
import { startRestore } from './commands/start-restore.ts';
import { rememberKeys } from './commands/remember-keys.ts';
import { removeCopies } from './commands/remove-copies.ts';
import { restoreIntoHome } from './commands/restore-into-home.ts';
import { restoreBackup } from './commands/restore-backup.ts';
import { backUp } from './commands/back-up.ts';
import { runDoctor } from './commands/run-doctor.ts';
import { salvageFile } from './commands/salvage-file.ts';
import { setUp } from './commands/set-up.ts';
import { nextCodeAt, signInAgain } from './commands/sign-in-again.ts';
import { askToSignIn, finishSignIn } from './commands/sign-in-home.ts';
import { approveSignIn, openSignIn } from './commands/sign-in.ts';
import { readStatus } from './commands/read-status.ts';
import { testCopy } from './commands/test-copy.ts';
import { alarmServices, alarmText, setAlarm, testAlarm } from './commands/home-alarm.ts';
import { keepTellingHome, tellHome } from './commands/tell-home.ts';
import { keepPhoneCode, phoneServices, setPhoneCode } from './commands/phone-code.ts';
import { makeSheet } from './commands/make-sheet.ts';
import { writeSheet } from './commands/write-sheet.ts';
import { watch } from './commands/watch.ts';
import type { SettingsAccess } from './settings/settings.ts';

/** What each command does is in its file. The context that they all begin with is put in here. */
const commands = {
  readSettings,
  changeSettings,
  confirmSettings,
  otherComputers,
  changeFolder,
  findHomes,
  findMoved,
  moveHome,
  probeHome,
  setUp,
  askToSignIn,
  finishSignIn,
  improveHome,
  signIn: openSignIn,
  signInAgain,
  nextCodeAt,
  approve: approveSignIn,
  checkSecrets,
  checkSecretStore,
  status: readStatus,
  doctor: runDoctor,
  recentDays,
  history: readHistory,
  list: listBackups,
  listRemembered,
  backUp,
  prune: pruneNow,
  pin: pinCopy,
  previewRetention,
  removeCopies,
  acceptRemoval,
  restore: restoreBackup,
  restoreIntoHome,
  lastRestore,
  tickRestoreStep,
  startRestore,
  checkHome,
  makeSheet,
  writeSheet,
  keys: listKeys,
  checkKeys,
  forgetKeys,
  rememberKeys,
  check: checkFile,
  checkWithKnownKeys,
  contents: listContents,
  extract: extractFile,
  salvage: salvageFile,
  test: testCopy,
  watch,
  tellHome,
  keepTellingHome,
  alarmServices,
  setAlarm,
  testAlarm,
  alarmText,
  phoneServices,
  setPhoneCode,
  keepPhoneCode,
  logout,
};

type Commands = typeof commands;
type WithoutContext<Command> = Command extends (
  context: never,
  ...rest: infer Rest extends readonly unknown[]
) => infer Answer
  ? (...rest: Rest) => Answer
  : never;

/** Everything the program can do, for a terminal as for windows. Every command may throw an AppError, and long ones take a cancel. */
export type App = { readonly settings: SettingsAccess } & {
  readonly [Name in keyof Commands]: WithoutContext<Commands[Name]>;
};

export const createApp = async (ports: AppPorts): Promise<App> => {
  const context = await createContext(ports);
  const run =
    (command: (context: Context, ...rest: never[]) => unknown) =>
    (...rest: never[]): unknown =>
      command(context, ...rest);
  const bound = Object.entries(commands).map(([name, command]) => [name, run(command)]);
  return {
    settings: context.settings,
    ...(Object.fromEntries(bound) as Omit<App, 'settings'>),
  };
};
