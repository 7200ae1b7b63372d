import { join } from 'node:path';
import type { Arguments } from './arguments.ts';
import type { Measurement, Result, Settings } from './measurement.ts';
import { ToolMissing } from './public-tools.ts';
import { measurements } from './table.ts';

const rounds = 3;
const quickDivisor = 16;

export interface BenchOptions {
  readonly root: string;
  readonly program: string;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

/** What was measured, and what could not be. */
export interface Measured {
  readonly results: readonly Result[];
  readonly skipped: readonly string[];
}

export const measureAll = async ({ only, quick }: Arguments, options: BenchOptions): Promise<Measured> => {
  const results: Result[] = [];
  const skipped: string[] = [];
  const wanted = measurements.filter(({ names }) => names.some((name) => name.includes(only)));
  for (const measurement of wanted) {
    options.say(measurement.what);
    try {
      results.push(...(await measurement.run(settingsOf(quick, options))));
    } catch (error) {
      if (!(error instanceof ToolMissing)) throw error;
      skipped.push(...skippedBy(measurement, error));
    }
  }
  return { results, skipped };
};

const skippedBy = ({ names }: Measurement, { message: tool }: ToolMissing): string[] =>
  names.map((name) => `NOT MEASURED: ${name}, for there is no ${tool} on this computer`);

const settingsOf = (quick: boolean, { root, program, say, signal }: BenchOptions): Settings => {
  const resourcesDir = join(root, 'resources');
  const executable = process.platform === 'win32' ? 'rclone.exe' : 'rclone';
  const rcloneFile = join(resourcesDir, 'rclone', `${process.platform}-${process.arch}`, executable);
  return {
    stand: { program, resourcesDir, rcloneFile, signal },
    divisor: quick ? quickDivisor : 1,
    rounds: quick ? 1 : rounds,
    say,
  };
};

/** One line per result. */
export const tableOf = (results: readonly Result[]): string[] => {
  const rows = results.map(({ name, value, unit, target, holds }) => [
    name,
    `${value} ${unit}`,
    target === null ? 'no target' : `at most ${target}`,
    target === null ? 'measured' : holds ? 'holds' : 'MISSED',
  ]);
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '));
};
