/** Readers for what the systems print about routes and neighbours. Pure; IPv4, which is what home networks route by. */

export interface Route {
  readonly destination: number;
  readonly mask: number;
  /** Undefined: directly on the link. */
  readonly gateway: string | undefined;
  /** Name of the interface; on Windows, one of its own addresses. */
  readonly link: string;
  readonly metric: number;
}

const ipv4 = String.raw`\d{1,3}(?:\.\d{1,3}){3}`;

/** `192.168.1.1` as a number, so that masks can be laid over it; undefined for anything else. */
export const ipv4Number = (text: string): number | undefined => {
  if (!new RegExp(`^${ipv4}$`).test(text)) return undefined;
  const parts = text.split('.').map(Number);
  return parts.every((part) => part <= 255) ? parts.reduce((sum, part) => sum * 256 + part, 0) : undefined;
};

const ipv4Text = (value: number): string => [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join('.');

const covers = ({ destination, mask }: Route, address: number): boolean => (address & mask) >>> 0 === destination;

/** The route a packet would take: the narrowest that fits, then the cheapest. Undefined address: the default route. */
export const bestRoute = (routes: readonly Route[], address: number | undefined): Route | undefined =>
  routes
    .filter((route) => (address === undefined ? route.mask === 0 : covers(route, address)))
    .sort((a, b) => b.mask - a.mask || a.metric - b.metric)[0];

/**
 * `/proc/net/route`, proc(5): addresses are hex in the machine's byte order (little endian on everything we run on).
 * Flag 1 = up, 512 = reject.
 */
export const parseProcRoutes = (text: string): Route[] =>
  text
    .split('\n')
    .slice(1)
    .flatMap((line) => {
      const [link = '', destination = '', gateway = '', flags = '', , , metric = '', mask = ''] = line.split(/\s+/);
      const set = Number.parseInt(flags, 16);
      if (mask === '' || (set & 1) === 0 || (set & 512) !== 0) return [];
      const via = littleEndian(gateway);
      return [
        {
          destination: littleEndian(destination),
          mask: littleEndian(mask),
          gateway: via === 0 ? undefined : ipv4Text(via),
          link,
          metric: Number(metric),
        },
      ];
    });

const littleEndian = (hex: string): number => Buffer.from(hex, 'hex').readUInt32LE();

/** `route print -4` on Windows. Only the columns are certain: headings and "On-link" are in the user's language. */
export const parseRoutePrint = (text: string): Route[] => {
  const row = new RegExp(`^\\s*(${ipv4})\\s+(${ipv4})\\s+(\\S.*?)\\s+(${ipv4})\\s+(\\d+)\\s*$`, 'gm');
  return [...text.matchAll(row)].flatMap(([, destination = '', mask = '', gateway = '', link = '', metric = '']) => {
    const [to, bits] = [ipv4Number(destination), ipv4Number(mask)];
    if (to === undefined || bits === undefined) return [];
    const via = ipv4Number(gateway) === undefined ? undefined : gateway;
    return [{ destination: to, mask: bits, gateway: via, link, metric: Number(metric) }];
  });
};

/** `route -n get ADDRESS` on macOS. A gateway that is no address (`link#4`) means: directly on the link. */
export const parseRouteGet = (
  text: string,
): { readonly link: string; readonly gateway: string | undefined } | undefined => {
  const link = /^\s*interface:\s*(\S+)/m.exec(text)?.[1];
  const gateway = /^\s*gateway:\s*(\S+)/m.exec(text)?.[1];
  if (link === undefined) return undefined;
  return { link, gateway: gateway !== undefined && ipv4Number(gateway) !== undefined ? gateway : undefined };
};

/**
 * The hardware address of a neighbour in `/proc/net/arp`, `arp -a` (Windows) or `arp -n ADDRESS` (macOS), as six pairs of
 * hex digits; undefined when the table has none (yet). Windows separates with `-`, macOS leaves out leading zeros.
 */
export const hardwareAddressIn = (table: string, address: string): string | undefined => {
  const line = table.split('\n').find((text) => text.split(/[\s()]+/).includes(address));
  const found = /\b([0-9a-f]{1,2}(?:[:-][0-9a-f]{1,2}){5})\b/i.exec(line ?? '')?.[1];
  const pairs = found
    ?.toLowerCase()
    .split(/[:-]/)
    .map((pair) => pair.padStart(2, '0'));
  // Linux lists a neighbour that it is still looking for with zeros.
  return pairs?.some((pair) => pair !== '00') === true ? pairs.join(':') : undefined;
};

/** An interface's own address, as `os.networkInterfaces()` gives it. */
export interface OwnAddress {
  readonly address: string;
  readonly family: string;
  /** Address and length of the prefix, `192.168.1.20/24`. */
  readonly cidr: string | null;
}

/** `192.168.1.0/24` or `fd00:1:2:3::/64`: the network that an own address belongs to. Link-local ones name none. */
export const subnetOf = ({ family, cidr }: OwnAddress): string | undefined => {
  const [address = '', length = ''] = (cidr ?? '').split('/');
  const bits = Number(length);
  if (family === 'IPv6') {
    if (/^fe80:/i.test(address) || length === '') return undefined;
    return `${ipv6Groups(address)
      .slice(0, Math.floor(bits / 16))
      .join(':')}::/${bits}`;
  }
  const own = ipv4Number(address);
  const mask = bits === 0 ? 0 : (0xffffffff << (32 - bits)) >>> 0;
  return own === undefined || length === '' ? undefined : `${ipv4Text((own & mask) >>> 0)}/${bits}`;
};

const ipv6Groups = (address: string): string[] => {
  const [head = '', tail] = address.toLowerCase().split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = Array.from({ length: Math.max(8 - left.length - right.length, 0) }, () => '0');
  return tail === undefined ? left : [...left, ...zeros, ...right];
};

/** An interface with its own addresses. */
export interface OwnLink {
  readonly name: string;
  readonly addresses: readonly OwnAddress[];
}

/** An IPv4 address that was written as IPv6, as itself. */
export const unmapped = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '');

