/**
 * @typedef {object} LockEntry one package of package-lock.json (lockfileVersion 3)
 * @property {string} [version]
 * @property {string} [resolved]
 * @property {string} [integrity]
 * @property {boolean} [optional]
 * @property {boolean} [link]
 * @property {Record<string, string>} [dependencies]
 * @property {Record<string, string>} [devDependencies]
 * @property {Record<string, string>} [optionalDependencies]
 */
/** @typedef {{ packages: Record<string, LockEntry> }} Lockfile `''` is the project itself, other keys are paths */
/** @typedef {Pick<LockEntry, 'dependencies' | 'devDependencies' | 'optionalDependencies'>} Manifest package.json */

/** @type {readonly ['dependencies', 'devDependencies', 'optionalDependencies']} */
const KINDS = ['dependencies', 'devDependencies', 'optionalDependencies'];

/**
 * Everything that would make `npm ci` fail or behave differently on another computer.
 *
 * @param {Lockfile} lockfile
 * @param {Manifest} manifest
 * @returns {string[]} one sentence per problem, empty when good
 */
export function findLockfileProblems(lockfile, manifest) {
  return [
    ...missingPlatformPackages(lockfile),
    ...outOfStep(lockfile, manifest),
    ...downloadAddresses(lockfile),
    ...withoutIntegrity(lockfile),
  ];
}

/**
 * npm silently leaves out the packages of other platforms when it cannot find them while the lockfile is written; then
 * `npm ci` fails with EUSAGE. So every optional dependency must have an entry.
 *
 * @param {Lockfile} lockfile
 * @returns {string[]}
 */
function missingPlatformPackages({ packages }) {
  return Object.entries(packages).flatMap(([path, entry]) =>
    Object.keys(entry.optionalDependencies ?? {})
      .filter((name) => !isReachable(packages, path, name))
      .map((name) => `${path || 'package.json'} asks for the optional package ${name}, which has no entry`),
  );
}

/**
 * Node's look-up: the package's own node_modules first, then every parent's.
 *
 * @param {Lockfile['packages']} packages
 * @param {string} from
 * @param {string} name
 * @returns {boolean}
 */
function isReachable(packages, from, name) {
  for (let folder = from; ;) {
    if (packages[`${folder && `${folder}/`}node_modules/${name}`]) return true;
    if (folder === '') return false;
    const parent = folder.lastIndexOf('/node_modules/');
    folder = parent < 0 ? '' : folder.slice(0, parent);
  }
}

/**
 * package.json pins exact versions, so being in step means: same words in the lockfile's root, same version locked.
 *
 * @param {Lockfile} lockfile
 * @param {Manifest} manifest
 * @returns {string[]}
 */
function outOfStep({ packages }, manifest) {
  const locked = packages[''] ?? {};
  return KINDS.flatMap((kind) => {
    const wanted = manifest[kind] ?? {};
    const known = locked[kind] ?? {};
    const names = [...new Set([...Object.keys(wanted), ...Object.keys(known)])];
    return names.flatMap((name) => {
      if (wanted[name] !== known[name]) {
        return [
          `${kind}: ${name} is ${wanted[name] ?? 'absent'} in package.json, ${known[name] ?? 'absent'} in the lockfile`,
        ];
      }
      const version = packages[`node_modules/${name}`]?.version;
      const isExact = /^\d/.test(wanted[name] ?? '');
      return isExact && version !== wanted[name]
        ? [`${name}: package.json pins ${wanted[name] ?? ''}, the lockfile holds ${version ?? 'nothing'}`]
        : [];
    });
  });
}

/**
 * An address ties every clone to the registry or mirror of the computer that wrote it (.npmrc leaves them out).
 *
 * @param {Lockfile} lockfile
 * @returns {string[]}
 */
function downloadAddresses({ packages }) {
  return Object.entries(packages)
    .filter(([, entry]) => entry.resolved !== undefined && entry.link !== true)
    .map(([path]) => `${path} has a download address ("resolved")`);
}

/**
 * @param {Lockfile} lockfile
 * @returns {string[]}
 */
function withoutIntegrity({ packages }) {
  return Object.entries(packages)
    .filter(([path, entry]) => path !== '' && entry.link !== true && entry.integrity === undefined)
    .map(([path]) => `${path} has no checksum ("integrity")`);
}
