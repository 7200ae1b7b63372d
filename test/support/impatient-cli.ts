import { openSystemApp } from '../../src/adapters/open-system-app.ts';
import type { CliIo } from '../../src/cli/io.ts';
import { runCli, version } from '../../src/cli/run-cli.ts';
import { spokenFor } from '../../src/messages/locale.ts';
import { speak } from '../../src/messages/messages.ts';

/**
 * The command line as it is, but for two things: pauses and deadlines are short, for nobody wants to wait minutes for a
 * failure, and the log holds everything that a developer could ask for. `IMPATIENT_CLI` = orders as JSON.
 */
export interface ImpatientOrders {
  readonly resourcesDir: string;
  /** Home Assistant's, in milliseconds. Without one: as usual. */
  readonly deadlines: Readonly<Record<string, number>>;
}

const { IMPATIENT_CLI, ...env } = process.env;
const { resourcesDir, deadlines } = JSON.parse(IMPATIENT_CLI ?? '') as ImpatientOrders;
const never = new AbortController();
const io: CliIo = {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  env,
  isTty: { stdin: false, stdout: false, stderr: false },
  columns: () => 80,
  workingFolder: process.cwd(),
  now: () => new Date(),
  repeat: (ms, work) => {
    const timer = setInterval(work, ms);
    return () => clearInterval(timer);
  },
  signal: never.signal,
  interrupt: () => never.abort(),
};

const alive = setInterval(() => undefined, 60_000);
await speak(spokenFor(process.env, { languages: [] }));
process.exitCode = await runCli(process.argv.slice(2), io, async (dataDir) => {
  const { app } = await openSystemApp({
    environment: env,
    dataDir,
    workingFolder: io.workingFolder,
    resourcesDir,
    version,
    timings: {
      ha: { discovery: 20, ...deadlines },
      pullPausesMs: [10],
      transfer: { retriesSleep: '10ms', uploadTimeout: '20s', downloadTimeout: '20s' },
    },
    logLevel: 'debug',
  });
  return app;
});
clearInterval(alive);
