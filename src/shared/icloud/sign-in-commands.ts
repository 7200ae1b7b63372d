import { z } from 'zod';
import { command, nothing, secret, text } from '../contract/command-spec.ts';

/** How a window leads the conversation with Apple. */
export const iCloudSignInCommands = {
  /** First sign-in, or one with another password. The password goes this way only. */
  'icloud.start': command<null>()(z.strictObject({ appleId: text(254), password: secret })),
  /** Reconnect with the password in the keychain: the user asked for a code. */
  'icloud.reconnect': command<null>()(nothing),
  'icloud.code': command<null>()(z.strictObject({ code: z.string().max(20) })),
  'icloud.text-instead': command<null>()(nothing),
  'icloud.choose-phone': command<null>()(z.strictObject({ id: text(64) })),
  'icloud.resend': command<null>()(nothing),
  /** Starts Apple's five minutes in which a device of the user has to allow access (Advanced Data Protection). */
  'icloud.approve': command<null>()(nothing),
  'icloud.cancel': command<null>()(nothing),
} as const;
