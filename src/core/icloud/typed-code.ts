import { plainDigits } from '../../shared/icloud/code-digits.ts';

/**
 * Apple's six digits as people type or copy them, with spaces, dashes (the minus sign is none to Unicode), and marks that nobody
 * sees; undefined: it is no code. Pure.
 */
export const typedCode = (text: string): string | undefined => {
  const digits = plainDigits(text).replaceAll(/[\s\p{Pd}\p{Cf}\u2212]/gu, '');
  return /^\d{6}$/.test(digits) ? digits : undefined;
};
