// `npm start`: the desktop app in whatever Electron is here; what is typed behind `--` goes to the app.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { provideElectron } from './provide-electron.mjs';
import { runProgram, SetupError } from './setup-error.mjs';

await runProgram(async () => {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const electron = spawn(provideElectron(root), [root, ...process.argv.slice(2)], { stdio: 'inherit' });
  // Ctrl-C reaches Electron, too. Either way it is Electron that ends, with whatever it has to finish.
  process.on('SIGINT', () => undefined).on('SIGTERM', () => electron.kill('SIGTERM'));
  /** @type {[number, NodeJS.Signals | null]} */
  const [code, signal] = await new Promise((resolve, reject) => {
    electron.once('error', reject).once('exit', (...ended) => resolve([ended[0] ?? 1, ended[1]]));
  });
  if (signal !== null) throw new SetupError(`Electron was ended by ${signal}.`);
  return code;
});
