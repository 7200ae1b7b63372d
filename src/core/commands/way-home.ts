import type { Needs } from '../context.ts';
import { candidateUrls } from '../home-assistant/address.ts';
import type { ConnectOptions } from '../home-assistant/options.ts';
import { findHomeAssistant } from '../home-assistant/probe.ts';
import { trustOf } from '../open-home.ts';
import type { InstanceSettings } from '../settings/schema.ts';
import { consentTo, type Consent } from './consent.ts';
import { probeOptions, trustFor, type HomeAddress, type ProbeNeeds } from './probe-home.ts';

export type WayNeeds = Needs<'settings', 'clock' | 'environment' | 'logger' | 'network' | 'timings'> & ProbeNeeds;

/** An address that somebody typed, and what they allowed there. */
export interface TypedHome extends HomeAddress {
  /** The plain http address that the user saw and allowed. */
  readonly acceptUnencrypted?: string;
}

/** Where it answers, and what was allowed there. */
export interface Way {
  readonly url: string;
  readonly trust: InstanceSettings['tls'];
  readonly consent: Consent;
}

/**
 * Finds Home Assistant at a typed address without a token, and sees to it that one may go there. Errors: `settings.invalid`,
 * `ha.unreachable`, `ha.tls-untrusted`, `ha.unencrypted`, `ha.network-unknown` and the other `ha.*` of a probe.
 */
export const findWay = async (context: WayNeeds, typed: TypedHome, signal: AbortSignal): Promise<Way> => {
  const trust = trustFor(context.settings.current, typed);
  const { url } = await findHomeAssistant(candidateUrls(typed.url), await probeOptions(context, trust), signal);
  return { url, trust, consent: await consentTo(context, url, typed.acceptUnencrypted) };
};

/** What a connection on that way needs: the token goes nowhere else. */
export const optionsOfWay = async (
  { ports, settings }: WayNeeds,
  { url, trust, consent }: Way,
  token: string,
): Promise<ConnectOptions> => ({
  url,
  token: () => Promise.resolve(token),
  tls: await trustOf(trust, settings.current.caFile ?? ports.environment['HA_ICLOUD_BACKUP_CA_FILE']),
  confirmedNetworks: consent.networks,
  allowedOrigin: consent.origin,
  network: ports.network,
  clock: ports.clock,
  logger: ports.logger,
  ...(ports.timings?.ha ? { timeouts: ports.timings.ha } : {}),
});
