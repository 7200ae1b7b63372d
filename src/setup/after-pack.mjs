import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageFacts, targetOf } from './package-facts.mjs';
import { pinOf, readRcloneLock } from './rclone-lock.mjs';

/** @typedef {import('./package-facts.mjs').PackContext} PackContext */

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/**
 * electron-builder leaves out what it does not find without a word: this ends the build instead. On macOS it also signs
 * rclone, for a hash that is recorded inside of the package has to be written before the package is sealed.
 *
 * @param {PackContext} context
 */
const afterPack = (context) => {
  const { platform, arch, resources, rclone } = packageFacts(context);
  const target = `${platform}-${arch}`;
  checkRclone(rclone, target, resources);
  const keytar = join(resources, 'app.asar.unpacked', 'node_modules', 'keytar', 'build', 'Release', 'keytar.node');
  mustExist(keytar, 'the keychain (keytar); was it built? npm rebuild keytar');
  mustFit(keytar, target);
  for (const name of [
    'app.asar',
    'rclone-COPYING',
    'THIRD-PARTY-NOTICES.txt',
    'LICENSE',
    join('icons', 'tray-ok-22.png'),
  ])
    mustExist(join(resources, name), name);
  if (platform === 'darwin') signRclone(rclone);
};

/**
 * @param {string} rclone
 * @param {string} target
 * @param {string} resources
 */
const checkRclone = (rclone, target, resources) => {
  mustExist(rclone, `rclone for ${target}; fetch it first: npm run rclone:fetch -- --platform P --arch A`);
  mustFit(rclone, target);
  if (!target.startsWith('win32')) accessSync(rclone, constants.X_OK);
  mustExist(join(resources, 'rclone.lock.json'), 'rclone.lock.json');
  const wanted = pinOf(readRcloneLock(root), target).sha256;
  const found = sha256Of(rclone);
  if (found !== wanted) throw new Error(`rclone for ${target} is not the one in rclone.lock.json: ${found}`);
};

/** @param {string} path */
const sha256Of = (path) => createHash('sha256').update(readFileSync(path)).digest('hex');

/**
 * @param {string} path
 * @param {string} what
 */
const mustExist = (path, what) => {
  if (!existsSync(path)) throw new Error(`The package lacks ${what} (${path}).`);
};

/**
 * @param {string} path
 * @param {string} target
 */
const mustFit = (path, target) => {
  const found = targetOf(path);
  if (found !== target) throw new Error(`${path} was built for ${found}, the package is for ${target}.`);
};

/**
 * With the identity of the release; without one the signature of rclone's own build stays, and its hash is the lock's.
 *
 * @param {string} rclone
 */
const signRclone = (rclone) => {
  const identity = process.env['CSC_NAME'];
  if (identity === undefined || identity === '') return;
  const { status, stderr } = spawnSync(
    'codesign',
    ['--force', '--timestamp', '--options', 'runtime', '--sign', identity, rclone],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`codesign of rclone failed: ${stderr}`);
  recordHash(rclone);
};

/**
 * What the app compares at run time where the executable is no longer byte for byte the one in the lock.
 *
 * @param {string} rclone
 */
export const recordHash = (rclone) => {
  writeFileSync(join(dirname(rclone), 'rclone.sha256'), `${sha256Of(rclone)}\n`);
};

export default afterPack;
