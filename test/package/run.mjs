// `npm run test:package`: packages as they would be released, made in a folder of their own, looked into and started.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { inDesktopSession, missingSessionParts, sessionEnvironment } from '../../scripts/desktop-session.mjs';
import { programIn } from '../../scripts/packed-program.mjs';
import { runProgram, SetupError } from '../../scripts/setup-error.mjs';
import { electronDist, electronWish, findTestElectron } from '../../scripts/test-electron.mjs';

const HELP = `npm run test:package -- [--release DIR --inspector DIR]

Makes two packages for this computer in a temporary folder: one as it is released, one that tests may drive. Looks into
both and starts them.

  --release DIR --inspector DIR   take these instead, as electron-builder left them; they may be of any Electron`;

const root = fileURLToPath(new URL('../..', import.meta.url));
const platform = process.platform === 'darwin' ? '--mac' : process.platform === 'win32' ? '--win' : '--linux';
const home = mkdtempSync(join(tmpdir(), 'package-'));
/** @type {import('node:child_process').ChildProcess | undefined} */
let running;
process.on('SIGINT', () => undefined).on('SIGTERM', () => running?.kill('SIGTERM'));

/**
 * @param {readonly string[]} command
 * @param {Record<string, string>} environment
 * @returns {Promise<number>} exit code
 */
const run = async ([file = '', ...args], environment = {}) => {
  const child = spawn(file, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...environment } });
  running = child;
  /** @type {number | null} */
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('exit', resolve));
  return code ?? 1;
};

/**
 * @param {string} program the Electron to pack
 * @param {string} output
 * @param {readonly string[]} more
 */
const pack = async (program, output, more = []) => {
  const { dist, version } = electronDist(program);
  const builder = join(root, 'node_modules', 'electron-builder', 'cli.js');
  const options = [`-c.electronDist=${dist}`, `-c.electronVersion=${version}`, `-c.directories.output=${output}`];
  const code = await run([process.execPath, builder, platform, 'dir', '--publish', 'never', ...options, ...more], {
    CSC_IDENTITY_AUTO_DISCOVERY: 'false',
  });
  if (code !== 0) throw new SetupError('electron-builder failed: see its own message above.');
  return output;
};

/** @returns {Promise<{ release: string, inspector: string } | undefined>} folders; none: there is no Electron to pack */
const makePackages = async () => {
  const program = findTestElectron(root);
  if (program === undefined) return undefined;
  const inspectable = '-c.afterPack=./scripts/after-pack-inspectable.mjs';
  return {
    release: await pack(program, join(home, 'release')),
    inspector: await pack(program, join(home, 'inspector'), [inspectable]),
  };
};

/** @param {string} what */
const leaveOut = (what) => {
  console.error(`\nSKIPPED: the tests of the package need ${what}.\n`);
  return process.env['CI'] === 'true' ? 1 : 0;
};

/** @param {{ release: string, inspector: string }} packages */
const test = async ({ release, inspector }, isGiven = false) => {
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const looks = await run(inDesktopSession([process.execPath, vitest, 'run', '--config', 'vitest.package.config.ts']), {
    ...sessionEnvironment(home),
    PACKAGE_RELEASE: release,
    PACKAGE_INSPECTOR: inspector,
    PACKAGE_IS_GIVEN: String(isGiven),
    // What drives the app in the other suite drives it here.
    E2E_PROGRAM: programIn(inspector),
    HA_ICLOUD_BACKUP_PACKAGE: inspector,
  });
  // Its desktop is that of Linux.
  if (looks !== 0 || process.platform !== 'linux') return looks;
  return await run([process.execPath, join(root, 'test', 'e2e', 'run.mjs'), 'start'], {
    HA_ICLOUD_BACKUP_PACKAGE: inspector,
  });
};

await runProgram(async () => {
  const options = /** @type {const} */ ({
    release: { type: 'string' },
    inspector: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  });
  const { release, inspector, help = false } = parseArgs({ options }).values;
  if (help) {
    console.log(HELP);
    return 0;
  }
  try {
    const missing = missingSessionParts();
    if (missing.length > 0) return leaveOut(`apt-get install ${missing.join(' ')}`);
    if (release !== undefined && inspector !== undefined)
      return await test({ release: resolve(release), inspector: resolve(inspector) }, true);
    const packages = await makePackages();
    return packages === undefined ? leaveOut(electronWish) : await test(packages);
  } finally {
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  }
});
