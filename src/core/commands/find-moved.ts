import type { MovedPlace } from '../../shared/contract/views.ts';
import { isOlderHome } from '../domain/home-version.ts';
import { isCode } from '../errors/app-error.ts';
import { isPublic } from '../home-assistant/address.ts';
import { discoverHomes, homeAt, type Discover, type DiscoveredHome } from '../home-assistant/discovery.ts';
import { greetedVersion } from '../home-assistant/greeting.ts';
import { findHomeAssistant, type ProbeOptions } from '../home-assistant/probe.ts';
import { isEncrypted } from '../home-assistant/token-rule.ts';
import type { InstanceSettings } from '../settings/schema.ts';
import { isSafeToOffer, searchHomes } from './find-homes.ts';
import { probeOptions, type ProbeNeeds } from './probe-home.ts';
import type { Needs } from '../context.ts';

export type MovedNeeds = ProbeNeeds & Needs<'lastLook' | 'settings', 'clock' | 'logger'>;

/** How many addresses of one id are asked: it has a few; who announces more is not believed any further. */
const maxAddresses = 12;

/**
 * Where the Home Assistant that was set up answers now, by the id that it announces in this network; asked without a token, and
 * taken by nobody. Anybody can announce an id: each place where one answers is given with what is known of it, and the rules
 * for a token decide what becomes of it. None where its own id is not known, nothing is announced, or it answers where it was. Errors:
 * `sync.cancelled`.
 */
export const findMoved = async (
  context: MovedNeeds,
  signal: AbortSignal,
  discover: Discover = discoverHomes,
): Promise<readonly MovedPlace[]> => {
  const [instance] = (await context.settings.load()).instances;
  if (instance?.instanceId == null || instance.minted) return [];
  const { instanceId: id, tls, url } = instance;
  const options = await probeOptions(context, tls);
  const [homes, isBack] = await Promise.all([
    searchHomes(context.ports, signal, discover),
    answers(url, options, signal),
  ]);
  if (isBack) return [];
  const seen = (await context.lastLook.read()).home?.version;
  const asked = claimsOf(homes, id, url).map(async ({ name, urls }): Promise<MovedPlace[]> => {
    const here = (await Promise.all(urls.map((one) => answers(one, options, signal)))).indexOf(true);
    const place = urls[here];
    if (place === undefined) return [];
    const version = (await greetedVersion(place, options, signal)) ?? null;
    const isOlder = isOlderHome(version, seen);
    return [{ name, url: place, version, isOlder, isProven: isProven(place, tls), isEncrypted: isEncrypted(place) }];
  });
  return (await Promise.all(asked)).flat();
};

const answers = async (url: string, options: ProbeOptions, signal: AbortSignal): Promise<boolean> => {
  try {
    await findHomeAssistant([url], options, signal);
    return true;
  } catch (error) {
    if (isCode(error, 'sync.cancelled')) throw error;
    return false;
  }
};

/** It answered with the certificate that the user accepted, or one of the authority that they named. */
const isProven = (url: string, { caFile, fingerprint256 }: InstanceSettings['tls']): boolean =>
  url.startsWith('https:') && (caFile ?? fingerprint256) !== undefined;

/** One announcement under the id: where it says it is, best first. */
interface Claim {
  readonly name: string;
  readonly urls: readonly string[];
}

/**
 * Who announces that id, with addresses other than the one that failed, and where the stored token may go at all: nowhere outside of
 * the home, nor in clear where it was encrypted until now. An address that is also announced under another id is left out: somebody
 * lies. Pure.
 */
export const claimsOf = (homes: readonly DiscoveredHome[], id: string, failed: string): readonly Claim[] => {
  const before = new URL(failed);
  const named = homes.filter(({ uuid }) => uuid !== undefined);
  const mayBe = (url: string): boolean =>
    isSafeToOffer(url) &&
    new URL(url).origin !== before.origin &&
    (hostOf(url) === hostOf(failed) || !isPublic(hostOf(url)));
  const taken = new Set<string>();
  const isFirst = (url: string): boolean => taken.size < maxAddresses && !taken.has(url) && Boolean(taken.add(url));
  return named
    .filter(({ uuid }) => uuid === id)
    .map(({ name, urls }) => ({
      name,
      urls: urls
        .filter((url) => homeAt(named, url, [hostOf(url)])?.uuid === id)
        .map((url) => (before.protocol === 'https:' ? url.replace(/^http:/, 'https:') : url))
        .filter((url) => mayBe(url) && isFirst(url)),
    }))
    .filter(({ urls }) => urls.length > 0);
};

const hostOf = (url: string): string => new URL(url).hostname.replace(/^\[|\]$/g, '');
