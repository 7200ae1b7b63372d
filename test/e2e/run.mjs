// `npm run test:e2e`: the real app in a real Electron, against both simulators, in a desktop session of its own.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inDesktopSession, missingSessionParts, sessionEnvironment } from '../../scripts/desktop-session.mjs';
import { programIn } from '../../scripts/packed-program.mjs';
import { electronWish, findTestElectron } from '../../scripts/test-electron.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** @returns {string | undefined} */
const findProgram = () => {
  const dist = process.env['HA_ICLOUD_BACKUP_PACKAGE'];
  return dist !== undefined && dist !== '' ? programIn(dist) : findTestElectron(root);
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
if (program === undefined) leaveOut(electronWish);
const missing = missingSessionParts();
if (missing.length > 0) leaveOut(`apt-get install ${missing.join(' ')}`);

/** Where the tool real-ha keeps what it installed: not in the home of this session, or it would all be fetched again. */
const { REAL_HA_HOME, XDG_CACHE_HOME } = process.env;
const realHomes = REAL_HA_HOME ?? join(XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'real-ha');

const home = mkdtempSync(join(tmpdir(), 'e2e-home-'));
const vitest = [join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', '--config', 'vitest.e2e.config.ts'];
const [file, ...args] = inDesktopSession([process.execPath, ...vitest, ...process.argv.slice(2)]);
const child = spawn(file, args, {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, ...sessionEnvironment(home), E2E_PROGRAM: program, REAL_HA_HOME: realHomes },
});
process.on('SIGINT', () => undefined).on('SIGTERM', () => child.kill('SIGTERM'));
/** @type {number | null} */
const code = await new Promise((resolve, reject) => child.once('error', reject).once('exit', resolve));
rmSync(home, { recursive: true, force: true });
process.exitCode = code ?? 1;
