import type { z } from 'zod';

/**
 * How a person types and reads a value in a terminal (src/cli/setting-values.ts). `bytes`: `8GB`; `file`: from the folder that
 * the program was started in; `names`: with commas between them.
 */
interface Forms {
  readonly number: number;
  readonly bytes: number;
  readonly 'yes-no': boolean;
  readonly text: string;
  readonly file: string;
  readonly moment: string;
  readonly names: readonly string[];
}
export type FormName = keyof Forms;
export type FormValue<Name extends FormName> = Forms[Name];
type FormOf<V> = { [Name in FormName]: NonNullable<V> extends Forms[Name] ? Name : never }[FormName];

/** What may be absent also says what a person reads and types for that. `none` is always understood. */
type Typed<V> = { readonly as: FormOf<V> } & (null extends V ? { readonly absent: 'none' | 'never' } : object);

/**
 * What a public report tells of it. What somebody typed is never told: of a text only whether there is one, of a list how long
 * it is.
 */
type Diagnostics<V> =
  'nothing' | (NonNullable<V> extends number | boolean ? 'value' : NonNullable<V> extends string ? 'whether' : 'count');

/**
 * What holds when the file was damaged and its value is lost. `default`: that, without ado. `default-if-seen`: that, too, and the
 * user is asked to look through it. `careful`: where the default could cost a copy or send something out in the clear,
 * another value stands in until the user has chosen.
 */
type AfterDamage<V> = 'default' | 'default-if-seen' | { readonly careful: V };

/** It differs from computer to computer, is made at the first start (core/settings/schema.ts), and a file without it is damaged. */
export const perComputer = Symbol('per computer');

/** Everything about one choice of the user but its words. All of it has to be said: what is forgotten does not compile. */
export interface Choice<V, Place extends string> {
  /** Where it is in the settings file: `name`, or `group.name`. */
  readonly place: Place;
  /** What it may be. The reasons go on after its name: "has to be …". */
  readonly shape: z.ZodType<V, V>;
  /** In a new file, and in one that an older program wrote. */
  readonly default: V | typeof perComputer;
  readonly afterDamage: AfterDamage<V>;
  readonly diagnostics: Diagnostics<V>;
}

/** A choice that terminals and windows offer. */
export interface Setting<V, Place extends string> extends Choice<V, Place> {
  readonly typed: Typed<V>;
}

/** Any row. Its value is of the kind that its shape takes. */
export interface AnyChoice {
  readonly place: string;
  readonly shape: z.ZodType;
  readonly default: unknown;
  readonly afterDamage: AfterDamage<unknown>;
  readonly diagnostics: 'nothing' | 'value' | 'whether' | 'count';
}
export type ValueOf<One extends { readonly shape: z.ZodType }> = z.output<One['shape']>;

export const setting = <V, const Place extends string>(given: Setting<V, Place>): Setting<V, Place> => given;

/** A choice that windows alone offer. */
export const choice = <V, const Place extends string>(given: Choice<V, Place>): Choice<V, Place> => given;
