import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { readJson } from './json.mjs';
import { SetupError } from './setup-error.mjs';

/** Not in a bundle, but beside the bundles as it is. */
const besideTheBundles = ['keytar'];
const bundles = ['main', 'preload', 'renderer'];

/** @typedef {{ name: string, version: string, licence: string, text: string }} Notice */

/**
 * The licences of everything that is in the package, by what the bundles were really made of: their source maps name each
 * file that went in. Electron brings its own and Chromium's licences along; rclone's lies beside it.
 *
 * @param {string} root
 * @returns {string}
 */
export const thirdPartyNotices = (root) => {
  const head = `HA iCloud Backup contains the following software of others.

rclone is a program of its own; its licence is in rclone-COPYING.
Electron and Chromium come with their own notices.
`;
  const notices = packageFolders(root).map(noticeOf).sort(byName);
  const parts = notices.map(({ name, version, licence, text }) => `${name} ${version} (${licence})\n\n${text}\n`);
  return [head, ...parts].join(`\n${'-'.repeat(80)}\n\n`);
};

/**
 * Folders of the packages that are inside. One of them may be there in two versions, and then has two folders.
 *
 * @param {string} root
 * @returns {readonly string[]}
 */
export const packageFolders = (root) => {
  const maps = bundles.flatMap((folder) => mapsBelow(join(root, 'out', folder)));
  const folders = maps.flatMap((map) => sourcesOf(map).flatMap(packageFolderOf));
  const beside = besideTheBundles.map((name) => join(root, 'node_modules', name));
  return [...new Set([...folders, ...beside])];
};

/**
 * @param {string} folder
 * @returns {readonly string[]}
 */
const mapsBelow = (folder) => {
  const names = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }) : [];
  const maps = names.filter((name) => name.endsWith('.map')).map((name) => join(folder, name));
  if (maps.length === 0) throw new SetupError(`There are no source maps in ${folder}: build first (npm run build).`);
  return maps;
};

/**
 * @param {string} map
 * @returns {readonly string[]} full paths
 */
const sourcesOf = (map) => {
  const { sources } = /** @type {{ sources: readonly string[] }} */ (readJson(map));
  return sources.map((source) => resolve(dirname(map), source));
};

/**
 * @param {string} source
 * @returns {readonly string[]} none for a file of ours
 */
const packageFolderOf = (source) => {
  const folder = /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+(?=[\\/])/.exec(source)?.[0];
  return folder === undefined ? [] : [folder];
};

/**
 * @param {string} folder
 * @returns {Notice}
 */
const noticeOf = (folder) => {
  const path = join(folder, 'package.json');
  if (!existsSync(path)) throw new SetupError(`${folder} is in a bundle, but gone: npm ci, then build again.`);
  const { name, version, license } = /** @type {{ name: string, version: string, license?: string }} */ (
    readJson(path)
  );
  const text = licenceText(folder);
  if (license === undefined && text === undefined) throw new SetupError(`${name} ${version} names no licence.`);
  return { name, version, licence: license ?? 'see below', text: text ?? `Its makers added no text: ${license}.` };
};

/**
 * Some packages have it in their README only.
 *
 * @param {string} folder
 * @returns {string | undefined}
 */
const licenceText = (folder) => {
  const names = readdirSync(folder);
  const file = names.find((name) => /^(?:licen[cs]e|copying)/i.test(name));
  if (file !== undefined) return readFileSync(join(folder, file), 'utf8').trim();
  const readme = names.find((name) => /^readme/i.test(name));
  if (readme === undefined) return undefined;
  return /^(?:#+ *licen[cs]e\b|licen[cs]e\n-+\n)[\s\S]*/im.exec(readFileSync(join(folder, readme), 'utf8'))?.[0].trim();
};

/**
 * @param {Notice} one
 * @param {Notice} other
 */
const byName = (one, other) => (`${one.name} ${one.version}` < `${other.name} ${other.version}` ? -1 : 1);
