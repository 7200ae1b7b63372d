import { recordHash } from './after-pack.mjs';
import { packageFacts } from './package-facts.mjs';

/**
 * On Windows a signature changes rclone.exe, and nothing seals the folder around it: the hash is recorded afterwards.
 *
 * @param {import('./package-facts.mjs').PackContext} context
 */
const afterSign = (context) => {
  const { platform, rclone } = packageFacts(context);
  if (platform === 'win32') recordHash(rclone);
};

export default afterSign;
