import { checkRclone, listIn } from './after-pack.mjs';
import { packageFacts } from './package-facts.mjs';

/**
 * Signing the package must not have touched rclone: its hash stands in the archive already.
 *
 * @param {import('./package-facts.mjs').PackContext} context
 */
export const afterSign = (context) => {
  const facts = packageFacts(context);
  checkRclone(facts, listIn(facts.resources));
};
