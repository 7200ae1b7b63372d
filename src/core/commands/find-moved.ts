import type { FoundHome } from '../../shared/contract/views.ts';
import { isCode } from '../errors/app-error.ts';
import { discoverHomes, type Discover, type DiscoveredHome } from '../home-assistant/discovery.ts';
import { findHomeAssistant } from '../home-assistant/probe.ts';
import { isSafeToOffer, searchHomes } from './find-homes.ts';
import { probeOptions, type ProbeNeeds } from './probe-home.ts';
import type { Needs } from '../context.ts';

/** How many addresses of one id are asked: it has a few; who announces more is not believed any further. */
const maxAddresses = 12;

/**
 * Where the Home Assistant that was set up answers now, by the id that it announces in this network; asked without a token, and
 * taken by nobody. Anybody can announce an id: each place where one answers is given, and the rules for a token decide what
 * becomes of it. None where its own id is not known, or nothing is announced. Errors: `sync.cancelled`.
 */
export const findMoved = async (
  context: ProbeNeeds & Needs<'settings', 'clock' | 'logger'>,
  signal: AbortSignal,
  discover: Discover = discoverHomes,
): Promise<readonly FoundHome[]> => {
  const [instance] = (await context.settings.load()).instances;
  if (instance?.instanceId == null || instance.minted) return [];
  const { url, instanceId, tls } = instance;
  const places = placesOf(await searchHomes(context.ports, signal, discover), instanceId, url);
  const options = await probeOptions(context, tls);
  const answers = await Promise.all(
    places.map(async (place) => {
      try {
        await findHomeAssistant([place.url], options, signal);
        return [place];
      } catch (error) {
        if (isCode(error, 'sync.cancelled')) throw error;
        return [];
      }
    }),
  );
  return answers.flat();
};

/** Under that id, at other addresses than the one that failed. Pure. */
export const placesOf = (homes: readonly DiscoveredHome[], id: string, failed: string): readonly FoundHome[] => {
  const before = new URL(failed).origin;
  const places = homes
    .filter(({ uuid }) => uuid === id)
    .flatMap(({ name, version, urls }) => urls.map((url) => ({ name, url, version: version ?? null })))
    .filter(({ url }) => isSafeToOffer(url) && new URL(url).origin !== before);
  const first = new Map(places.map((place) => [place.url, place] as const));
  return [...first.values()].slice(0, maxAddresses);
};
