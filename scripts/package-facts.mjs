import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { executableName } from './rclone-places.mjs';

/**
 * What the packaging scripts have to know of electron-builder's context.
 *
 * @typedef {object} PackContext
 * @property {string} appOutDir
 * @property {string} electronPlatformName darwin, linux or win32
 * @property {number} arch electron-builder's number: 0 ia32, 1 x64, 2 armv7l, 3 arm64, 4 universal
 * @property {{ appInfo: { productFilename: string }, executableName?: string } & import('./rclone-packed.mjs').Signer} packager
 */

/** electron-builder's numbers (builder-util, enum Arch). */
const architectures = /** @type {Record<number, 'x64' | 'arm64'>} */ ({ 1: 'x64', 3: 'arm64' });

/**
 * @param {PackContext} context
 * @returns {{ platform: string, arch: 'x64' | 'arm64', program: string, resources: string, rclone: string }} program: on macOS the app's folder
 */
export const packageFacts = ({ appOutDir, electronPlatformName: platform, arch: number, packager }) => {
  const arch = architectures[number];
  if (arch === undefined) throw new Error(`There is no package for architecture ${number}: only x64 and arm64.`);
  const { productFilename } = packager.appInfo;
  const names = /** @type {Record<string, string>} */ ({
    darwin: `${productFilename}.app`,
    win32: `${productFilename}.exe`,
  });
  const program = join(appOutDir, names[platform] ?? packager.executableName ?? productFilename);
  const resources = platform === 'darwin' ? join(program, 'Contents', 'Resources') : join(appOutDir, 'resources');
  const rclone = join(resources, 'rclone', `${platform}-${arch}`, executableName(`${platform}-${arch}`));
  return { platform, arch, program, resources, rclone };
};

/**
 * What a native file was built for, by its first bytes: ELF (e_machine), Mach-O (cputype), PE (Machine).
 *
 * @param {string} path
 * @returns {string} such as `linux-x64`, or `unknown`
 */
export const targetOf = (path) => {
  const head = Buffer.alloc(4096);
  const file = openSync(path, 'r');
  readSync(file, head, 0, head.length, 0);
  closeSync(file);
  if (head.readUInt32BE(0) === 0x7f454c46) return named('linux', head.readUInt16LE(18), { 0x3e: 'x64', 0xb7: 'arm64' });
  if (head.readUInt32LE(0) === 0xfeedfacf)
    return named('darwin', head.readUInt32LE(4), { 0x01000007: 'x64', 0x0100000c: 'arm64' });
  if (head.toString('latin1', 0, 2) !== 'MZ') return 'unknown';
  const at = head.readUInt32LE(0x3c);
  return at + 6 > head.length
    ? 'unknown'
    : named('win32', head.readUInt16LE(at + 4), { 0x8664: 'x64', 0xaa64: 'arm64' });
};

/**
 * @param {string} platform
 * @param {number} machine
 * @param {Record<number, string>} known
 */
const named = (platform, machine, known) => `${platform}-${known[machine] ?? 'unknown'}`;
