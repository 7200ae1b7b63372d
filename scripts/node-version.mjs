import { join } from 'node:path';
import { readJson } from './json.mjs';
import { SetupError } from './setup-error.mjs';

/**
 * Stops with a plain message when Node is older than package.json asks for (`engines.node`, always `>=X.Y` here).
 *
 * @param {string} root
 * @param {string} running
 */
export function requireNode(root, running = process.versions.node) {
  const manifest = /** @type {{ engines: { node: string } }} */ (readJson(join(root, 'package.json')));
  const wanted = manifest.engines.node.replace('>=', '');
  if (!isAtLeast(running, wanted)) {
    throw new SetupError(
      `This project needs Node ${wanted} or newer; this is Node ${running} (${process.execPath}).\n` +
        'Install a current Node from https://nodejs.org or with your system, then run the command again.',
    );
  }
}

/**
 * @param {string} running
 * @param {string} wanted
 * @returns {boolean}
 */
export function isAtLeast(running, wanted) {
  const [have, need] = [running, wanted].map((version) => version.split('.').map(Number));
  for (const [place, needed] of (need ?? []).entries()) {
    const had = have?.[place] ?? 0;
    if (had !== needed) return had > needed;
  }
  return true;
}
