import { refusesToken } from '../../shared/problems/rules.ts';
import { AppError, isSuch } from '../errors/app-error.ts';
import { userSchema } from './schemas.ts';
import { ask, type Session } from './session.ts';

/**
 * The 401 of a download or upload may come from anybody on the way, and would shut everything for good: it counts if the socket,
 * which the same token opened, confirms it. Gives what is to be thrown.
 */
export const confirmRefusal = async (
  session: Pick<Session, 'link'>,
  error: unknown,
  signal: AbortSignal,
): Promise<unknown> => {
  if (!isSuch(error, refusesToken)) return error;
  if (error.facts.remembered === true || error.facts.status === undefined) return error;
  const { is_admin: admin } = await ask(session, { type: 'auth/current_user' }, userSchema, signal);
  if (!admin) return new AppError('ha.not-admin', error.facts);
  return new AppError('ha.in-between', error.facts);
};
