import { isIPv4 } from 'node:net';
import type { Reach } from '../ports/network.ts';

/** Whether a host says that it is this very computer; what its name leads to is another question. */
const isLoopback = (host: string): boolean =>
  host === 'localhost' ||
  host.endsWith('.localhost') ||
  host === '[::1]' ||
  host === '::1' ||
  (isIPv4(host) && host.startsWith('127.'));

/** Whether nobody on the way can read what is sent to a base URL. */
export const isEncrypted = (url: string): boolean => {
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || isLoopback(hostname);
};

/** The name that `NetworkIdentity` gives to this computer itself. */
const thisComputer = 'loopback';

export const isThisComputer = ({ network }: Reach): boolean => network === thisComputer;

/** A network by which a host can be recognized: what older programs noted as a subnet, anybody can be. */
export const isRecognizable = (network: string | undefined): network is string =>
  network !== undefined && !network.startsWith('subnet:');

/**
 * May something secret go to this host in clear? In plain http anybody on the way reads it, and in a strange network the same
 * private address is somebody else's machine. So every address that the name leads to has to be this computer, or near and
 * inside a network that the user confirmed.
 */
export const mayGoInClear = (reaches: readonly Reach[], confirmedNetworks: readonly string[]): boolean =>
  reaches.length > 0 &&
  reaches.every(
    (reach) =>
      isThisComputer(reach) ||
      (reach.near && isRecognizable(reach.network) && confirmedNetworks.includes(reach.network)),
  );
