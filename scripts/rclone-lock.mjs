import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseJson } from './json.mjs';
import { SetupError } from './setup-error.mjs';

/**
 * @typedef {object} PinnedExecutable what the lock says about one target, e.g. `linux-x64`
 * @property {string} sha256 of the executable itself: this alone decides
 * @property {number | null} bytes its size, null where the file was never seen
 * @property {{ name: string, sha256: string | null }} zip in the official download folder
 * @property {{ platform: string, sha256: string } | null} wheel platform tag of the Python package, null where none exists
 * @property {string} confirmedBy
 */
/**
 * @typedef {object} RcloneLock resources/rclone.lock.json
 * @property {string} version
 * @property {string} official address of the official download folder, ending in a slash
 * @property {{ package: string, version: string }} wheels
 * @property {Record<string, PinnedExecutable>} executables by Node's `platform-arch`
 */

/**
 * @param {string} root
 * @returns {RcloneLock}
 */
export function readRcloneLock(root) {
  return parseRcloneLock(readFileSync(join(root, 'resources', 'rclone.lock.json'), 'utf8'));
}

/**
 * @param {string} text
 * @returns {RcloneLock}
 */
export function parseRcloneLock(text) {
  const lock = /** @type {Partial<RcloneLock>} */ (parseJson(text));
  const isWhole =
    typeof lock.version === 'string' &&
    typeof lock.official === 'string' &&
    typeof lock.wheels?.package === 'string' &&
    typeof lock.executables === 'object';
  if (!isWhole) throw new SetupError('resources/rclone.lock.json: version, official, wheels or executables is missing');
  for (const [target, pin] of Object.entries(lock.executables ?? {})) {
    if (!/^[0-9a-f]{64}$/.test(pin.sha256)) {
      throw new SetupError(`resources/rclone.lock.json: ${target} has no SHA-256 of 64 lower-case hex digits`);
    }
  }
  return /** @type {RcloneLock} */ (lock);
}

/**
 * @param {RcloneLock} lock
 * @param {string} target
 * @returns {PinnedExecutable}
 */
export function pinOf(lock, target) {
  const pin = lock.executables[target];
  if (pin === undefined) {
    const known = Object.keys(lock.executables).join(', ');
    throw new SetupError(`rclone is not pinned for ${target}. resources/rclone.lock.json knows: ${known}.`);
  }
  return pin;
}
