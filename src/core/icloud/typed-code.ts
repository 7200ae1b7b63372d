/**
 * Apple's six digits as people type or copy them, with spaces, dashes, and marks that nobody sees; undefined: it is no code. Pure.
 */
export const typedCode = (text: string): string | undefined => {
  const digits = text.replaceAll(/[\s\p{Pd}\p{Cf}]/gu, '');
  return /^\d{6}$/.test(digits) ? digits : undefined;
};
