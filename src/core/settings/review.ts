import { carefulOf, choices, isAsked, type Settings } from './schema.ts';

/** What the user has to look through after the file was damaged, kept with the settings until then. */
export type Review = NonNullable<Settings['review']>;

/** In `lost`: nothing could be read. */
export const everything = 'everything';

/** After another damage before the first was answered. */
export const addReview = (open: Review | undefined, lost: readonly string[], kept: string): Review => ({
  kept,
  lost: [...new Set([...(open?.lost ?? []), ...lost])],
});

/**
 * The settings after the user chose what stands at these places; choosing any of them answers for what has no careful value.
 * Undefined places: he looked through all of them and is content.
 */
export const afterChoice = (settings: Settings, chosen?: readonly string[]): Settings => {
  const { review, ...rest } = settings;
  if (!review) return settings;
  const open = [...new Set(review.lost.flatMap(questionsOf))].filter((place) => chosen?.includes(place) === false);
  if (chosen === undefined || open.length === 0) return rest;
  return chosen.length === 0 ? settings : { ...rest, review: { ...review, lost: open } };
};

/** The places that have to be chosen before what was lost is answered: where a careful value stands in, if it does anywhere. */
const questionsOf = (lost: string): readonly string[] => {
  const within = choices.filter(({ place }) => lost === everything || `${place}.`.startsWith(`${lost}.`));
  const careful = within.filter((row) => carefulOf(row) !== undefined);
  return (careful.length > 0 ? careful : within.filter(isAsked)).map(({ place }) => place);
};
