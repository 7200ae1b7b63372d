import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findElectron } from './electron-program.mjs';

/**
 * An Electron to test with: the one that `npm start` would take, else one that a tool beside the repository unpacks from a
 * package of the registry, where this project is made without a way to Electron's own downloads.
 *
 * @param {string} root
 * @returns {string | undefined} the program
 */
export const findTestElectron = (root) => {
  const found = findElectron(root, process.env, process.platform);
  const tool = join(root, '..', 'shared', 'tools', 'electron-33');
  if (found !== undefined || !existsSync(tool)) return found;
  if (process.getuid?.() === 0 && process.env['CI'] === 'true') spawnSync(tool, ['deps'], { stdio: ['ignore', 2, 2] });
  const { stdout, status } = spawnSync(tool, ['fetch'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 2] });
  return status === 0 ? join(stdout.trim(), 'electron') : undefined;
};

/** What to say where there is none. */
export const electronWish =
  'an Electron: npx install-electron, or ELECTRON_OVERRIDE_DIST_PATH with the folder of an unpacked one';

/**
 * The unpacked folder of an Electron, from which electron-builder takes it, and its version.
 *
 * @param {string} program
 * @returns {{ dist: string, version: string }}
 */
export const electronDist = (program) => {
  const inBundle = program.indexOf('Electron.app');
  const dist = inBundle === -1 ? dirname(program) : program.slice(0, inBundle);
  return { dist, version: readFileSync(join(dist, 'version'), 'utf8').trim().replace(/^v/, '') };
};
