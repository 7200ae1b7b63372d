import type { StandOptions } from './stand.ts';

export interface Result {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** The value that must not be passed; null = measured to be known, nobody set one. */
  readonly target: number | null;
  readonly holds: boolean;
}

export interface Settings {
  readonly stand: StandOptions;
  /** All sizes are divided by it. */
  readonly divisor: number;
  readonly rounds: number;
  /** What goes on, for a person who waits. */
  readonly say: (line: string) => void;
}

export interface Measurement {
  /** Names of its results. */
  readonly names: readonly string[];
  /** In a few words, with the public tool that it is compared with. */
  readonly what: string;
  readonly run: (settings: Settings) => Promise<Result[]>;
}

export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = Number.NaN, high = Number.NaN] = [sorted[middle - (1 - (sorted.length % 2))], sorted[middle]];
  return (low + high) / 2;
};

const asShown = (value: number): number => Math.round(value * 1000) / 1000;

/** Without a target. */
export const measured = (name: string, value: number, unit: string): Result => ({
  name,
  value: asShown(value),
  unit,
  target: null,
  holds: true,
});

/** At most the target, both as shown. */
export const atMost = (name: string, value: number, unit: string, limit: number): Result => {
  const [shown, target] = [asShown(value), asShown(limit)];
  return { name, value: shown, unit, target, holds: shown <= target };
};

/** So many rounds, numbered from 0. */
export const inRounds = async <T>(rounds: number, one: (round: number) => Promise<T>): Promise<T[]> => {
  const all: T[] = [];
  for (let round = 0; round < rounds; round += 1) all.push(await one(round));
  return all;
};

export const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;
