import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { download } from './download.mjs';
import { parseJson } from './json.mjs';
import { askPipForIndex } from './pip.mjs';
import { reasonOf, SetupError } from './setup-error.mjs';

const LIMITS = { firstByteMs: 30_000, idleMs: 30_000 };
const MAX_LIST_BYTES = 16 * 1024 * 1024;
const MAX_WHEEL_BYTES = 128 * 1024 * 1024;

/**
 * One wheel from the computer's Python package index with nothing but Node.
 * Formats: PEP 503 (HTML), PEP 691 (JSON).
 *
 * @param {{ package: string, version: string }} wheels
 * @param {string} platform e.g. `manylinux2014_x86_64`
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<Buffer>}
 */
export async function downloadFromIndex(wheels, platform, env) {
  const index = configuredIndex(env) ?? (await askPipForIndex(env));
  if (index === undefined)
    throw new SetupError('no index is known: neither PIP_INDEX_URL nor a pip setting nor pip itself');
  const { address, headers } = withoutCredentials(index);
  const list = await download(new URL(`${wheels.package}/`, address), {
    ...LIMITS,
    maxBytes: MAX_LIST_BYTES,
    headers: { ...headers, accept: 'application/vnd.pypi.simple.v1+json, text/html;q=0.5' },
  });
  const text = list.bytes.toString('utf8');
  const files = list.type.includes('json') ? linksInJson(text) : linksInHtml(text);
  const start = `${wheels.package.replaceAll('-', '_')}-${wheels.version}-`;
  const link = files.find(({ name }) => name.startsWith(start) && name.endsWith('.whl') && name.includes(platform));
  if (link === undefined) throw new SetupError(`the index at ${address.host} has no ${start}*${platform}*.whl`);
  const wheel = new URL(link.address, list.address);
  // A password for the index goes nowhere else.
  const sent = wheel.origin === address.origin ? headers : {};
  return (await download(wheel, { ...LIMITS, maxBytes: MAX_WHEEL_BYTES, headers: sent })).bytes;
}

/**
 * `index-url` as pip reads it: environment, then PIP_CONFIG_FILE, the user's files, the computer's.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {string | undefined}
 */
export function configuredIndex(env) {
  if (env['PIP_INDEX_URL']) return env['PIP_INDEX_URL'];
  for (const file of configFiles(env)) {
    const found = existsSync(file) ? indexInConfig(readFileSync(file, 'utf8')) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @returns {string[]}
 */
function configFiles(env) {
  // An empty XDG variable counts as unset.
  const configHome = env['XDG_CONFIG_HOME'] === '' ? undefined : env['XDG_CONFIG_HOME'];
  const home = env['HOME'] ?? env['USERPROFILE'] ?? homedir();
  return [
    ...(env['PIP_CONFIG_FILE'] ? [env['PIP_CONFIG_FILE']] : []),
    ...(env['APPDATA'] ? [join(env['APPDATA'], 'pip', 'pip.ini')] : []),
    join(home, 'Library', 'Application Support', 'pip', 'pip.conf'),
    join(configHome ?? join(home, '.config'), 'pip', 'pip.conf'),
    join(home, '.pip', 'pip.conf'),
    '/etc/pip.conf',
  ];
}

/**
 * @param {string} text an ini file; the section of the command wins over `[global]`
 * @returns {string | undefined}
 */
function indexInConfig(text) {
  /** @type {Map<string, string>} */
  const bySection = new Map();
  let section = '';
  for (const line of text.split(/\r?\n/)) {
    const header = /^\s*\[(\w+)\]/.exec(line)?.[1];
    if (header !== undefined) section = header;
    const value = /^\s*index[-_]url\s*[=:]\s*(\S+)/.exec(line)?.[1];
    if (value !== undefined) bySection.set(section, value);
  }
  return bySection.get('download') ?? bySection.get('global') ?? bySection.get('install');
}

/**
 * fetch refuses an address with a password in it: it has to travel in a header.
 *
 * @param {string} index
 * @returns {{ address: URL, headers: Record<string, string> }}
 */
function withoutCredentials(index) {
  const given = index.endsWith('/') ? index : `${index}/`;
  if (!URL.canParse(given)) throw new SetupError('the address of the Python package index is not a valid URL');
  const address = new URL(given);
  const { username, password } = address;
  if (username === '') return { address, headers: {} };
  address.username = '';
  address.password = '';
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { address, headers: { authorization: `Basic ${Buffer.from(pair).toString('base64')}` } };
}

/** @typedef {{ name: string, address: string }} Link */

/**
 * @param {string} text
 * @returns {Link[]}
 */
function linksInJson(text) {
  try {
    const page = /** @type {{ files: { filename: string, url: string }[] }} */ (parseJson(text));
    return page.files.map(({ filename, url }) => ({ name: filename, address: url }));
  } catch (error) {
    throw new SetupError(`the index sent no readable list: ${reasonOf(error)}`);
  }
}

/**
 * @param {string} text
 * @returns {Link[]}
 */
function linksInHtml(text) {
  return [...text.matchAll(/<a\s[^>]*?href\s*=\s*["']([^"']+)["']/gi)].map(([, href = '']) => {
    const address = href.replaceAll('&amp;', '&');
    const path = address.split(/[?#]/)[0] ?? '';
    return { name: decodeURIComponent(path.slice(path.lastIndexOf('/') + 1)), address };
  });
}
