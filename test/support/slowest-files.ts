import { relative } from 'node:path';
import type { Reporter, TestModule } from 'vitest/node';

const shown = 10;

interface Cost {
  readonly name: string;
  /** From begin to end, with what it waited for. */
  readonly seconds: number;
  readonly processorSeconds: number;
}

/**
 * At the end of a run: the ten test files that took longest, and the ten that cost most processor time. One that waits is
 * to be split or to wait less, one that computes to start fewer programs. Nothing for a few files.
 */
export default class SlowestFiles implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    if (modules.length <= shown) return;
    const costs = modules.map(costOf);
    tell('slowest test files, in seconds (of processor time)', costs, ({ seconds }) => seconds);
    tell('test files that cost most processor time', costs, (cost) => cost.processorSeconds);
    const all = costs.reduce((sum, cost) => sum + cost.processorSeconds, 0);
    process.stdout.write(`\nProcessor time of all test files: ${all.toFixed(0)} s\n`);
  }
}

const tell = (what: string, costs: readonly Cost[], by: (cost: Cost) => number): void => {
  const lines = [...costs]
    .sort((a, b) => by(b) - by(a))
    .slice(0, shown)
    .map(
      ({ name, seconds, processorSeconds }) =>
        `${seconds.toFixed(1).padStart(7)} (${processorSeconds.toFixed(1).padStart(5)})  ${name}`,
    );
  process.stdout.write(`\nThe ${shown} ${what}:\n${lines.join('\n')}\n`);
};

const costOf = (module: TestModule): Cost => {
  const { collectDuration, duration } = module.diagnostic();
  const { processorSeconds = 0 } = module.meta();
  return {
    name: relative(process.cwd(), module.moduleId),
    seconds: (collectDuration + duration) / 1000,
    processorSeconds,
  };
};
