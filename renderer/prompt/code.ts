import { plainDigits } from '../../src/shared/icloud/code-digits.ts';

/** Digits of a code from Apple. */
export const codeLength = 6;

/** What was typed or pasted, down to its digits: `123 456`, `123-456`, "Your Apple Account code is 123456." */
export const digitsOf = (typed: string): string => plainDigits(typed).replace(/\D/g, '').slice(0, codeLength);
