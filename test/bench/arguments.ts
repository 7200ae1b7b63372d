import { parseArgs } from 'node:util';

export const help = `npm run bench -- [--json] [--only NAME] [--quick]

Measures this program against public tools (curl, rclone, sha256sum) on the same simulators, in one run each; then the
desktop app: size of its windows, a list of two thousand backups in Chromium,
time until its icon is there, memory against an app that is an icon alone.

  --json        only the result on stdout: an array of {name, value, unit, target, holds}; target null = none is set
  --only NAME   measurements whose name contains NAME
  --quick       a sixteenth of the bytes and one round instead of three: to try it, proves nothing`;

export interface Arguments {
  readonly json: boolean;
  readonly only: string;
  readonly quick: boolean;
}

export class UsageError extends Error {}

/** Undefined: the help is wanted. Error: `UsageError`. */
export const readArguments = (args: string[]): Arguments | undefined => {
  const { json = false, only = '', quick = false, help: wantsHelp = false } = parse(args);
  return wantsHelp ? undefined : { json, only, quick };
};

const parse = (args: string[]) => {
  try {
    const options = {
      json: { type: 'boolean' },
      only: { type: 'string' },
      quick: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    } as const;
    return parseArgs({ args, options }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
};
