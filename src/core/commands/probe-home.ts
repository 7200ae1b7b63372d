import type { HomeProbe } from '../../shared/contract/views.ts';
import type { Needs } from '../context.ts';
import { trustOf } from '../open-home.ts';
import { candidateUrls } from '../home-assistant/address.ts';
import { findHomeAssistant, findOthers, type ProbeOptions } from '../home-assistant/probe.ts';
import { defaultTimeouts } from '../home-assistant/options.ts';
import { isEncrypted } from '../home-assistant/token-rule.ts';
import type { InstanceSettings, Settings } from '../settings/schema.ts';
import { consentNeeded, hadHttps, type ConsentNeeds } from './consent.ts';

export type ProbeNeeds = Needs<'settings', 'clock' | 'environment' | 'timings'> & ConsentNeeds;

/** Where Home Assistant is to be looked for, and what makes its certificate good. */
export interface HomeAddress {
  /** As a person types it. */
  readonly url: string;
  readonly caFile?: string;
  /** SHA-256 of a certificate that the user looked at and accepted. */
  readonly acceptFingerprint?: string;
}

/**
 * What answers at an address, asked without a token. Errors: `settings.invalid`, `ha.unreachable`, `ha.not-home-assistant`,
 * `ha.tls-untrusted`, `ha.moved` and the other `ha.*` of something in front of it.
 */
export const probeHome = async (context: ProbeNeeds, input: HomeAddress, signal: AbortSignal): Promise<HomeProbe> => {
  const settings = await context.settings.load();
  const options = await probeOptions(context, trustFor(settings, input));
  const { url } = await findHomeAssistant(candidateUrls(input.url), options, signal);
  const others = await findOthers(url, options, signal);
  return {
    url,
    name: null,
    version: null,
    encrypted: isEncrypted(url),
    needsConsent: await consentNeeded(context, url),
    hadHttps: hadHttps(settings, url),
    alternatives: others.map((other) => ({ url: other.url, encrypted: isEncrypted(other.url) })),
  };
};

export const probeOptions = async (
  { ports, settings }: ProbeNeeds,
  trust: InstanceSettings['tls'],
): Promise<ProbeOptions> => ({
  clock: ports.clock,
  tls: await trustOf(trust, settings.current.caFile ?? ports.environment['HA_ICLOUD_BACKUP_CA_FILE']),
  ms: ports.timings?.ha?.probe ?? defaultTimeouts.probe,
});

/** What the user says now, else what they said before for the same host: reconnecting is no reason to ask again. */
export const trustFor = (
  before: Settings,
  { url, caFile, acceptFingerprint }: HomeAddress,
): InstanceSettings['tls'] => {
  if (caFile === undefined && acceptFingerprint === undefined) {
    const hosts = candidateUrls(url).map((candidate) => new URL(candidate).hostname);
    return before.instances.find((known) => hosts.includes(new URL(known.url).hostname))?.tls ?? {};
  }
  return {
    ...(caFile === undefined ? {} : { caFile }),
    ...(acceptFingerprint === undefined ? {} : { fingerprint256: acceptFingerprint }),
  };
};
