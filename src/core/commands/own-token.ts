import type { Needs } from '../context.ts';
import { AppError, isCode, toAppError } from '../errors/app-error.ts';
import { openSession } from '../home-assistant/connect.ts';
import type { ConnectOptions } from '../home-assistant/options.ts';
import { deleteToken } from '../home-assistant/sign-in/own-token.ts';
import { tokenOf } from '../open-home.ts';
import type { InstanceSettings } from '../settings/schema.ts';
import { checkToken } from '../state/gates.ts';
import { withStoredToken } from './open-source.ts';

/** Home Assistant, or a network, that is away keeps nobody from logging out. */
const briefMs = 15_000;

/** A token that this app made for itself, and the Home Assistant that made it. */
export interface OwnToken {
  readonly instance: InstanceSettings;
  /** Secret. */
  readonly token: string;
}

/** Deletes a token at the Home Assistant that made it. Errors: those of a connection; `ha.token-invalid` for one that is gone. */
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

/** The stored token, where this app made it. One that is gone there is as good as deleted. Errors: those of a connection, `secrets.*`. */
export const forgetOwnToken = async (context: OwnTokenNeeds, signal: AbortSignal): Promise<void> => {
  const instance = context.instance();
  const token = tokenOf(await (await context.secretStore()).read(), instance.key);
  await unlessGone(
    withStoredToken(context, instance, async () =>
      forgetTokenAtHome(await context.homeOptions(instance), token, signal),
    ),
  );
};

/** The stored token, where this app made it and Home Assistant has not refused it since. */
export const ownTokenInUse = async (context: OwnTokenNeeds & Needs<'settings'>): Promise<OwnToken | undefined> => {
  const instance = context.settings.current.instances.find(({ ownToken }) => ownToken);
  if (instance === undefined) return undefined;
  try {
    const token = tokenOf(await (await context.secretStore()).read(), instance.key);
    checkToken(await context.gates.read(), instance.key, token);
    return { instance, token };
  } catch {
    return undefined; // A store that cannot be read says so to those who have a token to keep.
  }
};

/**
 * With itself: who came in with the new one may be another user, in another Home Assistant. False: it may still be there.
 *
 * @param reach - how that Home Assistant is reached now
 */
export const forgetReplaced = async (
  { ports }: Needs<never, 'logger'>,
  { token }: OwnToken,
  reach: () => Promise<ConnectOptions>,
): Promise<boolean> => {
  try {
    const options = { ...(await reach()), token: () => Promise.resolve(token) };
    await unlessGone(forgetTokenAtHome(options, token, new AbortController().signal));
    return true;
  } catch (error) {
    ports.logger.warn('token not deleted', { code: toAppError(error).code });
    return false;
  }
};

const unlessGone = async (work: Promise<unknown>): Promise<void> => {
  try {
    await work;
  } catch (error) {
    if (!isCode(toAppError(error), 'ha.token-invalid')) throw error;
  }
};
