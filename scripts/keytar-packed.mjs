import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cleanEnvironment } from './clean-environment.mjs';
import { localHeaders } from './dependencies.mjs';
import { targetOf } from './package-facts.mjs';
import { sha256Of } from './rclone-packed.mjs';
import { SetupError } from './setup-error.mjs';

/**
 * keytar as it goes into a package: built from the source in its npm package, whose checksum stands in package-lock.json.
 * npm itself would rather download a finished library (`prebuild-install`), of which nobody knows a checksum. It then stays
 * that one in node_modules until the next package or `npm rebuild keytar`.
 *
 * @param {string} root
 * @param {string} platform
 * @param {string} arch
 * @param {Readonly<Record<string, string | undefined>>} environment
 */
export const packKeytar = (root, platform, arch, environment = process.env) => {
  const target = `${platform}-${arch}`;
  const file = join(root, 'node_modules', 'keytar', 'build', 'Release', 'keytar.node');
  if (isBuiltHere(root, target, file)) return;
  if (platform !== process.platform)
    throw new SetupError(`A package for ${platform} is made on ${platform}: keytar for ${target} is built there only.`);
  const { status } = spawnSync('npm', ['rebuild', 'keytar'], {
    cwd: root,
    stdio: 'inherit',
    // On Windows npm is a batch file, which needs a shell.
    shell: process.platform === 'win32',
    env: buildEnvironment(environment, arch),
  });
  if (status !== 0) throw new SetupError(`keytar for ${target} could not be built: see npm's own message above.`);
  if (!existsSync(file) || targetOf(file) !== target)
    throw new SetupError(`npm said that keytar was built, but ${file} is not there or not for ${target}.`);
  noteBuilt(root, target, file);
};

/**
 * @param {Readonly<Record<string, string | undefined>>} environment
 * @param {string} arch
 * @returns {Record<string, string | undefined>}
 */
export const buildEnvironment = (environment, arch) => ({
  ...cleanEnvironment(environment),
  ...localHeaders(environment),
  npm_config_arch: arch,
  npm_config_build_from_source: 'true',
});

/**
 * Whether this very file came out of a build here: a downloaded one has no note, or another hash.
 *
 * @param {string} root
 * @param {string} target
 * @param {string} file
 * @returns {boolean}
 */
export const isBuiltHere = (root, target, file) => {
  const note = notePath(root, target);
  return existsSync(file) && existsSync(note) && readFileSync(note, 'utf8').trim() === sha256Of(file);
};

/**
 * @param {string} root
 * @param {string} target
 * @param {string} file
 */
export const noteBuilt = (root, target, file) => {
  const note = notePath(root, target);
  mkdirSync(dirname(note), { recursive: true });
  writeFileSync(note, `${sha256Of(file)}\n`);
};

/**
 * Like the one of rclone not beside the file, where a download could bring it along.
 *
 * @param {string} root
 * @param {string} target
 * @returns {string}
 */
const notePath = (root, target) => join(root, 'out', `.keytar-${target}`);
