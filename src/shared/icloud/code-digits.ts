/**
 * Digits of every script and width as 0 to 9, everything else as it was: a keyboard set to Japanese or Arabic types others, and they
 * are the same code. Pure.
 */
export const plainDigits = (text: string): string =>
  text.normalize('NFKC').replaceAll(/\p{Nd}/gu, (digit) => String(valueOf(digit)));

/** Unicode lists the ten digits of a script one after the other, zero first; a script begins where none is listed before it. */
const valueOf = (digit: string): number => {
  const at = digit.codePointAt(0) ?? 0;
  let before = 0;
  while (/\p{Nd}/u.test(String.fromCodePoint(at - before - 1))) before += 1;
  return before % 10;
};
