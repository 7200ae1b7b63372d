import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readJson } from './json.mjs';

/** Bundled into the app, or put beside it as it is. The maps of the bundles name the rest. */
const besideTheBundles = ['keytar'];

/**
 * The licences of everything that is in the package, by what the bundles were really made of: the source maps name each
 * file that went into them. Electron brings its own and Chromium's licences along; rclone's lies beside it.
 *
 * @param {string} root
 * @returns {string}
 */
export const thirdPartyNotices = (root) => {
  const packages = [...new Set([...bundled(root), ...besideTheBundles])].sort();
  const head = `HA iCloud Backup contains the following software of others.

rclone is a program of its own; its licence is in rclone-COPYING.
Electron and Chromium come with their own notices.
`;
  return [head, ...packages.map((name) => notice(root, name))].join(`\n${'-'.repeat(80)}\n\n`);
};

/**
 * Names of the packages that the bundles of main, preload and windows were made of.
 *
 * @param {string} root
 * @returns {readonly string[]}
 */
export const bundled = (root) => {
  const maps = ['main', 'preload', 'renderer'].flatMap((folder) => filesBelow(join(root, 'out', folder), '.map'));
  if (maps.length === 0) throw new Error('No source maps in out/: build first (npm run build).');
  const sources = maps.flatMap((path) => /** @type {{ sources: string[] }} */ (readJson(path)).sources);
  const names = sources.map((source) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(source)?.[1]);
  return [...new Set(names.filter((name) => name !== undefined))];
};

/**
 * @param {string} root
 * @param {string} name
 */
const notice = (root, name) => {
  const folder = packageFolder(root, name);
  const manifest = /** @type {{ version: string, license?: string }} */ (readJson(join(folder, 'package.json')));
  const file = readdirSync(folder).find((entry) => /^(?:licen[cs]e|copying)/i.test(entry));
  const text =
    file === undefined ? `Licence: ${manifest.license ?? 'not named'}` : readFileSync(join(folder, file), 'utf8');
  return `${name} ${manifest.version}\n\n${text.trim()}\n`;
};

/**
 * @param {string} root
 * @param {string} name
 */
const packageFolder = (root, name) => {
  const folder = join(root, 'node_modules', name);
  if (existsSync(folder)) return folder;
  const nested = filesBelow(join(root, 'node_modules'), `/node_modules/${name}/package.json`)[0];
  if (nested === undefined)
    throw new Error(`${name} is in a bundle and not in node_modules: npm ci, then build again.`);
  return join(nested, '..');
};

/**
 * @param {string} folder
 * @param {string} ending
 * @returns {readonly string[]}
 */
const filesBelow = (folder, ending) =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .map((path) => join(folder, path))
        .filter((path) => path.replaceAll('\\', '/').endsWith(ending))
    : [];
