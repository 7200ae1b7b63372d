import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { thirdPartyNotices } from './notices.mjs';
import { packageFacts, targetOf } from './package-facts.mjs';
import { readRcloneLock } from './rclone-lock.mjs';
import { provideRclone } from './rclone-provide.mjs';
import { SetupError } from './setup-error.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * What a package needs beyond the bundles: rclone and keytar of the target, and the licences of all that is inside.
 *
 * @param {import('./package-facts.mjs').PackContext} context
 */
export const beforePack = async (context) => {
  const { platform, arch } = packageFacts(context);
  await provideRclone(root, `${platform}-${arch}`, readRcloneLock(root), (line) => console.error(line));
  provideKeytar(platform, arch);
  mkdirSync(join(root, 'out'), { recursive: true });
  writeFileSync(join(root, 'out', 'THIRD-PARTY-NOTICES.txt'), thirdPartyNotices(root));
};

/**
 * npm installed keytar for this computer. For another architecture of the same system it is fetched, or else built; it
 * then stays that one in node_modules until the next package or `npm rebuild keytar`.
 *
 * @param {string} platform
 * @param {string} arch
 */
const provideKeytar = (platform, arch) => {
  const target = `${platform}-${arch}`;
  const file = join(root, 'node_modules', 'keytar', 'build', 'Release', 'keytar.node');
  if (existsSync(file) && targetOf(file) === target) return;
  if (platform !== process.platform)
    throw new SetupError(`A package for ${platform} is made on ${platform}: keytar for ${target} is built there only.`);
  const { status } = spawnSync('npm', ['rebuild', 'keytar'], {
    cwd: root,
    stdio: 'inherit',
    // On Windows npm is a batch file, which needs a shell.
    shell: process.platform === 'win32',
    env: { ...process.env, npm_config_arch: arch },
  });
  if (status !== 0) throw new SetupError(`keytar for ${target} could not be had: see npm's own message above.`);
};
