import { createHash, randomBytes } from 'node:crypto';

/*
 * What a button of ours is called on Home Assistant's bus: with a nonce, so that nobody who has not seen this very notification can
 * answer it, and no answer counts twice.
 */

/** Which of several phone numbers Apple sends its text message to. */
export const phoneVerbs = ['PHONE1', 'PHONE2', 'PHONE3'] as const;
const verbs = ['RENEW', 'CODE', 'TEXT', 'AGAIN', ...phoneVerbs] as const;
export type Verb = (typeof verbs)[number];

const prefix = 'ICLOUD_BACKUP';

export const newNonce = (): string => randomBytes(16).toString('hex').toUpperCase();

/** What may be kept of a nonce: it opens nothing. */
export const keyOf = (nonce: string): string => createHash('sha256').update(nonce).digest('hex');

/** Capital letters: older phones know no others. */
export const actionOf = (verb: Verb, nonce: string): string => `${prefix}_${nonce}_${verb}`;

/** Undefined: not ours, or not of this question. */
export const verbOf = (action: string, key: string): Verb | undefined => {
  const [, nonce, verb] = /^ICLOUD_BACKUP_([0-9A-F]{32})_([A-Z0-9]{1,10})$/.exec(action) ?? [];
  if (nonce === undefined || keyOf(nonce) !== key) return undefined;
  return verbs.find((one) => one === verb);
};
