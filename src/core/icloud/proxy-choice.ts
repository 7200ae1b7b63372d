import type { Environment } from './environment.ts';

/**
 * The proxy on the way to a host on the internet, by the rules that rclone follows too: the setting, else HTTPS_PROXY;
 * none for what NO_PROXY names. Undefined: straight there.
 */
export const proxyFor = (host: string, chosen: string | null, environment: Environment): URL | undefined => {
  const named = chosen ?? variable(environment, 'HTTPS_PROXY');
  if (named === undefined || isExcepted(host, variable(environment, 'NO_PROXY') ?? '')) return undefined;
  // A bare `proxy:3128` is usual.
  const address = named.includes('://') ? named : `http://${named}`;
  return URL.canParse(address) ? new URL(address) : undefined;
};

const variable = (environment: Environment, name: string): string | undefined =>
  [environment[name], environment[name.toLowerCase()]].find((value) => value !== undefined && value !== '');

/** `example.org` means its subdomains, too; `.example.org` and `*.example.org` only those; `*` everything. */
const isExcepted = (host: string, list: string): boolean =>
  list.split(',').some((entry) => {
    const name = entry
      .trim()
      .toLowerCase()
      .replace(/:443$/, '')
      .replace(/^\*(?=\.)/, '');
    if (name === '' || name === '*') return name === '*';
    return name.startsWith('.') ? host.endsWith(name) : host === name || host.endsWith(`.${name}`);
  });
