import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { findElectron } from './electron-program.mjs';
import { SetupError } from './setup-error.mjs';

const NONE = `There is no Electron to start the app with.

It is downloaded from GitHub once: npx install-electron
Where that is not possible, unpack an Electron for this computer yourself and name its folder:
ELECTRON_OVERRIDE_DIST_PATH=FOLDER npm start`;

/**
 * The Electron to start the app with; the npm package downloads it where there is none yet. Error: SetupError.
 *
 * @param {string} root
 * @returns {string} the program
 */
export function provideElectron(root) {
  const find = () => findElectron(root, process.env, process.platform);
  const found = find();
  if (found !== undefined) return found;
  if (!process.env['ELECTRON_OVERRIDE_DIST_PATH']) {
    console.error('Electron is not here yet: downloading it (npx install-electron).');
    spawnSync(process.execPath, [join(root, 'node_modules', 'electron', 'install.js')], { stdio: ['ignore', 2, 2] });
  }
  const provided = find();
  if (provided === undefined) throw new SetupError(NONE);
  return provided;
}
