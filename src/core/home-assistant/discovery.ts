import { EventEmitter } from 'node:events';
import { Bonjour, type Service } from 'bonjour-service';
import { z } from 'zod';
import { AppError } from '../errors/app-error.ts';
import type { Clock } from '../ports/clock.ts';
import { deferred } from './deferred.ts';

/** A Home Assistant that makes itself known in the local network (facts 11, "zeroconf"). */
export interface DiscoveredHome {
  readonly name: string;
  /** Home Assistant's own instance id. */
  readonly uuid: string | undefined;
  readonly version: string | undefined;
  /** What it says about its addresses, and the one it answered from; best first. */
  readonly urls: readonly string[];
  readonly addresses: readonly string[];
  readonly port: number;
}

export type Discover = (clock: Clock, ms: number, signal: AbortSignal) => Promise<readonly DiscoveredHome[]>;

/** Listens for `_home-assistant._tcp` for a while. An empty answer proves nothing: routers and firewalls drop multicast. */
export const discoverHomes: Discover = async (clock, ms, signal) => {
  const found = new Map<string, DiscoveredHome>();
  const failed = deferred<never>();
  const onError = (): void => failed.reject(new AppError('ha.unreachable', { step: 'discovery' }));
  const bonjour = new Bonjour({}, onError);
  // Without a listener a port in use would end the process; the type does not know this part.
  const multicast: unknown = Reflect.get(Object(Reflect.get(bonjour, 'server')), 'mdns');
  if (multicast instanceof EventEmitter) multicast.on('error', onError).on('warning', () => undefined);
  const note = (service: Service): void => void found.set(service.fqdn, toHome(service));
  const browser = bonjour.find({ type: 'home-assistant' }, note);
  browser.on('txt-update', note).on('srv-update', note);
  try {
    await Promise.race([clock.wait(ms / 2, signal), failed.promise]);
    browser.update();
    await Promise.race([clock.wait(ms / 2, signal), failed.promise]);
    return [...found.values()];
  } finally {
    browser.stop();
    bonjour.destroy();
  }
};

const text = z.string().min(1).optional().catch(undefined);
const properties = z
  .object({ location_name: text, uuid: text, version: text, internal_url: text, external_url: text, base_url: text })
  .catch({});

/** As the service describes itself; values may be missing or blanked when they are too long. */
export const toHome = (service: Pick<Service, 'name' | 'port' | 'addresses' | 'txt'>): DiscoveredHome => {
  const txt = properties.parse(service.txt ?? {});
  const addresses = service.addresses ?? [];
  const direct = addresses.map(
    (address) => `http://${address.includes(':') ? `[${address}]` : address}:${service.port}`,
  );
  const urls = [txt.internal_url, txt.base_url, ...direct, txt.external_url].filter((url) => url !== undefined);
  return {
    name: txt.location_name ?? service.name,
    uuid: txt.uuid,
    version: txt.version,
    urls: [...new Set(urls.filter((url) => URL.canParse(url)).map((url) => new URL(url).origin))],
    addresses,
    port: service.port,
  };
};

/** The home behind a base URL, if exactly one says so: by one of its URLs, or by address and port. */
export const homeAt = (
  homes: readonly DiscoveredHome[],
  url: string,
  addressesOfUrl: readonly string[],
): DiscoveredHome | undefined => {
  const { origin, port, protocol } = new URL(url);
  const number = port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);
  const matches = homes.filter(
    (home) =>
      home.urls.includes(origin) ||
      (home.port === number && home.addresses.some((address) => addressesOfUrl.includes(address))),
  );
  return matches.length === 1 ? matches[0] : undefined;
};
