import { join } from 'node:path';
import { onEndSignal } from '../../src/adapters/signals.ts';
import { help, readArguments, UsageError, type Arguments } from './arguments.ts';
import { OwnHome } from './own-home.ts';
import { findTool } from './real-ha-tool.ts';
import { runChecks, type Counts, type Ground } from './run-checks.ts';
import { checks as allChecks, slowChecks } from './table.ts';
import { CleanUps } from './world.ts';

/** The bundle lies in `out/`. */
const root = join(import.meta.dirname, '..');

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Longer than any timer matters: its only use is to be there. */
const longMs = 2 ** 30;
const usage = 2;
const cancelled = 130;

const main = async (): Promise<number> => {
  const wanted = readArguments(process.argv.slice(2), process.env);
  if (!wanted) {
    say(help);
    return 0;
  }
  const { only } = wanted;
  const checks =
    only === undefined ? allChecks : [...allChecks, ...slowChecks].filter(({ name }) => name.includes(only));
  const stop = new AbortController();
  const onSignal = (): void => {
    process.stderr.write('Ending; the Home Assistant of this suite is deleted first.\n');
    stop.abort();
  };
  onEndSignal(onSignal);
  const cleanUps = new CleanUps();
  // The program's own timers let the process end; while a check waits for Home Assistant it must not.
  const alive = setInterval(() => undefined, longMs);
  try {
    const ground = await openGround(wanted, cleanUps, stop.signal);
    const counts = ground ? await runChecks(checks, ground, say) : { passed: 0, failed: 0, skipped: checks.length };
    say(inWords(counts));
    if (stop.signal.aborted) return cancelled;
    return counts.failed > 0 ? 1 : 0;
  } finally {
    await cleanUps.run();
    clearInterval(alive);
  }
};

/** Undefined: there is nothing to check against here. */
const openGround = async (
  { target }: Arguments,
  cleanUps: CleanUps,
  signal: AbortSignal,
): Promise<Ground | undefined> => {
  const common = { signal, resourcesDir: join(root, 'resources') };
  if (target.kind === 'yours') {
    const another = (): never => {
      throw new Error('not beside a user’s Home Assistant');
    };
    return { ...common, url: target.url, token: target.token, own: undefined, mayCreate: target.create, another };
  }
  const tool = findTool(root, process.env);
  if (tool === undefined) {
    say('There is no tool real-ha here (HA_REAL_TOOL, or ../shared/tools/real-ha beside the repository): all skipped.');
    return undefined;
  }
  const start = async (extra: readonly string[], its: CleanUps): Promise<OwnHome> => {
    const home = await OwnHome.start({ tool, version: target.version, os: target.os, signal, extra });
    its.add(() => home.remove());
    return home;
  };
  const own = await start([], cleanUps);
  const { url, token, version, install } = own.facts;
  say(`Home Assistant ${version}, ${install === 'os' ? 'with a stand-in for the Supervisor' : 'Core alone'}`);
  return { ...common, url, token, own, mayCreate: true, another: start };
};

const inWords = ({ passed, failed, skipped }: Counts): string =>
  `${passed} passed, ${failed} failed, ${skipped} skipped`;

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  if (error instanceof UsageError) process.stderr.write(`\n${help}\n`);
  process.exitCode = error instanceof UsageError ? usage : 1;
}
