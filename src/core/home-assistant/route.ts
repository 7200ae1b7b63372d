import { isIPv4, type LookupFunction } from 'node:net';
import type { Reach } from '../ports/network.ts';

/** The only addresses that a connection may go to, however its name is looked up meanwhile. */
export interface Route {
  readonly addresses: readonly string[];
  /** Whether an open connection went there, and the way that was judged. */
  accepts(remote: string | undefined, local: string | undefined): boolean;
}

/** `code` of the error when a connection went another way than the one that was judged. */
export const otherRoute = 'OTHER_ROUTE';

export const routeOf = (reaches: readonly Reach[]): Route => ({
  addresses: reaches.map(({ address }) => address),
  accepts: (remote, local) =>
    reaches.some(
      ({ address, from }) => isSame(address, remote) && (from.length === 0 || from.some((own) => isSame(own, local))),
    ),
});

/** Answers with what was looked up before, whatever name is asked for. */
export const lookupOn =
  ({ addresses }: Route): LookupFunction =>
  (_host, { all }, callback) => {
    const found = addresses.map((address) => ({ address, family: isIPv4(address) ? 4 : 6 }));
    const [first] = found;
    if (all === true) callback(null, found);
    else if (first) callback(null, first.address, first.family);
    else callback(Object.assign(new Error('no address'), { code: 'ENOTFOUND' }), '', 4);
  };

const isSame = (one: string, other: string | undefined): boolean => other !== undefined && plain(one) === plain(other);

/** Without zone, and an IPv4 address in IPv6's clothes as itself. */
const plain = (address: string): string =>
  address
    .toLowerCase()
    .replace(/%.*$/, '')
    .replace(/^::ffff:(?=\d+\.)/, '');
