import { join } from 'node:path';
import { onEndSignal } from '../../src/adapters/signals.ts';
import { help, readArguments, UsageError } from './arguments.ts';
import { childOption } from './children/child.ts';

/** The bundle lies in `out/`. */
const root = join(import.meta.dirname, '..');
const program = import.meta.filename;

/** Longer than any timer matters: its only use is to be there. */
const longMs = 2 ** 30;
const usage = 2;
const cancelled = 130;

/** Each loads only what it runs: its memory is measured. */
const runChild = async (kind: string | undefined): Promise<void> => {
  if (kind === 'home') await (await import('./children/home.ts')).runHome();
  else if (kind === 'apple') await (await import('./children/apple.ts')).runApple();
  else if (kind === 'proof') (await import('./children/proof.ts')).runProof();
  else if (kind === 'desktop') await (await import('./children/desktop.ts')).runDesktop();
  else (await import('./children/ours.ts')).runOurs();
};

const runBench = async (args: string[], signal: AbortSignal): Promise<number> => {
  const wanted = readArguments(args);
  if (!wanted) {
    process.stdout.write(`${help}\n`);
    return 0;
  }
  const { measureAll, tableOf } = await import('./bench.ts');
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  const { results, skipped } = await measureAll(wanted, { root, program, say, signal });
  const text = wanted.json ? JSON.stringify(results, null, 2) : tableOf(results).join('\n');
  process.stdout.write(`${text}\n`);
  for (const line of skipped) say(line);
  return skipped.length === 0 && results.every(({ holds }) => holds) ? 0 : 1;
};

const runParent = async (): Promise<number> => {
  // Timers of the program let the process end; as long as something is measured it must not.
  const alive = setInterval(() => undefined, longMs);
  const stop = new AbortController();
  onEndSignal(() => stop.abort());
  try {
    return await runBench(process.argv.slice(2), stop.signal);
  } catch (error) {
    if (stop.signal.aborted) return cancelled;
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    if (error instanceof UsageError) process.stderr.write(`\n${help}\n`);
    return error instanceof UsageError ? usage : 1;
  } finally {
    clearInterval(alive);
  }
};

const [option, kind] = process.argv.slice(2);
if (option === childOption) await runChild(kind);
else process.exitCode = await runParent();
