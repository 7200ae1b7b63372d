import type { SetupResult } from '../../shared/status.ts';
import { AppError, toAppError } from '../errors/app-error.ts';
import { openSession } from '../home-assistant/connect.ts';
import { withDeadline } from '../home-assistant/deadline.ts';
import { defaultTimeouts } from '../home-assistant/options.ts';
import { authorizationOn, newState, type Authorization } from '../home-assistant/sign-in/authorization.ts';
import { exchangeCode, knowsPkce, revoke, type Door, type Grant } from '../home-assistant/sign-in/grant.ts';
import { openLoopback, type AnswerPages } from '../home-assistant/sign-in/loopback.ts';
import { makeOwnToken } from '../home-assistant/sign-in/own-token.ts';
import { TokenUse } from '../home-assistant/token-use.ts';
import { forgetTokenAtHome } from './own-token.ts';
import { setUp, type SetUpInput, type SetUpNeeds } from './set-up.ts';
import { findWay, optionsOfWay, type TypedHome, type Way, type WayNeeds } from './way-home.ts';

/** How a person is led to the page and back. */
export interface Browser {
  /** Opens Home Assistant's page for them. A failure ends the sign-in with `ha.sign-in-unfinished`. */
  readonly open: (page: string) => Promise<void>;
  readonly pages: AnswerPages;
}

/** Home Assistant's user agreed. Lives in memory for the moment between the two halves. */
export interface Agreement {
  readonly way: Way;
  readonly authorization: Authorization;
  /** Secret, good once. */
  readonly code: string;
}

/**
 * The first half, in which a person has the time: tests the address, sends the browser to its page, and waits for the answer.
 * Holds nothing that others wait for. Errors: those of `findWay`, `ha.sign-in-unfinished`, `sync.cancelled`.
 */
export const askToSignIn = async (
  context: WayNeeds,
  typed: TypedHome,
  browser: Browser,
  signal: AbortSignal,
): Promise<Agreement> => {
  await context.settings.load();
  const way = await findWay(context, typed, signal);
  // Before anybody is sent there: a plain http address that was not allowed, or a network that is not home.
  const hasPkce = await knowsPkce(await doorOf(context, way), signal);
  const state = newState();
  const loopback = await openLoopback(state, browser.pages);
  try {
    const authorization = authorizationOn(way.url, loopback.origin, state, hasPkce);
    await browser.open(authorization.page).catch(() => {
      throw new AppError('ha.sign-in-unfinished', { reason: 'no-browser' });
    });
    const { clock, timings } = context.ports;
    const late = (): AppError => new AppError('ha.sign-in-unfinished', { reason: 'late' });
    const ms = timings?.ha?.signIn ?? defaultTimeouts.signIn;
    const code = await withDeadline({ clock, ms, signal, late }, () => loopback.code);
    return { way, authorization, code };
  } catch (error) {
    loopback.close();
    throw error;
  }
};

export interface SignInHomeInput extends Pick<SetUpInput, 'baseFolder' | 'retentionDays' | 'floor' | 'folderChange'> {
  readonly agreement: Agreement;
  /** What Home Assistant is to list our token as. */
  readonly tokenName: string;
}

/**
 * The second half: the code becomes a token of our own, which is set up like one that was pasted; what the browser brought is
 * revoked whatever happens, and so is a token of ours that could not be kept. Errors: those of `setUp`, `ha.sign-in-refused`.
 */
export const finishSignIn = async (
  context: SetUpNeeds,
  { agreement, tokenName, ...choices }: SignInHomeInput,
  signal: AbortSignal,
): Promise<SetupResult> => {
  const { way } = agreement;
  const door = await doorOf(context, way);
  const grant = await exchangeCode(door, agreement.authorization, agreement.code, signal);
  let token: string;
  try {
    token = await ownTokenFor(context, way, grant, tokenName, signal);
  } finally {
    await revokeGrant(context, door, grant);
  }
  try {
    return await setUp(context, { ...choices, ...typedOf(way), token, isOwnToken: true }, signal);
  } catch (error) {
    await forgetQuietly(context, way, token);
    throw error;
  }
};

/** What was found and allowed in the first half, as set-up takes it. */
const typedOf = ({ url, trust, consent }: Way): TypedHome => ({
  url,
  ...(trust.caFile === undefined ? {} : { caFile: trust.caFile }),
  ...(trust.fingerprint256 === undefined ? {} : { acceptFingerprint: trust.fingerprint256 }),
  ...(consent.origin === null ? {} : { acceptUnencrypted: consent.origin }),
});

/** By the rules for a token: judged where the computer is now. Errors: `ha.away`, `ha.unencrypted`. */
const doorOf = async (context: WayNeeds, way: Way): Promise<Door> => {
  const options = await optionsOfWay(context, way, '');
  const { route } = await new TokenUse(options).take(way.url);
  const ms = context.ports.timings?.ha?.handshake ?? defaultTimeouts.handshake;
  return { url: way.url, tls: options.tls, route, clock: context.ports.clock, ms };
};

const ownTokenFor = async (
  context: WayNeeds,
  way: Way,
  { accessToken }: Grant,
  name: string,
  signal: AbortSignal,
): Promise<string> => {
  // Who is no administrator is told before a token of theirs is made.
  const { session } = await openSession(await optionsOfWay(context, way, accessToken), signal);
  try {
    return await makeOwnToken(session, name, signal);
  } finally {
    await session.link.close();
  }
};

/** Done even if the user gave up meanwhile. A token that could not be revoked expires after 90 days without use. */
const revokeGrant = async ({ ports }: WayNeeds, door: Door, grant: Grant): Promise<void> => {
  await revoke(door, grant, new AbortController().signal).catch((error: unknown) => {
    ports.logger.warn('sign-in not revoked', { code: toAppError(error).code });
  });
};

const forgetQuietly = async (context: WayNeeds, way: Way, token: string): Promise<void> => {
  await forgetTokenAtHome(await optionsOfWay(context, way, token), token, new AbortController().signal).catch(
    (error: unknown) => {
      context.ports.logger.warn('token not deleted', { code: toAppError(error).code });
    },
  );
};
