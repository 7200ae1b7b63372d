import { afterPack as afterPackOf } from './after-pack.mjs';

/**
 * In place of the usual hook for a package that tests may drive: `-c.afterPack=./scripts/after-pack-inspectable.mjs`.
 *
 * @param {import('./package-facts.mjs').PackContext} context
 */
export const afterPack = (context) => afterPackOf(context, { inspector: true });
