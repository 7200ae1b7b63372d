import { parseArgs } from 'node:util';

export const help = `npm run chaos -- [--rounds N] [--seconds N] [--seed SEED] [--story N] [--without KIND] [--keep-going] [--verbose]

Kills, full disks and wrong listings at random moments of real runs, and judges what is left.

  --rounds N     as many rounds, in stories of some rounds each (default 300)
  --seconds N    no round begins after so many; without --rounds, there are as many as that time has room for
  --seed SEED    decides the stories (default: a new one, which is printed)
  --story N      only the story of that number
  --without KIND finds nothing wrong with that kind; may be given several times
  --keep-going   goes on with the next story after one that failed
  --verbose      tells every story, not only those that failed`;

export interface Arguments {
  readonly rounds: number;
  /** Undefined: as long as it takes. */
  readonly seconds: number | undefined;
  readonly seed: string;
  readonly story: number | undefined;
  readonly without: readonly string[];
  readonly keepGoing: boolean;
  readonly verbose: boolean;
}

export class UsageError extends Error {}

const usualRounds = 300;

/** Undefined: the help is wanted. Error: `UsageError`. */
export const readArguments = (args: string[], freshSeed: string): Arguments | undefined => {
  const { values } = parse(args);
  if (values.help === true) return undefined;
  const seconds = numberOf(values.seconds);
  return {
    rounds: numberOf(values.rounds) ?? (seconds === undefined ? usualRounds : Infinity),
    seconds,
    seed: values.seed ?? freshSeed,
    story: numberOf(values.story),
    without: values.without ?? [],
    keepGoing: values['keep-going'] ?? false,
    verbose: values.verbose ?? false,
  };
};

const numberOf = (text: string | undefined): number | undefined => {
  if (text === undefined) return undefined;
  if (!/^\d{1,6}$/.test(text)) throw new UsageError(`${text} is not a number`);
  return Number(text);
};

const parse = (args: string[]) => {
  try {
    const options = {
      rounds: { type: 'string' },
      seconds: { type: 'string' },
      seed: { type: 'string' },
      story: { type: 'string' },
      without: { type: 'string', multiple: true },
      'keep-going': { type: 'boolean' },
      verbose: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    } as const;
    return parseArgs({ args, options });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
};
