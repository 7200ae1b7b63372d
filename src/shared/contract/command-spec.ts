import { z } from 'zod';
import type { Marks } from './described.ts';

/** What a window may ask of main: the input is parsed there, whatever the window was made to send. */
interface CommandSpec<Input extends z.ZodType, Output> {
  readonly input: Input;
  /** Only a type: what the answer's value is. */
  readonly output?: Output;
  /** Where the answer speaks in codes; undefined: nowhere. */
  readonly marks: unknown;
  /** False: after it everything is as before, and the state is not read again. */
  readonly changes: boolean;
}

/** The marks are left out where the answer speaks in no codes, and only there. */
type SpecFor<Output> = <Input extends z.ZodType>(
  input: Input,
  ...[marks]: [Marks<Output>] extends [never] ? [] : [marks: Marks<Output>]
) => CommandSpec<Input, Output>;

const specOf =
  <Output>(changes: boolean): SpecFor<Output> =>
  (input, ...[marks]) => ({ input, marks, changes });

export const command = <Output>(): SpecFor<Output> => specOf<Output>(true);
/** A command that only shows something. */
export const query = <Output>(): SpecFor<Output> => specOf<Output>(false);

export const nothing = z.strictObject({});
export const text = (max: number): z.ZodString => z.string().trim().min(1).max(max);
/** Longer than any token, password or address that is meant seriously, short enough to be no burden. */
export const secret = z.string().min(1).max(4096);
