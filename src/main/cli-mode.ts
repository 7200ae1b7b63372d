import { endProcess } from '../adapters/end-process.ts';
import type { SafeStorage } from '../adapters/safe-storage-store.ts';
import type { OwnEnvironment } from '../adapters/own-environment.ts';
import { runInProcess } from '../cli/run-in-process.ts';
import { messages } from '../messages/messages.ts';

export interface CommandLinePlace {
  readonly resourcesDir: string;
  readonly rcloneLock: string | undefined;
  readonly variables: OwnEnvironment;
}

/**
 * The packaged program as command line: `HA iCloud Backup cli status --json`. Ends the process, as a rule before Chromium
 * looks for a display; the run lock of the data folder keeps it apart from an app that is open.
 *
 * @param safeStorage - only once Electron is ready
 */
export const answerCommandLine = async (
  argv: readonly string[],
  { resourcesDir, rcloneLock, variables }: CommandLinePlace,
  safeStorage?: SafeStorage,
): Promise<void> => {
  if (variables.ignored.length > 0) process.stderr.write(`${messages.shell.ignored(variables.ignored)}\n`);
  const exitCode = await runInProcess(argv, resourcesDir, {
    environment: variables.environment,
    ...(rcloneLock === undefined ? {} : { rcloneLock }),
    ...(safeStorage ? { safeStorage } : {}),
  });
  await endProcess(exitCode, (code) => process.exit(code));
};
