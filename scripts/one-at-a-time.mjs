import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { SetupError } from './setup-error.mjs';

const POLL_MS = 200;
/** Longer than any `npm ci` plus rclone download on a slow line. */
const PATIENCE_MS = 20 * 60_000;

/**
 * Runs the work while no other set-up of this clone does. The holder is a process id in a file; that of a dead process
 * is taken over.
 *
 * @param {string} root
 * @param {(line: string) => void} say
 * @param {() => Promise<void>} work
 */
export async function oneAtATime(root, say, work) {
  const lock = join(root, 'out', '.set-up');
  mkdirSync(join(root, 'out'), { recursive: true });
  const started = Date.now();
  let hasSaid = false;
  while (!take(lock)) {
    if (Date.now() - started > PATIENCE_MS)
      throw new SetupError(`Another set-up holds ${lock}. Delete it if none runs.`);
    if (!hasSaid) say('Waiting for another set-up of this folder to end.');
    hasSaid = true;
    await pause(POLL_MS);
  }
  try {
    await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

/**
 * @param {string} lock
 * @returns {boolean}
 */
function take(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
  }
  if (!isHolderAlive(lock)) rmSync(lock, { force: true });
  return false;
}

/**
 * @param {string} lock
 * @returns {boolean} true also when it cannot be told: the file may be half written or just removed
 */
function isHolderAlive(lock) {
  try {
    const holder = Number(readFileSync(lock, 'utf8'));
    if (!Number.isInteger(holder) || holder <= 0) return true;
    process.kill(holder, 0);
    return true;
  } catch (error) {
    return !hasCode(error, 'ESRCH');
  }
}

/**
 * @param {unknown} error
 * @param {string} code
 * @returns {boolean}
 */
function hasCode(error, code) {
  return error instanceof Error && 'code' in error && error.code === code;
}
