import type { Needs } from '../context.ts';
import { AppError } from '../errors/app-error.ts';
import { isEncrypted, isRecognizable, isThisComputer } from '../home-assistant/token-rule.ts';
import type { Settings } from '../settings/schema.ts';

export type ConsentNeeds = Needs<'settings', 'network'>;

/** What was allowed in plain http: an origin, and the networks that lead to it. */
export interface Consent {
  readonly origin: string | null;
  readonly networks: readonly string[];
}

const none: Consent = { origin: null, networks: [] };

/**
 * The user's consent to send the token to a base URL in clear, as of this moment and network. None is needed for https and
 * this computer. Errors: `ha.unencrypted` (not given yet), `ha.network-unknown` (given, but nobody could recognize the
 * network again).
 */
export const consentTo = async (context: ConsentNeeds, url: string, accepted: string | undefined): Promise<Consent> => {
  const networks = await clearNetworks(context, url);
  if (networks.length === 0) return none;
  const { settings } = context;
  const { origin } = new URL(url);
  if (!isAllowed(settings.current, origin, networks) && originOf(accepted) !== origin)
    throw new AppError('ha.unencrypted', { url, hadHttps: hadHttps(settings.current, url) });
  const known = networks.filter((network) => network !== undefined);
  if (known.length < networks.length) throw new AppError('ha.network-unknown', { url });
  return { origin, networks: known };
};

export const consentNeeded = async (context: ConsentNeeds, url: string): Promise<boolean> => {
  const networks = await clearNetworks(context, url);
  return networks.length > 0 && !isAllowed(context.settings.current, new URL(url).origin, networks);
};

/** Whether the same host was reached over https until now. */
export const hadHttps = ({ instances }: Settings, url: string): boolean =>
  !isEncrypted(url) &&
  instances.some((known) => {
    const before = new URL(known.url);
    return before.protocol === 'https:' && before.hostname === new URL(url).hostname;
  });

/** The networks that a token in clear would cross; empty: none. Undefined: one that cannot be recognized again. */
const clearNetworks = async ({ ports }: ConsentNeeds, url: string): Promise<(string | undefined)[]> => {
  const { protocol, hostname } = new URL(url);
  if (protocol === 'https:') return [];
  const reaches = await ports.network.reach(hostname.replace(/^\[|\]$/g, ''));
  // Not to be found any more: nobody can say where the token would go.
  if (reaches.length === 0) return [undefined];
  const away = reaches.filter((reach) => !isThisComputer(reach));
  return away.map(({ network, near }) => (near && isRecognizable(network) ? network : undefined));
};

/** Allowed before, for this very origin in these very networks: elsewhere the same address is somebody else's. */
const isAllowed = ({ instances }: Settings, origin: string, networks: readonly (string | undefined)[]): boolean =>
  instances.some(
    ({ acceptedUnencrypted, confirmedNetworks }) =>
      acceptedUnencrypted === origin &&
      networks.every((network) => network !== undefined && confirmedNetworks.includes(network)),
  );

const originOf = (url: string | undefined): string | undefined =>
  url !== undefined && URL.canParse(url) ? new URL(url).origin : undefined;
