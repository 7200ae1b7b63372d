import { KeychainStore } from './keychain-store.ts';

/**
 * Ends this process in any case. While the system's keychain shows its prompt (a login that asks for the keyring's password,
 * and nobody there), leaving the usual way waits until somebody answers: the thread that asks cannot be called back. Then
 * only a signal helps, and the exit code is the signal's.
 *
 * @param exit - the usual way
 */
export const endProcess = async (exitCode: number, exit: (exitCode: number) => void): Promise<void> => {
  if (KeychainStore.isAnyWaiting) {
    // Pipes are written in the background on Windows.
    for (const stream of [process.stdout, process.stderr]) {
      await new Promise<void>((resolve) => stream.write('', () => resolve()));
    }
    process.kill(process.pid, 'SIGKILL');
  }
  exit(exitCode);
};
