import { isIPv4 } from 'node:net';

/** Whether a host is this very computer. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' ||
  host.endsWith('.localhost') ||
  host === '[::1]' ||
  host === '::1' ||
  (isIPv4(host) && host.startsWith('127.'));

/** The name that `NetworkIdentity` gives to this computer itself. */
const thisComputer = 'loopback';

/**
 * May the token be sent to this address now? In plain http anybody on the way reads it, and in a strange network the same
 * private address is somebody else's machine: then only inside a network that the user confirmed. TLS proves the other end.
 */
export const mayUseToken = (
  url: string,
  network: string | undefined,
  confirmedNetworks: readonly string[],
): boolean => {
  const { protocol, hostname } = new URL(url);
  if (protocol === 'https:' || isLoopback(hostname)) return true;
  return network !== undefined && (network === thisComputer || confirmedNetworks.includes(network));
};
