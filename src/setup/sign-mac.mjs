import { signAsync } from '@electron/osx-sign';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { recordHash } from './after-pack.mjs';
import { SetupError } from './setup-error.mjs';

/**
 * In place of electron-builder's own step, which signs and seals in one go: rclone is signed first, for its final hash has
 * to be inside of the package before the package is sealed (electron-builder.yml leaves rclone out of the second step).
 * Called only where there is an identity; without one rclone keeps the signature of its makers, and its hash is the lock's.
 *
 * @param {import('@electron/osx-sign').SignOptions} options with the identity and the keychain that electron-builder found
 */
export const sign = async (options) => {
  const folder = join(options.app, 'Contents', 'Resources', 'rclone');
  for (const target of readdirSync(folder)) {
    const rclone = join(folder, target, 'rclone');
    if (!existsSync(rclone)) continue;
    signRclone(rclone, options);
    recordHash(rclone);
  }
  await signAsync(options);
};

/**
 * Hardened runtime and time stamp are what Apple's notarisation asks of every program in the package. rclone needs no
 * entitlement: it makes no code at run time and loads no library but the system's.
 *
 * @param {string} rclone
 * @param {import('@electron/osx-sign').SignOptions} options
 */
const signRclone = (rclone, { identity, keychain }) => {
  if (identity === undefined) throw new SetupError('There is no identity to sign rclone with.');
  const args = ['--force', '--timestamp', '--options', 'runtime', '--sign', identity];
  const { status, stderr } = spawnSync('codesign', [...args, ...(keychain ? ['--keychain', keychain] : []), rclone], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new SetupError(`codesign of rclone failed: ${stderr}`);
};
