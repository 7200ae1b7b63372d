import { KeychainStore } from './keychain-store.ts';

/** For a keychain that is only at work, and for texts on their way to a reader. Milliseconds. */
const patienceMs = 1000;

/**
 * Ends this process, now. While the system's keychain shows its prompt (a login that asks for the keyring's password,
 * and nobody there), leaving the usual way waits until somebody answers: the thread that asks cannot be called back. Then
 * only a signal helps, and the exit code is the signal's (137 in a shell).
 *
 * @param exit - the usual way
 */
export const endAtOnce = (exitCode: number, exit: (exitCode: number) => void): void => {
  if (KeychainStore.isAnyWaiting) process.kill(process.pid, 'SIGKILL');
  exit(exitCode);
};

/** The same, after a moment for what is only on its way: a keychain at work, texts to a pipe (in the background on Windows). */
export const endProcess = async (exitCode: number, exit: (exitCode: number) => void): Promise<void> => {
  await within(KeychainStore.settled());
  await within(Promise.all([process.stdout, process.stderr].map(flushed)));
  endAtOnce(exitCode, exit);
};

const flushed = (stream: NodeJS.WriteStream): Promise<void> =>
  new Promise((resolve) => stream.write('', () => resolve()));

const within = async (work: Promise<unknown>): Promise<void> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, patienceMs);
  });
  await Promise.race([work, late]);
  clearTimeout(timer);
};
