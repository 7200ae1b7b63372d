import type { SetupResult } from '../../shared/status.ts';
import { AppError, isCode } from '../errors/app-error.ts';
import { discoverHomes, type Discover } from '../home-assistant/discovery.ts';
import { defaultTimeouts } from '../home-assistant/options.ts';
import { isEncrypted } from '../home-assistant/token-rule.ts';
import { refuseTwin } from '../home-assistant/twin.ts';
import { setUp, type SetUpNeeds } from './set-up.ts';
import { findWay, type TypedHome, type Way } from './way-home.ts';

/** Where the Home Assistant that was set up is now, found or typed. */
export type MovedTo = Pick<TypedHome, 'url' | 'acceptUnencrypted'>;

/**
 * The same Home Assistant at another address, with the stored token, under the rules for an address that is typed: in clear
 * only with consent, outside of the home nowhere else. Besides, where a certificate was accepted, that one alone counts, and a place
 * that announces itself as another Home Assistant gets no token. Errors: those of `setUp`, `ha.instance-changed`.
 */
export const moveHome = async (
  context: SetUpNeeds,
  { url, acceptUnencrypted }: MovedTo,
  signal: AbortSignal,
  discover: Discover = discoverHomes,
): Promise<SetupResult> => {
  await context.settings.load();
  const { instanceId, minted, tls, url: before } = context.instance();
  const { caFile, fingerprint256 } = tls;
  const typed: TypedHome = {
    url,
    ...(acceptUnencrypted === undefined ? {} : { acceptUnencrypted }),
    ...(caFile === undefined ? {} : { caFile }),
    ...(fingerprint256 === undefined ? {} : { acceptFingerprint: fingerprint256 }),
  };
  const way = await wayFrom(context, before, typed, signal);
  if (instanceId !== null && !minted) {
    const { clock, logger, timings } = context.ports;
    const timeouts = { ...defaultTimeouts, ...timings?.ha };
    await refuseTwin(instanceId, { clock, logger, timeouts, url: way.url, discover }, signal);
  }
  return await setUp(context, { ...typed, url: way.url }, signal);
};

/** An encrypted one that is in clear from now on is to be told, whatever the new address is called. */
const wayFrom = async (context: SetUpNeeds, before: string, typed: TypedHome, signal: AbortSignal): Promise<Way> => {
  try {
    return await findWay(context, typed, signal);
  } catch (error) {
    if (!isCode(error, 'ha.unencrypted') || !isEncrypted(before)) throw error;
    throw new AppError('ha.unencrypted', { ...error.facts, hadHttps: true });
  }
};
