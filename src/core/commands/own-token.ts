import type { Needs } from '../context.ts';
import { AppError } from '../errors/app-error.ts';
import { openSession } from '../home-assistant/connect.ts';
import type { ConnectOptions } from '../home-assistant/options.ts';
import { deleteToken } from '../home-assistant/sign-in/own-token.ts';
import { tokenOf } from '../open-home.ts';
import { withStoredToken } from './open-source.ts';

/** Home Assistant, or a network, that is away keeps nobody from logging out. */
const briefMs = 15_000;

/** Deletes a token at the Home Assistant that made it. Errors: those of a connection. */
export const forgetTokenAtHome = async (options: ConnectOptions, token: string, signal: AbortSignal): Promise<void> => {
  const until = AbortSignal.any([signal, AbortSignal.timeout(briefMs)]);
  try {
    const { session } = await openSession(options, until);
    try {
      await deleteToken(session, token, until);
    } finally {
      await session.link.close();
    }
  } catch (error) {
    throw until.aborted && !signal.aborted ? new AppError('ha.unreachable', { reason: 'no-answer' }) : error;
  }
};

export type OwnTokenNeeds = Needs<'gates' | 'homeOptions' | 'instance' | 'secretStore'>;

/** The stored token, where this app made it itself. Errors: those of a connection, `secrets.*`. */
export const forgetOwnToken = async (context: OwnTokenNeeds, signal: AbortSignal): Promise<void> => {
  const instance = context.instance();
  const token = tokenOf(await (await context.secretStore()).read(), instance.key);
  await withStoredToken(context, instance, async () =>
    forgetTokenAtHome(await context.homeOptions(instance), token, signal),
  );
};
