import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkFuses } from './fuses.mjs';
import { logText, programIn } from './packed-program.mjs';
import { runProgram, SetupError } from './setup-error.mjs';

/**
 * Starts a release package once, without any driver: its fuses are those of a release, the command line answers, and the
 * app itself comes up, says so in its log and stays until it is told to go.
 *
 *   node scripts/try-package.mjs [FOLDER]     FOLDER: what electron-builder made, by default dist
 *
 * On Linux it needs a screen and a session bus (xvfb-run, dbus-run-session).
 */

/** Root needs this switch; nobody else gets it. */
const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
/** Milliseconds; a first start on Windows waits for the virus scanner. */
const startsMs = 120_000;
const endsMs = 30_000;
const pollMs = 200;

/**
 * @param {string} program
 * @param {string} dataDir
 */
const answersCommandLine = (program, dataDir) => {
  const args = [...sandbox, 'cli', '--data-dir', dataDir, 'status', '--json'];
  const { stdout, stderr, status } = spawnSync(program, args, { encoding: 'utf8', timeout: startsMs });
  if (!/"safety":\s*"not-set-up"/.test(stdout))
    throw new SetupError(`cli status --json ended with ${status ?? 'a signal'} and answered: ${stdout}${stderr}`);
  console.log('cli status --json: answers');
};

/**
 * @param {string} program
 * @param {string} dataDir
 */
const startsAndStays = async (program, dataDir) => {
  const child = spawn(program, [...sandbox, '--hidden', '--data-dir', dataDir], { stdio: 'inherit' });
  /** @type {Promise<string>} */
  const ended = new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(`${code ?? signal ?? 'nothing'}`));
  });
  const isUp = () => logText(dataDir).includes('app-started');
  const before = await Promise.race([ended, until(isUp, startsMs)]);
  if (before !== true) {
    child.kill('SIGKILL');
    const how = before === false ? 'was not up in time' : `ended with ${before} before it was up`;
    throw new SetupError(`The app ${how}. Its log:\n${logText(dataDir)}`);
  }
  console.log('the app: is up');
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), endsMs);
  const how = await ended;
  clearTimeout(late);
  // Windows has no such signal: there the program is simply gone.
  if (process.platform !== 'win32' && (how !== '0' || !logText(dataDir).includes('app-ended')))
    throw new SetupError(`The app was told to go and ended with ${how}. Its log:\n${logText(dataDir)}`);
  console.log('the app: went when told');
};

/**
 * @param {() => boolean} isSo
 * @param {number} patienceMs
 * @returns {Promise<boolean>} false: not in time
 */
const until = (isSo, patienceMs) =>
  new Promise((resolve) => {
    const deadline = Date.now() + patienceMs;
    const look = () => {
      if (isSo()) resolve(true);
      else if (Date.now() > deadline) resolve(false);
      else setTimeout(look, pollMs);
    };
    look();
  });

await runProgram(async () => {
  const program = programIn(process.argv[2] ?? 'dist');
  console.log((await checkFuses(program)).join(', '));
  const folder = mkdtempSync(join(tmpdir(), 'try-package-'));
  try {
    answersCommandLine(program, join(folder, 'cli'));
    await startsAndStays(program, join(folder, 'app'));
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
  return 0;
});
