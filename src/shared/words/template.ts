import type { ErrorFacts } from '../error-facts.ts';
import { formatBytes, formatMoment } from './format.ts';

/** What a person reads about one problem: what it is, why it is, what to do. */
export interface ProblemWords {
  /** A few words, no full stop: a headline or the line of a menu. */
  readonly title: string;
  readonly cause: string;
  readonly next: string;
}

export type Line = string | ((facts: ErrorFacts) => string);

/** The same, before the facts are put in. Facts may be missing: every line has to read well without them. */
export type ProblemTemplate = Readonly<Record<keyof ProblemWords, Line>>;

export const fill = (template: ProblemTemplate, facts: ErrorFacts): ProblemWords => {
  const line = (part: Line): string => (typeof part === 'string' ? part : part(facts));
  return { title: line(template.title), cause: line(template.cause), next: line(template.next) };
};

export const textOf = (facts: ErrorFacts, name: string): string | undefined => {
  const value = facts[name];
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
};

export const numberOf = (facts: ErrorFacts, name: string): number | undefined => {
  const value = facts[name];
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
};

/** The first of these facts that is there, as a size. */
export const bytesOf = (facts: ErrorFacts, ...names: readonly string[]): string | undefined => {
  const found = names.map((name) => numberOf(facts, name)).find((bytes) => bytes !== undefined);
  return found === undefined ? undefined : formatBytes(found);
};

export const momentOf = (facts: ErrorFacts, name: string): string | undefined => {
  const iso = textOf(facts, name);
  return iso === undefined ? undefined : formatMoment(iso);
};

/** A piece of a sentence that is only there when its fact is. */
export const when = (fact: string | undefined, piece: (fact: string) => string): string =>
  fact === undefined ? '' : piece(fact);
