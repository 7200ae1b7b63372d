import type { FoundHome } from '../../shared/contract/views.ts';
import type { Context } from '../context.ts';
import { isCode } from '../errors/app-error.ts';
import { discoverHomes, type Discover, type DiscoveredHome } from '../home-assistant/discovery.ts';

/** A person waits for it: longer than a search beside a connection (options.ts), for sleepy devices and slow Wi-Fi. */
const searchMs = 5_000;

/**
 * Every Home Assistant that announces itself in this network, by name. None found proves nothing, and a network that does
 * not let us ask counts as none: the address can always be typed.
 */
export const findHomes = async (
  { ports }: Pick<Context, 'ports'>,
  signal: AbortSignal,
  discover: Discover = discoverHomes,
): Promise<readonly FoundHome[]> => {
  try {
    return toFound(await discover(ports.clock, searchMs, signal));
  } catch (error) {
    if (!isCode(error, 'ha.unreachable')) throw error;
    ports.logger.warn('search for Home Assistant failed');
    return [];
  }
};

/** One line for each home, though it answers on several networks; one without any address is of no use. */
const toFound = (homes: readonly DiscoveredHome[]): FoundHome[] => {
  const seen = new Set<string>();
  const found = homes.flatMap(({ name, uuid, version, urls: [url] }) => {
    if (url === undefined || seen.has(uuid ?? url)) return [];
    seen.add(uuid ?? url);
    return [{ name, url, version: version ?? null }];
  });
  return found.sort((a, b) => a.name.localeCompare(b.name));
};
