import { extractFile } from '@electron/asar';
import { accessSync, constants, existsSync } from 'node:fs';
import { join } from 'node:path';
import { setFuses } from './fuses.mjs';
import { parseJson } from './json.mjs';
import { packageFacts, targetOf } from './package-facts.mjs';
import { sha256Of } from './rclone-packed.mjs';
import { SetupError } from './setup-error.mjs';

/** Beside rclone and keytar, whose places have the target in them. */
const needed = [
  'app.asar',
  'rclone-COPYING',
  'THIRD-PARTY-NOTICES.txt',
  'LICENSE',
  join('icons', 'app.png'),
  join('icons', 'tray-ok-22.png'),
];

/**
 * electron-builder leaves out what it does not find without a word (facts#packaging): this ends the build instead.
 * It runs before the package is signed, so that the fuses are, too.
 *
 * @param {import('./package-facts.mjs').PackContext} context
 * @param {{ inspector?: boolean }} options inspector: the package for the tests, which may be inspected
 */
export const afterPack = async (context, options = {}) => {
  const facts = packageFacts(context);
  checkPackage(facts);
  checkRclone(facts, listIn(facts.resources));
  await setFuses(facts.program, options);
};

/**
 * Errors: SetupError with what is missing, or of another architecture.
 *
 * @param {ReturnType<typeof packageFacts>} facts
 */
export const checkPackage = ({ platform, arch, resources, rclone }) => {
  const target = `${platform}-${arch}`;
  const keytar = join(resources, 'app.asar.unpacked', 'node_modules', 'keytar', 'build', 'Release', 'keytar.node');
  for (const name of needed) mustExist(join(resources, name), name);
  mustExist(keytar, 'the keychain (keytar); was it built? npm rebuild keytar');
  mustFit(keytar, target);
  mustExist(rclone, `rclone for ${target}; fetch it first: npm run rclone:fetch -- --platform P --arch A`);
  mustFit(rclone, target);
  if (platform !== 'win32') mustRun(rclone);
};

/** @typedef {{ executables?: Record<string, { sha256?: string } | undefined> }} PackedLock */

/**
 * Whether the app will run this rclone. Errors: SetupError.
 *
 * @param {ReturnType<typeof packageFacts>} facts
 * @param {PackedLock} list the one in the archive
 */
export const checkRclone = ({ platform, arch, rclone }, { executables = {} }) => {
  const [found, wanted] = [sha256Of(rclone), executables[`${platform}-${arch}`]?.sha256];
  if (found !== wanted)
    throw new SetupError(`The app would not run ${rclone}: it has SHA-256 ${found}, in the archive stands ${wanted}.`);
};

/**
 * @param {string} resources
 * @returns {PackedLock}
 */
export const listIn = (resources) =>
  /** @type {PackedLock} */ (
    parseJson(extractFile(join(resources, 'app.asar'), join('out', 'rclone.lock.json')).toString('utf8'))
  );

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
