import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { programIn } from './packed-program.mjs';

/**
 * Starts a release package once, without any driver: the command line answers, and the app itself comes up, writes its log
 * and stays until it is told to go.
 *
 *   node src/setup/try-package.mjs [FOLDER]     FOLDER: what electron-builder made, by default dist
 */

/** Root needs this switch; nobody else gets it. */
const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
const startsMs = 60_000;

/**
 * @param {string} program
 * @param {string} folder
 */
const answersCommandLine = (program, folder) => {
  const args = [...sandbox, 'cli', '--data-dir', folder, 'status', '--json'];
  const { stdout, stderr, status } = spawnSync(program, args, { encoding: 'utf8', timeout: startsMs });
  if (!stdout.includes('"safety":"not-set-up"') && !/"safety":\s*"not-set-up"/.test(stdout))
    throw new Error(`cli status --json answered ${status ?? 'nothing'}: ${stdout}${stderr}`);
  console.log('cli status --json: answers');
};

/**
 * @param {string} program
 * @param {string} folder
 * @returns {Promise<void>}
 */
const startsAndStays = (program, folder) =>
  new Promise((resolve, reject) => {
    const child = spawn(program, [...sandbox, '--hidden', '--data-dir', folder], { stdio: 'inherit' });
    const isUp = () => existsSync(join(folder, 'logs')) && readdirSync(join(folder, 'logs')).length > 0;
    const poll = setInterval(() => {
      if (isUp()) child.kill('SIGTERM');
    }, 500);
    const deadline = setTimeout(() => child.kill('SIGKILL'), startsMs);
    child.on('exit', (code, signal) => {
      clearInterval(poll);
      clearTimeout(deadline);
      if (isUp() && signal !== 'SIGKILL') resolve();
      else reject(new Error(`The app ended with ${code ?? signal ?? 'nothing'} before it was up.`));
    });
  });

const program = programIn(process.argv[2] ?? 'dist');
const folder = mkdtempSync(join(tmpdir(), 'try-package-'));
try {
  answersCommandLine(program, folder);
  await startsAndStays(program, folder);
  console.log('the app: starts, writes its log, goes when told');
} finally {
  rmSync(folder, { recursive: true, force: true });
}
