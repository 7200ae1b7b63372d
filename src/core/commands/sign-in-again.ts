import type { Needs } from '../context.ts';
import { AppError, isCode } from '../errors/app-error.ts';
import type { SignIn } from '../icloud/sign-in.ts';
import { checkCodeRequest } from '../icloud/sign-in-limits.ts';
import { openSignIn, type SignInNeeds } from './sign-in.ts';

/**
 * A sign-in with the account and password that are stored, because the user asked for a code. Errors:
 * `icloud.not-signed-in`, `secrets.*`.
 */
export const signInAgain = async (context: Needs<'secretStore' | 'settings'> & SignInNeeds): Promise<SignIn> => {
  const { appleId } = await context.settings.load();
  if (appleId === null) throw new AppError('icloud.not-signed-in');
  const { applePassword } = (await (await context.secretStore()).read()) ?? {};
  if (applePassword === undefined) throw new AppError('secrets.missing', { what: 'Apple password' });
  return await openSignIn(context, { appleId, password: applePassword });
};

/** When Apple may be asked for another code by the way that was used last. */
export const nextCodeAt = async ({ gates, ports }: Needs<'gates', 'clock'>): Promise<Date> => {
  const now = ports.clock.now();
  const { signIn } = await gates.read();
  try {
    checkCodeRequest(signIn, true, now);
    return now;
  } catch (error) {
    const until = isCode(error, 'icloud.code-limit') && error instanceof AppError ? error.facts.until : undefined;
    if (typeof until !== 'string') throw error;
    return new Date(until);
  }
};
