/** Facts that a person may read beside the words for a code: names, counts, bytes. Never a secret, never raw output. */
export type ErrorFacts = Readonly<Record<string, string | number | boolean>>;
