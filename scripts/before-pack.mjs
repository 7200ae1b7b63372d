import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cleanEnvironment } from './clean-environment.mjs';
import { thirdPartyNotices } from './notices.mjs';
import { packKeytar } from './keytar-packed.mjs';
import { packageFacts } from './package-facts.mjs';
import { readRcloneLock } from './rclone-lock.mjs';
import { packRclone } from './rclone-packed.mjs';
import { provideRclone } from './rclone-provide.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * What a package needs beyond the bundles: rclone and keytar of the target, and the licences of all that is inside.
 *
 * @param {import('./package-facts.mjs').PackContext} context
 */
export const beforePack = async (context) => {
  const { platform, arch } = packageFacts(context);
  const [target, lock] = [`${platform}-${arch}`, readRcloneLock(root)];
  await provideRclone(root, target, lock, (line) => console.error(line), cleanEnvironment(process.env));
  await packRclone(root, target, lock, context.packager);
  packKeytar(root, platform, arch);
  mkdirSync(join(root, 'out'), { recursive: true });
  writeFileSync(join(root, 'out', 'THIRD-PARTY-NOTICES.txt'), thirdPartyNotices(root));
};
