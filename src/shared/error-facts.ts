import type { ErrorCode } from './error-codes.ts';
import type { catalogue } from './problems/catalogue.ts';
import type { DetailsOf } from './problems/entry.ts';

/** Facts that a person may read beside the words for a code: names, counts, bytes. Never a secret, never raw output. */
export type ErrorFacts = Readonly<Record<string, string | number | boolean>>;

type FactsByCode = { readonly [Code in ErrorCode]: DetailsOf<(typeof catalogue)[Code]['details']> };

/** The facts of one code as its entry in the catalogue declares them; of one of several, those of any of them. */
export type FactsOf<Code extends ErrorCode> = FactsByCode[Code];

/** What a code may be raised with. Of a code that only the run knows: anything. */
export type RaisedFacts<Code extends ErrorCode> = [ErrorCode] extends [Code] ? ErrorFacts : FactsOf<Code>;
