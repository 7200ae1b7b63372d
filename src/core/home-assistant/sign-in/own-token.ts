import { z } from 'zod';
import { boundedJson } from '../../bounded-json.ts';
import { AppError, isCode, toAppError } from '../../errors/app-error.ts';
import { CommandRefused, commandFailure } from '../errors.ts';
import { ask, type Session } from '../session.ts';
import { readToken } from '../token-text.ts';

/** As long as those that its own page makes. */
const lifespanDays = 3_650;

const tokens = z.array(z.object({ id: z.string(), client_name: z.string().nullable().catch(null) })).max(10_000);

/** Home Assistant has no two of one name for one user, and another computer of the same name keeps its own. Pure. */
export const freeName = (name: string, taken: readonly (string | null)[]): string => {
  if (!taken.includes(name)) return name;
  for (let number = 2; ; number += 1) if (!taken.includes(`${name} (${number})`)) return `${name} (${number})`;
};

/**
 * A long-lived token of the user who signed in, for this program alone. Secret. Errors: those of a connection.
 *
 * @param name - what Home Assistant lists it as
 */
export const makeOwnToken = async (
  session: Pick<Session, 'link'>,
  name: string,
  signal: AbortSignal,
): Promise<string> => {
  const listed = await ask(session, { type: 'auth/refresh_tokens' }, tokens, signal);
  const taken = listed.map((one) => one.client_name);
  const command = {
    type: 'auth/long_lived_access_token',
    client_name: freeName(name, taken),
    lifespan: lifespanDays,
  };
  // Not given up midway: it would be made there, and nobody here would know of it to delete it.
  return readToken(await ask(session, command, z.string().max(4_096), new AbortController().signal));
};

const claims = z.object({ iss: z.string().min(1).max(200) });

/** The entry of a token in Home Assistant's list: it is written in the token itself (facts#access-tokens). Pure. */
export const entryOf = (token: string): string | undefined =>
  claims.safeParse(boundedJson(Buffer.from(token.split('.')[1] ?? '', 'base64url'))).data?.iss;

/**
 * Deletes a token where it was made. One that is gone already is as good as deleted. The session that was opened with that
 * very token is said goodbye to instead of an answer (facts#access-tokens). Errors: those of a connection.
 */
export const deleteToken = async (
  { link }: Pick<Session, 'link'>,
  token: string,
  signal: AbortSignal,
): Promise<void> => {
  const id = entryOf(token);
  if (id === undefined) throw new AppError('ha.token-malformed');
  try {
    await link.ask({ type: 'auth/delete_refresh_token', refresh_token_id: id }, z.unknown(), signal);
  } catch (error) {
    if (error instanceof CommandRefused && error.code === 'invalid_token_id') return;
    if (isCode(error, 'ha.unreachable') && toAppError(error).facts.reason === 'closed') return;
    throw commandFailure(error);
  }
};
