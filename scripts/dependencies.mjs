import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { readJson } from './json.mjs';
import { reasonOf, SetupError } from './setup-error.mjs';

/** @typedef {import('./lockfile.mjs').Lockfile} Lockfile */

/**
 * Whether node_modules is what package-lock.json asks for, compared entry by entry with the lockfile that npm leaves
 * inside node_modules (written last, so a broken-off install has none). A hand-made `npm install` is recognised too;
 * file times would be wrong after every clone, copy and branch change.
 *
 * @param {string} root
 * @returns {boolean}
 */
export function areDependenciesInstalled(root) {
  const installedPath = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installedPath)) return false;
  const wanted = readPackages(join(root, 'package-lock.json'));
  const installed = readPackages(installedPath);
  return Object.entries(wanted).every(([path, entry]) => {
    const present = installed[path];
    // Optional ones are absent where they do not fit the platform or failed to build.
    if (present === undefined) return path === '' || entry.optional === true;
    return present.version === entry.version && present.integrity === entry.integrity;
  });
}

/**
 * `npm ci`, with its output on stderr: stdout belongs to the command that follows the set-up.
 *
 * @param {string} root
 * @param {(line: string) => void} say
 */
export function installDependencies(root, say) {
  say('Installing the dependencies (npm ci). keytar, the keychain, is optional: if it cannot be built, all goes on.');
  const [command, ...start] = npmCommand(process.env);
  const { status, error } = spawnSync(command, [...start, 'ci', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    env: { ...withoutOwnSecrets(process.env), ...localHeaders(process.env) },
    // Without npm's own script, Windows offers a batch file only, which needs a shell.
    shell: start.length === 0 && process.platform === 'win32',
  });
  if (status !== 0) {
    throw new SetupError(`npm ci failed${error ? ` (${reasonOf(error)})` : ''}: see npm's own message above.`);
  }
  say(describeKeytar(root));
}

/**
 * A server's environment holds the secrets of this program, and npm runs scripts of other people's packages. The rest stays:
 * here npm may have to ask a private registry, with what the user has set for it.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {NodeJS.ProcessEnv}
 */
export function withoutOwnSecrets(env) {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^HA_ICLOUD_BACKUP_/i.test(name)));
}

/**
 * Node's headers where they lie beside Node (Debian's and the official packages bring them), so that building keytar
 * needs no download. Headers of another version do not count, and a folder that the user chose is kept.
 *
 * @param {Readonly<Record<string, string | undefined>>} env
 * @param {string} prefix the folder that Node is installed in
 * @returns {NodeJS.ProcessEnv}
 */
export function localHeaders(env, prefix = join(dirname(process.execPath), '..')) {
  if (env['npm_config_nodedir'] !== undefined) return {};
  const header = join(prefix, 'include', 'node', 'node_version.h');
  if (!existsSync(header)) return {};
  const text = readFileSync(header, 'utf8');
  const part = (/** @type {string} */ name) => new RegExp(`#define NODE_${name}_VERSION (\\d+)`).exec(text)?.[1];
  const version = ['MAJOR', 'MINOR', 'PATCH'].map(part).join('.');
  return version === process.versions.node ? { npm_config_nodedir: prefix } : {};
}

/**
 * npm as a script for this very Node: the npm that runs us, or the one installed beside Node; else whatever is called npm.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {[string, ...string[]]}
 */
function npmCommand(env) {
  const beside = dirname(process.execPath);
  const scripts = [
    // yarn and pnpm set the same variable.
    ...(basename(env['npm_execpath'] ?? '').startsWith('npm') ? [env['npm_execpath'] ?? ''] : []),
    join(beside, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    join(beside, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
  ];
  const script = scripts.find((path) => existsSync(path));
  return script === undefined ? ['npm'] : [process.execPath, script];
}

/**
 * Loaded in a process of its own: a native library that does not fit may end the process that loads it.
 *
 * @param {string} root
 * @returns {string}
 */
function describeKeytar(root) {
  const { status, stderr } = spawnSync(process.execPath, ['-e', "require('keytar')"], { cwd: root, encoding: 'utf8' });
  if (status === 0) return 'keytar could be loaded: the keychain is available.';
  const reason = /^(?:Error: )(.*)$/m.exec(stderr)?.[1] ?? `exit code ${status ?? 'none'}`;
  return [
    `keytar could not be loaded (${reason}): secrets come from environment variables, the keychain tests cannot run.`,
    ...(process.platform === 'linux'
      ? ['To have it on Debian: apt-get install libsecret-1-dev pkg-config g++ make python3, then npm ci.']
      : []),
  ].join('\n');
}

/**
 * @param {string} path
 * @returns {Lockfile['packages']}
 */
function readPackages(path) {
  const lockfile = /** @type {Lockfile} */ (readJson(path));
  return lockfile.packages;
}
