import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, copyFileSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isSignedCopy } from './authenticode.mjs';
import { pinOf } from './rclone-lock.mjs';
import { executableName, placeOf } from './rclone-places.mjs';
import { SetupError } from './setup-error.mjs';

/**
 * rclone as it goes into a package. Signing changes its bytes, and the app checks them at every start against a list that
 * lies in its archive, where Electron checks the integrity of what it reads. So the order is: sign rclone, note its hash,
 * pack the archive with that note, seal everything. Nothing touches rclone after that (`signIgnore`, `signExts`).
 */

/** @typedef {import('./rclone-lock.mjs').RcloneLock} RcloneLock */

/**
 * What electron-builder's packagers offer for signing (26.17); each system has its own part of it.
 *
 * @typedef {object} Signer
 * @property {{ identity?: string | null }} [platformSpecificBuildOptions]
 * @property {{ value: Promise<{ keychainFile?: string | null }> }} [codeSigningInfo] macOS
 * @property {{ findSigningIdentity: (isMas: boolean, isDevelopment: boolean, qualifier: string | null | undefined,
 *   keychain: string | null | undefined, config: object) => Promise<{ name: string, hash?: string } | null> }} [helper] macOS
 * @property {(file: string) => Promise<boolean>} [signIf] Windows
 */

/**
 * @param {string} root
 * @param {string} target
 * @returns {string} where electron-builder.yml takes it from
 */
export const packedRclone = (root, target) => join(root, 'out', 'rclone', target, executableName(target));

/**
 * The list that goes into the archive; the bundles look for it beside their folders (src/main/index.ts).
 *
 * @param {string} root
 * @returns {string}
 */
export const packedLock = (root) => join(root, 'out', 'rclone.lock.json');

/**
 * Puts the pinned rclone of the target in place, signed where there is an identity, and writes the list. Errors:
 * SetupError when it is not the pinned one, or signing did more to it than sign it.
 *
 * @param {string} root
 * @param {string} target
 * @param {RcloneLock} lock
 * @param {Signer} signer
 */
export const packRclone = async (root, target, lock, signer) => {
  const source = placeOf(root, target);
  const pinned = pinOf(lock, target).sha256;
  if (sha256Of(source) !== pinned)
    throw new SetupError(`${source} is not the one in rclone.lock.json: pinned is ${pinned}.`);
  const place = packedRclone(root, target);
  mkdirSync(dirname(place), { recursive: true });
  // Not called rclone.exe while it is signed: files of that name are left alone (win.signExts).
  const inWork = join(dirname(place), target.startsWith('win32-') ? 'being-signed.exe' : 'being-signed');
  rmSync(inWork, { force: true });
  copyFileSync(source, inWork);
  chmodSync(inWork, 0o755);
  if (target.startsWith('darwin-')) await signForMac(inWork, signer);
  if (target.startsWith('win32-')) await signForWindows(source, inWork, signer);
  renameSync(inWork, place);
  const list = { version: lock.version, executables: { [target]: { sha256: sha256Of(place) } } };
  writeFileSync(packedLock(root), `${JSON.stringify(list, null, 2)}\n`);
};

/**
 * Hardened runtime and time stamp are what Apple's notarisation asks of every program in the package. rclone needs no
 * entitlement: it makes no code at run time and loads no library but the system's. Without an identity it keeps the
 * signature of its makers.
 *
 * @param {string} rclone
 * @param {Signer} signer
 */
const signForMac = async (rclone, { platformSpecificBuildOptions: config = {}, codeSigningInfo, helper }) => {
  if (config.identity === null || codeSigningInfo === undefined || helper === undefined) return;
  const { keychainFile } = await codeSigningInfo.value;
  const identity = await helper.findSigningIdentity(false, false, config.identity, keychainFile, config);
  if (identity === null) return;
  const args = ['--force', '--timestamp', '--options', 'runtime', '--sign', identity.hash ?? identity.name];
  const { status, stderr } = spawnSync(
    '/usr/bin/codesign',
    [...args, ...(keychainFile ? ['--keychain', keychainFile] : []), rclone],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new SetupError(`codesign of rclone failed: ${stderr}`);
};

/**
 * @param {string} source
 * @param {string} rclone
 * @param {Signer} signer
 */
const signForWindows = async (source, rclone, { signIf }) => {
  await signIf?.(rclone);
  const [before, after] = [readFileSync(source), readFileSync(rclone)];
  if (!after.equals(before) && !isSignedCopy(before, after))
    throw new SetupError(`Signing changed more in ${rclone} than a signature does.`);
};

/**
 * @param {string} path
 * @returns {string}
 */
export const sha256Of = (path) => createHash('sha256').update(readFileSync(path)).digest('hex');
