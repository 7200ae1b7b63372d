import type { NetworkIdentity } from '../../src/core/ports/network.ts';

/** A computer that is always in this network; undefined: in none. Every host has the one address that it is called by. */
export const fixedNetwork = (name: string | undefined): NetworkIdentity => ({
  current: () => Promise.resolve(name),
  reach: (host) => Promise.resolve(name === undefined ? [] : [{ address: host, network: name, near: true, from: [] }]),
});
