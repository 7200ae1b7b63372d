import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pinOf } from './rclone-lock.mjs';
import { placeOf } from './rclone-places.mjs';

/** @typedef {import('./rclone-lock.mjs').RcloneLock} RcloneLock */

/**
 * Whether the executable is the one that was checked last time: hashing 85 MB before every command takes up to half a
 * second. This only saves set-up work; what runs rclone checks its hash by itself.
 *
 * @param {string} root
 * @param {string} target
 * @param {RcloneLock} lock
 * @returns {boolean}
 */
export function isRcloneInPlace(root, target, lock) {
  const note = notePath(root, target);
  return (
    existsSync(placeOf(root, target)) && existsSync(note) && readFileSync(note, 'utf8') === describe(root, target, lock)
  );
}

/**
 * @param {string} root
 * @param {string} target
 * @param {RcloneLock} lock
 */
export function noteRcloneInPlace(root, target, lock) {
  const note = notePath(root, target);
  mkdirSync(dirname(note), { recursive: true });
  writeFileSync(note, describe(root, target, lock));
}

/**
 * @param {string} root
 * @param {string} target
 * @param {RcloneLock} lock
 * @returns {string}
 */
function describe(root, target, lock) {
  const { size, mtimeMs, ctimeMs } = statSync(placeOf(root, target));
  return `${pinOf(lock, target).sha256} ${size} ${mtimeMs} ${ctimeMs}`;
}

/**
 * Not beside the executable: everything in resources/rclone is packed into releases.
 *
 * @param {string} root
 * @param {string} target
 * @returns {string}
 */
function notePath(root, target) {
  return join(root, 'out', `.rclone-${target}`);
}
