#!/usr/bin/env node
import { join } from 'node:path';
import { isatty } from 'node:tty';
import { createCliApp } from './create-app.ts';
import { exitCodes } from './exit-codes.ts';
import type { CliIo } from './io.ts';
import { runCli, version } from './run-cli.ts';

/** Longer than any timer matters: its only use is to be there. */
const longMs = 2 ** 30;
/** Where nobody tells the width: the oldest terminals' own. */
const usualColumns = 80;

const cancel = new AbortController();

/** The first time everything is ended in order; the second time at once. */
const interrupt = (): void => {
  if (!cancel.signal.aborted) {
    cancel.abort();
    return;
  }
  // Leaving waits for a keychain that shows its prompt. A third Ctrl-C then meets the system's own handling and ends it.
  process.removeAllListeners('SIGINT').removeAllListeners('SIGTERM');
  process.exit(exitCodes.cancelled);
};
// electron-store brings a library (when-exit) that sends every signal to the process once more, which would count as twice.
process.removeAllListeners('SIGINT').removeAllListeners('SIGTERM');
process.on('SIGINT', interrupt).on('SIGTERM', interrupt);

/** `| head` closes the pipe early; that is no failure of ours. */
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

const io: CliIo = {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
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

// The app's own timers let the process end; as long as a command is at work it must not.
const alive = setInterval(() => undefined, longMs);
const resourcesDir = join(import.meta.dirname, '..', 'resources');
process.exitCode = await runCli(process.argv.slice(2), io, (dataDir) =>
  createCliApp({ io, dataDir, resourcesDir, version }),
);
clearInterval(alive);
