import { z } from 'zod';
import { AppError } from '../errors/app-error.ts';

/** rclone's JSON answer to `config create/update --non-interactive` (facts#sign-in-replies). */
const replySchema = z.object({
  State: z.string(),
  Option: z
    .object({
      Help: z.string(),
      Examples: z.array(z.object({ Value: z.string(), Help: z.string() })).nullish(),
    })
    .nullish(),
  Error: z.string(),
});

/** What rclone wants to know next. `state` goes back with the answer. */
export type Question =
  | { readonly ask: 'device-code'; readonly state: string }
  | {
      readonly ask: 'phone';
      readonly state: string;
      readonly phones: readonly { readonly id: string; readonly label: string }[];
    }
  | { readonly ask: 'phone-code'; readonly state: string; readonly phone: string }
  | { readonly ask: 'nothing' };

/** Error: `icloud.sign-in-stale` for a question this program does not know. */
export const readReply = (stdout: string): Question => {
  const reply = parse(stdout);
  if (reply.Error !== '' && reply.State === '') throw new AppError('icloud.sign-in-stale', { state: 'failed' });
  if (reply.State === '') return { ask: 'nothing' };
  if (reply.State === '2fa_do') return { ask: 'device-code', state: reply.State };
  if (reply.State === '2fa_sms_select') {
    const phones = (reply.Option?.Examples ?? []).map(({ Value, Help }) => ({ id: Value, label: Help }));
    return { ask: 'phone', state: reply.State, phones };
  }
  if (/^2fa_sms_\d+_\w+$/.test(reply.State)) {
    return { ask: 'phone-code', state: reply.State, phone: maskedNumber(reply.Option?.Help ?? '') };
  }
  throw new AppError('icloud.sign-in-stale', { state: reply.State.slice(0, 40) });
};

/** `Enter the verification code sent to +44 ••••• ••••12` */
const maskedNumber = (help: string): string => /sent to (.+)$/.exec(help)?.[1] ?? '';

const parse = (stdout: string): z.infer<typeof replySchema> => {
  try {
    return replySchema.parse(JSON.parse(stdout));
  } catch (error) {
    throw new AppError('icloud.sign-in-stale', {}, error);
  }
};
