import { createHmac } from 'node:crypto';
import { meantBy } from '../archive/open/key-text.ts';
import { tokenHash } from '../state/gates.ts';

/** Tells keys apart without keeping them. */
export interface KeyMarks {
  /** Changes with what the marks are made with: marks of another maker tell nothing. */
  readonly by: string;
  readonly of: (key: string) => string;
}

const markDigits = 16;

/**
 * A mark is an HMAC of the key with Home Assistant's token. A hash alone, even a salted one, could be used to try guesses, and the
 * keys of old backups are passwords that somebody chose. To try a guess on a mark one needs the token, and who has the token
 * can ask Home Assistant for the key itself: marks in a file give nothing away that was not open already. With a new token
 * everything is learned again.
 */
export const marksWith = (token: string): KeyMarks => ({
  by: tokenHash(token),
  of: (key) => {
    const [typed = '', meant = typed] = meantBy(key);
    return createHmac('sha256', token).update('key of a backup\0').update(meant).digest('hex').slice(0, markDigits);
  },
});
