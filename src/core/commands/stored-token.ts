import type { Needs } from '../context.ts';
import { tokenOf } from '../open-home.ts';
import { AppError } from '../errors/app-error.ts';
import { candidateUrls, isPublic } from '../home-assistant/address.ts';

export type TokenNeeds = Needs<'instance' | 'secretStore'>;

/**
 * The token that is stored, for an address that was typed anew (Home Assistant moved, or got a certificate). It goes to the
 * host it was given for, or to one inside the home; a stranger's address on the Internet has to bring a token of its own.
 * Errors: `secrets.missing`, `secrets.token-missing`.
 */
export const storedTokenFor = async (context: TokenNeeds, typedUrl: string): Promise<string> => {
  const instance = context.instance();
  const known = new URL(instance.url).hostname;
  const hosts = candidateUrls(typedUrl).map((url) => new URL(url).hostname);
  if (hosts.some((host) => host !== known && isPublic(host.replace(/^\[|\]$/gu, '')))) {
    throw new AppError('secrets.missing', { what: 'token for this address' });
  }
  return tokenOf(await (await context.secretStore()).read(), instance.key);
};
