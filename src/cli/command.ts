import type { ParseArgsConfig } from 'node:util';
import { messages } from '../messages/messages.ts';
import type { CliApp } from './create-app.ts';
import type { CliIo } from './io.ts';
import type { LineInput } from './line-input.ts';
import type { Output } from './output.ts';
import { UsageError } from './usage-error.ts';

export type OptionSpecs = NonNullable<ParseArgsConfig['options']>;

/** What stood behind the command's name, and what a command may look at before it begins. */
export interface Given {
  readonly values: Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;
  readonly positionals: readonly string[];
  readonly json: boolean;
  readonly io: CliIo;
}

/** What a command works with once it was understood. */
export interface Call {
  readonly app: CliApp;
  readonly io: CliIo;
  readonly input: LineInput;
  readonly output: Output;
}

export interface Command {
  readonly name: string;
  /** One line of the general help. It and all that people read is in the language in use: getters, read when shown. */
  readonly summary: string;
  /** Behind the name, e.g. `ID --to DIR`. */
  readonly synopsis: string;
  /** Option with its value, and what it does. */
  readonly optionHelp: readonly (readonly [option: string, help: string])[];
  readonly notes: readonly string[];
  readonly examples: readonly string[];
  readonly options: OptionSpecs;
  readonly positionals: number;
  /** `--json` gives a line per event, the last of type `result`, instead of one document. */
  readonly jsonLines: boolean;
  /** It may have changed what Home Assistant is told. */
  readonly tellsHome?: true;
  /** Throws a UsageError before anything was opened or asked. */
  readonly prepare: (given: Given) => (call: Call) => Promise<number>;
}

export const textOption = ({ values }: Given, name: string): string | undefined => {
  const value = values[name];
  if (value === '') throw new UsageError(messages.terminal.usage.needsValue(`--${name}`));
  return typeof value === 'string' ? value : undefined;
};

export const requiredOption = (given: Given, name: string): string => {
  const value = textOption(given, name);
  if (value === undefined) throw new UsageError(messages.terminal.usage.missing(`--${name}`));
  return value;
};

export const flagOption = ({ values }: Given, name: string): boolean => values[name] === true;

export const textOptions = ({ values }: Given, name: string): string[] => {
  const value = values[name];
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
};

export const numberOption = (given: Given, name: string, min: number, max: number): number | undefined => {
  const text = textOption(given, name);
  if (text === undefined) return undefined;
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= min && value <= max))
    throw new UsageError(messages.terminal.usage.wholeNumber({ option: `--${name}`, min, max }));
  return value;
};

export const choiceOption = <T extends string>(given: Given, name: string, choices: readonly T[]): T | undefined => {
  const text = textOption(given, name);
  const choice = choices.find((one) => one === text);
  if (text !== undefined && choice === undefined) {
    throw new UsageError(messages.terminal.usage.oneOf({ option: `--${name}`, choices: choices.join(', ') }));
  }
  return choice;
};

/** The one word behind the command that says what it is about. */
export const requiredWord = ({ positionals }: Given, what: string): string => {
  const [word] = positionals;
  if (word === undefined || word === '') throw new UsageError(messages.terminal.usage.missing(what));
  return word;
};

/** Objects without the keys that were not given: the app tells "not said" from a value. */
export const withoutUndefined = <T extends object>(
  given: T,
): { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
} => Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as never;
