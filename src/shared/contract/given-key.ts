import { z } from 'zod';
import { secret } from './command-spec.ts';

/**
 * A key of a backup on its way from a window to main, typed or in an emergency kit, of which the bytes are sent: nothing but facts
 * comes back. `remember`: kept in the keychain for restoring, where it opened something.
 */
export const givenKeySchema = z.strictObject({
  typed: secret.exactOptional(),
  kit: z.instanceof(Uint8Array).exactOptional(),
  remember: z.boolean(),
});
export type GivenKey = z.output<typeof givenKeySchema>;
