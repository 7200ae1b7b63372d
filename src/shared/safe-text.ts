/**
 * What a name from outside may do to a terminal, a log or a line of text: move the cursor (C0, C1), turn the direction of what
 * follows (bidi), break a line (U+2028, U+2029), or be half a character (lone surrogates).
 */
const controls = /\p{Cc}/gu;
const bidi = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu;
const breaks = /[\u2028\u2029]/gu;
const halves = /\p{Cs}/gu;

/** For people: a mark in place of what cannot be shown, nothing in place of what turns the direction. */
export const withoutControls = (text: string): string =>
  text.replace(controls, '·').replace(breaks, '·').replace(halves, '\uFFFD').replace(bidi, '');

/** JSON as `JSON.stringify` writes it, with everything of that kind as `\u` escapes: nothing is lost, and nothing acts. */
export const jsonText = (value: unknown, indent?: number): string =>
  JSON.stringify(value, null, indent).replace(
    /[\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069\uFEFF]/gu,
    escaped,
  );

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** At most so many UTF-16 units, with an ellipsis where something is gone, and never half a character. */
export const cutText = (text: string, units: number): string =>
  text.length <= units ? text : `${text.slice(0, Math.max(units - 1, 0)).replace(/[\uD800-\uDBFF]$/, '')}…`;

/** Longest name that is shown or kept as a label, in UTF-16 units. */
const longestLabel = 100;

/**
 * A name from outside as one that the settings take: one line without controls, not too long, and never empty. It is
 * somebody else's and cannot be sent back to be corrected.
 */
export const foreignLabel = (text: string, instead: string): string => {
  // Cut before anything looks at it: it may have any length.
  const shown = withoutControls(text.slice(0, 10 * longestLabel).replace(/\s+/gu, ' ')).trim();
  return shown === '' ? instead : cutText(shown, longestLabel);
};

/** What a Home Assistant is called that has no name, or none that can be shown. */
export const unnamedHome = 'Home';