/** Without its zone a link-local IPv6 address leads nowhere: left out where there are others. */
export const dialable = (addresses: readonly string[]): readonly string[] => {
  const some = addresses.filter((address) => !/^fe[89ab][^%]*$/i.test(address));
  return some.length > 0 ? some : addresses;
};

/** Addresses that mean something in a home only: RFC 1918, link-local, RFC 4193. Those of tunnels and carriers do not. */
export const isPrivate = (address: string): boolean =>
  /^(?:10|192\.168|172\.(?:1[6-9]|2\d|3[01])|169\.254)\./.test(address) || /^f(?:[cd]|e[89ab])/i.test(address);

/** Whether an address is in one of the prefixes of a link, or names the link itself (`fe80::1%eth0`). */
export const isOnLink = (address: string, { name, addresses }: OwnLink): boolean => {
  const [bare = '', zone] = address.split('%');
  if (zone !== undefined) return zone === name;
  const family = ipv4Number(bare) === undefined ? 'IPv6' : 'IPv4';
  return addresses.some((own) => own.family === family && prefixOf(bare, own) === prefixOf(own.address, own));
};

/** The leading bits that an address shares with all others of an own address's network; link-local ones name no network. */
const prefixOf = (address: string, { cidr }: OwnAddress): string | undefined => {
  const length = Number(cidr?.split('/')[1] ?? Number.NaN);
  if (Number.isNaN(length) || /^fe[89ab]/i.test(address)) return undefined;
  const number = ipv4Number(address);
  const groups = number === undefined ? ipv6Groups(address).map((group) => Number.parseInt(group, 16)) : [];
  const bits = number === undefined ? groups.map((group) => binary(group, 16)).join('') : binary(number, 32);
  return bits.slice(0, length);
};

const binary = (value: number, digits: number): string => value.toString(2).padStart(digits, '0');

/** Hardware addresses that many networks share: QEMU's and VirtualBox's own routers, VRRP and HSRP. */
export const isShared = (hardware: string): boolean =>
  /^(?:52:55:0a:|52:54:00:12:35:|00:00:5e:00:0[12]:|00:00:0c:07:ac:)/.test(hardware);
