import type { FoundHome } from '../../shared/contract/views.ts';
import type { Needs } from '../context.ts';
import { isCode } from '../errors/app-error.ts';
import { isPublic } from '../home-assistant/address.ts';
import { discoverHomes, type Discover, type DiscoveredHome } from '../home-assistant/discovery.ts';

/** A person waits for it: longer than a search beside a connection (options.ts), for sleepy devices and slow Wi-Fi. */
const searchMs = 5_000;

/**
 * Every Home Assistant that announces itself in this network, by name. None found proves nothing, and a network that does
 * not let us ask counts as none: the address can always be typed.
 */
export const findHomes = async (
  { ports, settings }: Needs<'settings', 'clock' | 'logger'>,
  signal: AbortSignal,
  discover: Discover = discoverHomes,
): Promise<readonly FoundHome[]> => {
  const known = settings.current.instances.map(({ url }) => url);
  return toFound(await searchHomes(ports, signal, discover), known);
};

/** Everything that announces itself, unsorted. Errors: `sync.cancelled`. */
export const searchHomes = async (
  ports: Needs<never, 'clock' | 'logger'>['ports'],
  signal: AbortSignal,
  discover: Discover,
): Promise<readonly DiscoveredHome[]> => {
  try {
    return await discover(ports.clock, searchMs, signal);
  } catch (error) {
    if (!isCode(error, 'ha.unreachable')) throw error;
    ports.logger.warn('search for Home Assistant failed');
    return [];
  }
};

/**
 * One line for each address at which a home announces itself: who copies another home's name and id must not hide it, so both
 * are shown, the address in use first. One without any address is of no use, nor is one that would lead into the open in plain http.
 */
const toFound = (homes: readonly DiscoveredHome[], known: readonly string[]): FoundHome[] => {
  const isNew = ({ url }: FoundHome): number => Number(!known.some((one) => originOf(one) === url));
  const seen = new Set<string>();
  const found = homes.flatMap(({ name, version, urls }) => {
    const url = urls.find(isSafeToOffer);
    if (url === undefined || seen.has(url)) return [];
    seen.add(url);
    return [{ name, url, version: version ?? null }];
  });
  return found.sort((a, b) => isNew(a) - isNew(b) || a.name.localeCompare(b.name) || a.url.localeCompare(b.url));
};

const originOf = (url: string): string | undefined => (URL.canParse(url) ? new URL(url).origin : undefined);

/** Without its zone a link-local address leads nowhere. */
export const isSafeToOffer = (url: string): boolean => {
  const host = new URL(url).hostname.replace(/^\[|\]$/g, '');
  return !/^fe[89ab].*:/.test(host) && (url.startsWith('https:') || !isPublic(host));
};
