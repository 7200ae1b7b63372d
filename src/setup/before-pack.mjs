import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { thirdPartyNotices } from './notices.mjs';
import { packageFacts, targetOf } from './package-facts.mjs';
import { readRcloneLock } from './rclone-lock.mjs';
import { provideRclone } from './rclone-provide.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/**
 * What a package needs beyond the bundles: rclone and keytar of the target, and the licences of all that is inside.
 *
 * @param {import('./package-facts.mjs').PackContext} context
 */
const beforePack = async (context) => {
  const { platform, arch } = packageFacts(context);
  await provideRclone(root, `${platform}-${arch}`, readRcloneLock(root), (line) => console.error(line));
  buildKeytar(`${platform}-${arch}`, arch);
  mkdirSync(join(root, 'out'), { recursive: true });
  writeFileSync(join(root, 'out', 'THIRD-PARTY-NOTICES.txt'), thirdPartyNotices(root));
};

/**
 * npm installed keytar for this computer. For another architecture of the same system it is fetched, or else built.
 *
 * @param {string} target
 * @param {string} arch
 */
const buildKeytar = (target, arch) => {
  const file = join(root, 'node_modules', 'keytar', 'build', 'Release', 'keytar.node');
  if (existsSync(file) && targetOf(file) === target) return;
  const { status } = spawnSync('npm', ['rebuild', 'keytar'], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
    env: { ...process.env, npm_config_arch: arch },
  });
  if (status !== 0) throw new Error(`keytar for ${target} could not be had: see npm's own message above.`);
};

export default beforePack;
