import type { ErrorCode } from '../shared/error-codes.ts';
import type { ErrorFacts, FactsOf } from '../shared/error-facts.ts';
import { formatMoment } from './dates.ts';
import { formatBytes } from './format.ts';

/** What a person reads about one problem: what it is, why it is, what to do. */
export interface ProblemWords {
  /** A few words, no full stop: a headline or the line of a menu. */
  readonly title: string;
  readonly cause: string;
  readonly next: string;
}

type Line<Facts> = string | ((facts: Facts) => string);

/** The same, before the facts are put in. Facts may be missing: every line has to read well without them. */
export type ProblemTemplate<Facts> = Readonly<Record<keyof ProblemWords, Line<Facts>>>;

/** The words for some codes: each may ask for the facts that its entry in shared/problems declares, and for no others. */
export type WordsFor<Code extends ErrorCode> = { readonly [One in Code]: ProblemTemplate<FactsOf<One>> };

/** What a part of a sentence asks for, by kind. */
export type Texts<Name extends string> = Readonly<Partial<Record<Name, string>>>;
export type Numbers<Name extends string> = Readonly<Partial<Record<Name, number>>>;
export type Flags<Name extends string> = Readonly<Partial<Record<Name, boolean>>>;

export const fill = (template: ProblemTemplate<never>, facts: ErrorFacts): ProblemWords => {
  // What it asks for was raised with the code, or is missing.
  const line = (part: Line<never>): string => (typeof part === 'string' ? part : part(facts as never));
  return { title: line(template.title), cause: line(template.cause), next: line(template.next) };
};

export const textOf = <Facts extends object>(facts: Facts, name: keyof Facts & string): string | undefined => {
  const value: unknown = facts[name];
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
};

export const numberOf = <Facts extends object>(facts: Facts, name: keyof Facts & string): number | undefined => {
  const value: unknown = facts[name];
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
};

/** The first of these facts that is there, as a size. */
export const bytesOf = <Facts extends object>(
  facts: Facts,
  ...names: readonly (keyof Facts & string)[]
): string | undefined => {
  const found = names.map((name) => numberOf(facts, name)).find((bytes) => bytes !== undefined);
  return found === undefined ? undefined : formatBytes(found);
};

/** By this computer's clock: what a problem is about may lie in another year. */
export const momentOf = <Facts extends object>(facts: Facts, name: keyof Facts & string): string | undefined => {
  const iso = textOf(facts, name);
  return iso === undefined ? undefined : formatMoment(iso, new Date());
};

/** A piece of a sentence that is only there when its fact is. */
export const when = (fact: string | undefined, piece: (fact: string) => string): string =>
  fact === undefined ? '' : piece(fact);

/** Of those parts that say something. */
export const sentence = (...parts: readonly string[]): string => parts.filter((part) => part !== '').join(' ');
