// `npm start`: the desktop app in whatever Electron is here; what is typed behind `--` goes to the app.
import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findElectron } from './electron-program.mjs';
import { runProgram, SetupError } from './setup-error.mjs';

const NONE = `There is no Electron to start the app with.

It is downloaded from GitHub once: npx install-electron
Where that is not possible, unpack an Electron for this computer yourself and name its folder:
ELECTRON_OVERRIDE_DIST_PATH=FOLDER npm start`;

/**
 * @param {string} root
 * @returns {string}
 */
function provideElectron(root) {
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

await runProgram(async () => {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const electron = spawn(provideElectron(root), [root, ...process.argv.slice(2)], { stdio: 'inherit' });
  // Ctrl-C reaches Electron by itself. Either way it is Electron that ends, with whatever it has to finish.
  process.on('SIGINT', () => undefined).on('SIGTERM', () => electron.kill('SIGTERM'));
  /** @type {[number, NodeJS.Signals | null]} */
  const [code, signal] = await new Promise((resolve, reject) => {
    electron.once('error', reject).once('exit', (...ended) => resolve([ended[0] ?? 1, ended[1]]));
  });
  if (signal !== null) throw new SetupError(`Electron was ended by ${signal}.`);
  return code;
});
