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
  /** A second command, opened from the same files as a second start would be; `mark` is a line between both, on both streams. */
  readonly afterwards?: { readonly args: readonly string[]; readonly mark: string };
}

const { IMPATIENT_CLI, ...env } = process.env;
const { resourcesDir, deadlines, afterwards } = JSON.parse(IMPATIENT_CLI ?? '') as ImpatientOrders;
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

const runImpatiently = (args: readonly string[]): Promise<number> =>
  runCli(args, io, async (dataDir) => {
    const { app } = await openSystemApp({
      environment: env,
      dataDir,
      workingFolder: io.workingFolder,
      resourcesDir,
      version,
      timings: {
        ha: { discovery: 20, ...deadlines },
        pullPausesMs: [10],
        transfer: { retriesSleep: '10ms', uploadTimeout: '20s', downloadTimeout: '20s', looksMs: [100, 200, 400] },
      },
      logLevel: 'debug',
    });
    return app;
  });

const alive = setInterval(() => undefined, 60_000);
await speak(spokenFor(process.env, { languages: [] }));
process.exitCode = await runImpatiently(process.argv.slice(2));
if (afterwards) {
  for (const stream of [process.stdout, process.stderr]) stream.write(`\n${afterwards.mark}\n`);
  await runImpatiently(afterwards.args);
}
clearInterval(alive);
