import { AppError } from '../../src/core/errors/app-error.ts';
import type { World } from './world.ts';

/** One thing that has to hold against a real Home Assistant. */
export interface Check {
  readonly name: string;
  /** Why it is left out against this one; undefined = it is made. */
  readonly leftOut?: (world: World) => string | undefined;
  /** Returns what was seen, in a few words. Throws when it does not hold. */
  readonly run: (world: World) => Promise<string>;
}

export class CheckFailed extends Error {}

/** Ends the check unless the condition holds. */
export function ensure(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new CheckFailed(otherwise);
}

/** The code that a step fails with; a success is a failure of the check. */
export const failureOf = async (step: Promise<unknown>): Promise<AppError> => {
  try {
    await step;
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new CheckFailed('a failure was expected, and it went well');
};

/** The whole reason in one line: a code with its facts, or words. */
export const describeFailure = (thrown: unknown): string => {
  if (thrown instanceof AppError) {
    const cause = thrown.code === 'internal' && thrown.cause instanceof Error ? ` (${String(thrown.cause.stack)})` : '';
    return `${thrown.code} ${JSON.stringify(thrown.facts)}${cause}`;
  }
  return thrown instanceof Error ? thrown.message : String(thrown);
};

/** Only a Home Assistant of the suite's own is broken, filled or restarted. */
export const ownOnly = ({ own }: World): string | undefined =>
  own ? undefined : 'only done to a Home Assistant of its own (--start)';

/** First rule that has a reason. */
export const firstReason =
  (...rules: NonNullable<Check['leftOut']>[]): NonNullable<Check['leftOut']> =>
  (world) =>
    rules.map((rule) => rule(world)).find((reason) => reason !== undefined);
