import { app } from 'electron';
import { endProcess } from '../adapters/end-process.ts';
import type { SafeStorage } from '../adapters/safe-storage-store.ts';
import { runInProcess } from '../cli/run-in-process.ts';

/**
 * The packaged program as command line: `HA iCloud Backup cli status --json`. Ends the process, as a rule before Chromium
 * looks for a display; the run lock of the data folder keeps it apart from an app that is open.
 *
 * @param safeStorage - only once Electron is ready
 */
export const answerCommandLine = async (
  argv: readonly string[],
  resourcesDir: string,
  safeStorage?: SafeStorage,
): Promise<void> => {
  const exitCode = await runInProcess(argv, resourcesDir, {
    packaged: app.isPackaged,
    ...(safeStorage ? { safeStorage } : {}),
  });
  await endProcess(exitCode, (code) => process.exit(code));
};
