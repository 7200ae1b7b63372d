import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { onEndSignal } from '../../src/adapters/signals.ts';
import { help, readArguments, UsageError, type Arguments } from './arguments.ts';

/** The bundle lies in `out/`. */
const programs = { bundle: import.meta.filename, resourcesDir: join(import.meta.dirname, '..', 'resources') };
const usage = 2;
const longMs = 2 ** 30;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const run = async (
  { seed, rounds, seconds, story, without, keepGoing, verbose }: Arguments,
  signal: AbortSignal,
): Promise<number> => {
  const { runChaos } = await import('./chaos.ts');
  say(`seed ${seed}`);
  const { failures, ...sum } = await runChaos(programs, {
    seed,
    rounds,
    without,
    keepGoing,
    signal,
    ...(seconds === undefined ? {} : { forMs: seconds * 1000 }),
    ...(story === undefined ? {} : { story }),
    onStory: (number, { retentions }, { complaints, lines, rounds: told }) => {
      const kinds = [...new Set(complaints.map(({ kind }) => kind))].join(', ');
      const rules = retentions.map(({ days, floor }) => `${days} days, at least ${floor}`).join(' beside ');
      say(`story ${number}, ${told} rounds, ${rules}: ${kinds || 'good'}`);
      if (verbose || complaints.length > 0) lines.forEach(say);
    },
  });
  say(`${sum.rounds} rounds in ${sum.stories} stories, ${sum.kills} kills, ${sum.fulls} full disks`);
  const kinds = failures.flatMap(({ complaints }) => [...new Set(complaints.map(({ kind }) => kind))]);
  for (const kind of new Set(kinds)) say(`${kind}: ${kinds.filter((one) => one === kind).length} stories`);
  return failures.length === 0 ? 0 : 1;
};

const runParent = async (): Promise<number> => {
  // Timers of the programs let a process end; as long as a story is told this one must not.
  const alive = setInterval(() => undefined, longMs);
  const stop = new AbortController();
  onEndSignal(() => stop.abort());
  try {
    const wanted = readArguments(process.argv.slice(2), randomBytes(4).toString('hex'));
    if (!wanted) say(help);
    return wanted ? await run(wanted, stop.signal) : 0;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    return error instanceof UsageError ? usage : 1;
  } finally {
    clearInterval(alive);
  }
};

// The same bundle is the program whose runs are disturbed.
if (process.env['PROGRAM_ORDERS'] !== undefined) await import('../support/run-program.ts');
else process.exitCode = await runParent();
