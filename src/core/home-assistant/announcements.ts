import { z } from 'zod';

/** One announcement of a service as it stood in one packet: nothing in it is mixed with what anybody else said. */
export interface Announcement {
  /** The first part of its name: `Home` of `Home._home-assistant._tcp.local`. */
  readonly name: string;
  readonly port: number;
  readonly addresses: readonly string[];
  /** Its properties, names in small letters; values that are no text are left out. */
  readonly txt: Readonly<Record<string, string>>;
}

export const serviceType = '_home-assistant._tcp.local';

/** No honest answer comes near: a home has one service, one host and a handful of addresses. */
const maxRecords = 64;

const record = z.object({ type: z.string(), name: z.string(), ttl: z.number().catch(1), data: z.unknown() });
const packet = z.object({
  answers: z.array(z.unknown()).catch([]),
  additionals: z.array(z.unknown()).catch([]),
});
const target = z.object({ target: z.string(), port: z.number().int().positive().max(65_535) });
const address = z.union([z.ipv4(), z.ipv6()]);

type Entry = z.infer<typeof record>;

/**
 * What a decoded multicast packet announces. Each packet speaks for itself: two computers that use one service name, by
 * accident or to stand in for each other, give two announcements, and neither hides or changes the other.
 */
export const announcedIn = (decoded: unknown): readonly Announcement[] => {
  const read = packet.safeParse(decoded).data;
  if (read === undefined) return [];
  const records = [...read.answers, ...read.additionals]
    .slice(0, maxRecords)
    .flatMap((one) => record.safeParse(one).data ?? [])
    .filter(({ ttl }) => ttl > 0);
  const pointers = records.filter((one) => one.type === 'PTR' && isSame(one.name, serviceType));
  return pointers.flatMap(({ data }) => (typeof data === 'string' ? announcementOf(data, records) : []));
};

const announcementOf = (service: string, records: readonly Entry[]): Announcement[] => {
  const own = records.filter(({ name }) => isSame(name, service));
  const where = own.filter(({ type }) => type === 'SRV').flatMap(({ data }) => target.safeParse(data).data ?? []);
  const txt = Object.assign(
    {},
    ...own.filter(({ type }) => type === 'TXT').map(({ data }) => propertiesIn(data)),
  ) as Announcement['txt'];
  return where.map((place) => ({
    name: nameIn(service),
    port: place.port,
    addresses: [...new Set(records.filter(({ name }) => isSame(name, place.target)).flatMap(addressIn))],
    txt,
  }));
};

const addressIn = ({ type, data }: Entry): string[] =>
  (type === 'A' || type === 'AAAA') && address.safeParse(data).success ? [String(data)] : [];

/** `key=value` each, as bytes (RFC 6763); of a name that stands twice the first counts. */
const propertiesIn = (data: unknown): Record<string, string> => {
  const found: Record<string, string> = {};
  for (const one of Array.isArray(data) ? data : [data]) {
    const [, key, value] = one instanceof Uint8Array ? (/^([^=]+)=(.*)$/s.exec(Buffer.from(one).toString()) ?? []) : [];
    if (key !== undefined && value !== undefined) found[key.toLowerCase()] ??= value;
  }
  return found;
};

const nameIn = (service: string): string =>
  isSame(service.slice(-serviceType.length - 1), `.${serviceType}`)
    ? service.slice(0, -serviceType.length - 1)
    : service;

const isSame = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
