import { isatty } from 'node:tty';
import { endAtOnce } from '../adapters/end-process.ts';
import { onEndSignal } from '../adapters/signals.ts';
import { spokenFor, terminalWishes } from '../messages/locale.ts';
import { speak } from '../messages/messages.ts';
import { createCliApp, type CreateAppOptions } from './create-app.ts';
import { exitCodes } from './exit-codes.ts';
import type { CliIo } from './io.ts';
import { runCli, version } from './run-cli.ts';

/** Longer than any timer matters: its only use is to be there. */
const longMs = 2 ** 30;
/** Where nobody tells the width: the oldest terminals' own. */
const usualColumns = 80;
/** `| head` closes the pipe early, and a terminal may be closed while we end: no failures of ours. */
const goneCodes = new Set(['EPIPE', 'EIO']);

/** What the packaged program brings along. */
export type PackagedParts = Pick<CreateAppOptions, 'rcloneLock' | 'safeStorage'> & {
  /** The variables that count; by default all that there are. */
  readonly environment?: CliIo['env'];
};

/**
 * The command line on this process's own terminal and signals, for Node and for the packaged app. Resolves with the exit
 * code and never rejects.
 *
 * @param argv - what was typed behind the program's name
 * @param resourcesDir - holds rclone.lock.json and rclone/<platform>-<arch>/
 * @param electrons - where the command line is the app's
 */
export const runInProcess = async (
  argv: readonly string[],
  resourcesDir: string,
  { environment = process.env, ...electrons }: PackagedParts = {},
): Promise<number> => {
  for (const stream of [process.stdin, process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (!goneCodes.has(error.code ?? '')) throw error;
    });
  }
  await speak(spokenFor(environment, terminalWishes(environment)));
  const io = processIo(environment);
  // The app's own timers let the process end; as long as a command is at work it must not.
  const alive = setInterval(() => undefined, longMs);
  try {
    return await runCli(argv, io, (dataDir) => createCliApp({ io, dataDir, resourcesDir, version, ...electrons }));
  } finally {
    clearInterval(alive);
  }
};

const processIo = (env: CliIo['env']): CliIo => {
  const cancel = new AbortController();
  /** The first time everything is ended in order; the second time at once. */
  const interrupt = (): void => {
    if (!cancel.signal.aborted) {
      cancel.abort();
      return;
    }
    // Whatever hangs now: a third Ctrl-C meets the system's own handling and ends it.
    stopListening();
    endAtOnce(exitCodes.cancelled, (code) => process.exit(code));
  };
  const stopListening = onEndSignal((signal) => {
    // A terminal that is closed may say so twice (the shell passes it on): that is nobody's impatience.
    if (signal === 'SIGHUP') cancel.abort();
    else interrupt();
  });
  return {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    env,
    isTty: { stdin: isatty(0), stdout: isatty(1), stderr: isatty(2) },
    columns: () => process.stderr.columns || process.stdout.columns || usualColumns,
    workingFolder: process.cwd(),
    now: () => new Date(),
    repeat: (ms, work) => {
      const timer = setInterval(work, ms);
      return () => clearInterval(timer);
    },
    signal: cancel.signal,
    interrupt,
  };
};
