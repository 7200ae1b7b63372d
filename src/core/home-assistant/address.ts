import { isIP, isIPv4, isIPv6 } from 'node:net';
import { domainToASCII } from 'node:url';
import { AppError } from '../errors/app-error.ts';

type Scheme = 'http' | 'https';
interface Door {
  readonly scheme: Scheme;
  readonly port: number;
}

/**
 * Doors to knock on when the port is not told, the encrypted ones first: 8123 is Home Assistant's own, 443 a proxy's, 80 that
 * of new Home Assistant OS installs since August 2026 (facts#addresses).
 */
const doorsOutside: readonly Door[] = [
  { scheme: 'https', port: 443 },
  { scheme: 'https', port: 8123 },
];
const doorsAtHome: readonly Door[] = [...doorsOutside, { scheme: 'http', port: 8123 }, { scheme: 'http', port: 80 }];

/** Names that only mean something inside a home: RFC 6762, RFC 8375, ICANN's `.internal`, and what routers hand out. */
const homeSuffixes = ['.local', '.lan', '.home', '.internal', '.home.arpa', '.localdomain', '.fritz.box', '.localhost'];
const nabuCasa = '.ui.nabu.casa';
const defaultPort: Record<Scheme, number> = { http: 80, https: 443 };

/**
 * What a person typed, as base URLs to try, best first. An address in this function's own form gives itself first, so that
 * what a connection found can be stored and used again. Plain http to a public name only where somebody typed it. Errors:
 * `settings.invalid`.
 */
export const candidateUrls = (typed: string): string[] => {
  const { scheme, host, port } = takeApart(typed);
  return doorsOf(scheme, host, port).map((door) => toUrl(door, host));
};

/** The other doors of the same host: where Home Assistant may be instead. Asked without a token, offered and never taken. */
export const otherDoors = (url: string): string[] => {
  const { scheme, host, port } = takeApart(url);
  const same = port === undefined ? [] : [{ scheme: 'https', port } as const, { scheme: 'http', port } as const];
  const doors = host.endsWith(nabuCasa) ? [] : isPublic(host) && scheme !== 'http' ? doorsOutside : doorsAtHome;
  const urls = [...same, ...doors].map((door) => toUrl(door, host));
  return [...new Set(urls)].filter((other) => other !== url);
};

interface Parts {
  readonly scheme: Scheme | undefined;
  /** Lower case, ASCII, IPv6 without brackets. */
  readonly host: string;
  readonly port: number | undefined;
}

const shape = /^(?:([a-z][a-z0-9+.-]*):\/\/)?(\[[^\]]*\]|[^/?#:@\s\\]+)(?::(\d{1,5}))?(?:[/?#]\S*)?$/i;

const takeApart = (typed: string): Parts => {
  const text = typed.trim();
  if (isIPv6(text) && !text.includes('%')) return { scheme: undefined, host: shortest(text), port: undefined };
  const match = shape.exec(text);
  if (!match) throw invalid(text === '' ? 'empty' : 'not-an-address');
  return { scheme: schemeOf(match[1]), host: hostOf(match[2] ?? ''), port: portOf(match[3]) };
};

const schemes: Readonly<Record<string, Scheme>> = { http: 'http', https: 'https', ws: 'http', wss: 'https' };

const schemeOf = (text: string | undefined): Scheme | undefined => {
  if (text === undefined) return undefined;
  const scheme = schemes[text.toLowerCase()];
  if (!scheme) throw invalid('scheme');
  return scheme;
};

/** An IPv6 address has many spellings; URLs use one. */
const shortest = (address: string): string => new URL(`http://[${address}]`).hostname.slice(1, -1);

const label = /^(?!-)[a-z0-9_-]{1,63}(?<!-)$/;

const hostOf = (text: string): string => {
  if (text.startsWith('[')) {
    const inner = text.slice(1, -1);
    // A zone (`%en0`) means another thing on every computer and cannot stand in a URL.
    if (!isIPv6(inner) || inner.includes('%')) throw invalid('host');
    return shortest(inner);
  }
  if (isIPv4(text)) return text;
  const host = domainToASCII(text).toLowerCase().replace(/\.$/, '');
  const labels = host.split('.');
  const last = labels.at(-1) ?? '';
  if (host.length > 253 || !labels.every((part) => label.test(part)) || /^\d+$/.test(last)) throw invalid('host');
  return host;
};

const portOf = (text: string | undefined): number | undefined => {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (port < 1 || port > 65_535) throw invalid('port');
  return port;
};

const doorsOf = (scheme: Scheme | undefined, host: string, port: number | undefined): readonly Door[] => {
  if (scheme && port !== undefined) return [{ scheme, port }];
  if (host.endsWith(nabuCasa)) return [{ scheme: 'https', port: port ?? 443 }];
  // The written form of an address at its scheme's own port has none: the literal meaning comes first.
  if (scheme) return [defaultPort[scheme], 8123].map((number) => ({ scheme, port: number }));
  const schemesAt: readonly Scheme[] = isPublic(host) ? ['https'] : ['https', 'http'];
  if (port !== undefined) return schemesAt.map((each) => ({ scheme: each, port }));
  return isPublic(host) ? doorsOutside : doorsAtHome;
};

/** Whether a host (IPv6 without brackets) is outside of the home. */
export const isPublic = (host: string): boolean => {
  if (isIPv4(host))
    return !/^(10|127|169\.254|192\.168|172\.(1[6-9]|2\d|3[01])|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\./.test(host);
  if (isIPv6(host)) return !/^(::1$|f[cd]|fe[89ab])/.test(host);
  return host.includes('.') && !homeSuffixes.some((suffix) => host.endsWith(suffix));
};

const toUrl = ({ scheme, port }: Door, host: string): string => {
  const name = isIP(host) === 6 ? `[${host}]` : host;
  return port === defaultPort[scheme] ? `${scheme}://${name}` : `${scheme}://${name}:${port}`;
};

const invalid = (reason: string): AppError => new AppError('settings.invalid', { setting: 'url', reason });
