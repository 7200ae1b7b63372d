import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isSignedCopy } from './authenticode.mjs';
import { packageFacts, targetOf } from './package-facts.mjs';
import { pinOf, readRcloneLock } from './rclone-lock.mjs';
import { placeOf } from './rclone-places.mjs';
import { SetupError } from './setup-error.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Beside rclone and keytar, whose places have the target in them. */
const needed = [
  'app.asar',
  'rclone.lock.json',
  'rclone-COPYING',
  'THIRD-PARTY-NOTICES.txt',
  'LICENSE',
  join('icons', 'app.png'),
  join('icons', 'tray-ok-22.png'),
];

/**
 * electron-builder leaves out what it does not find without a word: this ends the build instead.
 *
 * @param {import('./package-facts.mjs').PackContext} context
 */
export const afterPack = (context) => {
  const facts = packageFacts(context);
  const target = `${facts.platform}-${facts.arch}`;
  checkPackage(facts, { sha256: pinOf(readRcloneLock(root), target).sha256, source: placeOf(root, target) });
};

/**
 * @typedef {object} PinnedRclone
 * @property {string} sha256 of the executable as rclone's makers published it
 * @property {string} source that very executable, from which the one in the package was copied
 */

/**
 * Errors: SetupError with what is missing, of another architecture, or not the rclone that was pinned.
 *
 * @param {ReturnType<typeof packageFacts>} facts
 * @param {PinnedRclone} pinned
 */
export const checkPackage = ({ platform, arch, resources, rclone }, pinned) => {
  const target = `${platform}-${arch}`;
  const keytar = join(resources, 'app.asar.unpacked', 'node_modules', 'keytar', 'build', 'Release', 'keytar.node');
  for (const name of needed) mustExist(join(resources, name), name);
  mustExist(keytar, 'the keychain (keytar); was it built? npm rebuild keytar');
  mustFit(keytar, target);
  mustExist(rclone, `rclone for ${target}; fetch it first: npm run rclone:fetch -- --platform P --arch A`);
  mustFit(rclone, target);
  if (platform !== 'win32') mustRun(rclone);
  mustBePinned(rclone, platform, pinned);
};

/**
 * What the app compares at run time where the executable is no longer byte for byte the one in the lock, because this
 * build signed it.
 *
 * @param {string} rclone
 */
export const recordHash = (rclone) => {
  writeFileSync(join(dirname(rclone), 'rclone.sha256'), `${sha256Of(rclone)}\n`);
};

/**
 * electron-builder signs .exe files on Windows while it copies them, before this hook runs.
 *
 * @param {string} rclone
 * @param {string} platform
 * @param {PinnedRclone} pinned
 */
const mustBePinned = (rclone, platform, { sha256, source }) => {
  const found = sha256Of(rclone);
  if (found === sha256) return;
  const isSigned = platform === 'win32' && existsSync(source) && sha256Of(source) === sha256;
  if (!isSigned || !isSignedCopy(readFileSync(source), readFileSync(rclone)))
    throw new SetupError(`${rclone} is not the one in rclone.lock.json: it has SHA-256 ${found}, pinned is ${sha256}.`);
  recordHash(rclone);
};

/** @param {string} path */
const sha256Of = (path) => createHash('sha256').update(readFileSync(path)).digest('hex');

/**
 * @param {string} path
 * @param {string} what
 */
const mustExist = (path, what) => {
  if (!existsSync(path)) throw new SetupError(`The package lacks ${what} (${path}).`);
};

/**
 * @param {string} path
 * @param {string} target
 */
const mustFit = (path, target) => {
  const found = targetOf(path);
  if (found !== target) throw new SetupError(`${path} was built for ${found}, the package is for ${target}.`);
};

/** @param {string} path */
const mustRun = (path) => {
  try {
    accessSync(path, constants.X_OK);
  } catch {
    throw new SetupError(`${path} cannot be run: it has lost its permission on the way.`);
  }
};
