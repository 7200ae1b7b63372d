/** Digits of a code from Apple. */
export const codeLength = 6;

/** What was typed or pasted, down to its digits: `123 456`, `123-456`, "Your Apple Account code is 123456." */
export const digitsOf = (typed: string): string => typed.replace(/\D/g, '').slice(0, codeLength);

/**
 * Real passwords never look like this; Apple's app-specific ones always do. The core refuses them too: here it is said
 * before anything is sent (core/icloud/sign-in-limits.ts).
 */
export const isAppSpecificPassword = (password: string): boolean => /^[a-z]{4}(-[a-z]{4}){3}$/i.test(password.trim());
