import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SetupError } from './setup-error.mjs';

const FOLDERS = ['src', 'scripts', 'test', 'resources', 'renderer'];
const FILES = [
  ...['package.json', 'package-lock.json', 'tsconfig.json'],
  ...['vite.config.ts', 'vite.main.config.ts', 'vite.preload.config.ts', 'vite.renderer.config.ts'],
];

/**
 * One value over all inputs of the bundles: path, size and time of change, as git does it. Contents would be surer, but
 * the recorded exchanges under test/ are large. Test files never end up in a bundle.
 *
 * @param {string} root
 * @returns {string}
 */
export function fingerprintInputs(root) {
  const hash = createHash('sha256');
  for (const path of FILES) addFile(hash, root, path);
  for (const folder of FOLDERS) addFolder(hash, root, folder);
  return hash.digest('hex');
}

/**
 * @param {import('node:crypto').Hash} hash
 * @param {string} root
 * @param {string} folder
 */
function addFolder(hash, root, folder) {
  if (!existsSync(join(root, folder))) return;
  const entries = readdirSync(join(root, folder), { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = `${folder}/${entry.name}`;
    if (entry.isFile() && !entry.name.endsWith('.test.ts')) addFile(hash, root, path);
    // The executables are no input, and only rclone.lock.json is read from resources.
    else if (entry.isDirectory() && folder !== 'resources') addFolder(hash, root, path);
  }
}

/**
 * @param {import('node:crypto').Hash} hash
 * @param {string} root
 * @param {string} path
 */
function addFile(hash, root, path) {
  const stat = statSync(join(root, path), { throwIfNoEntry: false });
  hash.update(`${path}\0${stat?.size ?? -1}\0${stat?.mtimeMs ?? 0}\n`);
}

/**
 * @param {string} root
 * @returns {boolean}
 */
export function isBuilt(root) {
  const stamp = stampPath(root);
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprintInputs(root);
}

/**
 * Bundles the programs and the app into out/, with Vite's output on stderr.
 *
 * @param {string} root
 * @param {(line: string) => void} say
 */
export function build(root, say) {
  say('Building the programs and the app into out/ (vite build).');
  // Taken before: a file saved during the build must cause the next one.
  const fingerprint = fingerprintInputs(root);
  const bundle = join(root, 'scripts', 'bundle.mjs');
  const { status } = spawnSync(process.execPath, [bundle], { cwd: root, stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new SetupError('vite build failed: see its own message above.');
  mkdirSync(join(root, 'out'), { recursive: true });
  writeFileSync(stampPath(root), fingerprint);
}

/**
 * @param {string} root
 * @returns {string}
 */
function stampPath(root) {
  return join(root, 'out', '.stamp');
}
