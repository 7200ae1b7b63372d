// What a fresh clone needs before anything else can run; done again only where something changed. Needs nothing but Node
// and npm, says what it does on stderr (stdout belongs to the command that follows).
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build, isBuilt } from './build.mjs';
import { areDependenciesInstalled, installDependencies } from './dependencies.mjs';
import { requireNode } from './node-version.mjs';
import { oneAtATime } from './one-at-a-time.mjs';
import { isRcloneInPlace, noteRcloneInPlace } from './rclone-in-place.mjs';
import { readRcloneLock } from './rclone-lock.mjs';
import { provideRclone } from './rclone-provide.mjs';
import { runProgram } from './setup-error.mjs';

const HELP = `node scripts/prepare.mjs [--rclone] [--build] [--quiet]

  (always)   checks the version of Node; npm ci when node_modules does not fit package-lock.json
  --rclone   the pinned rclone executable for this computer, see: npm run rclone:fetch -- --help
  --build    vite build into out/ when a source changed
  --quiet    no word when there is nothing to do`;

/** @typedef {{ isDone: () => boolean, run: () => void | Promise<void> }} Step */

/** @param {string} line */
const say = (line) => console.error(line);

/**
 * @param {string} root
 * @returns {Step}
 */
function rcloneStep(root) {
  const target = `${process.platform}-${process.arch}`;
  const lock = readRcloneLock(root);
  return {
    isDone: () => isRcloneInPlace(root, target, lock),
    run: async () => {
      await provideRclone(root, target, lock, say);
      noteRcloneInPlace(root, target, lock);
    },
  };
}

await runProgram(async () => {
  const { values: wanted } = parseArgs({
    options: {
      rclone: { type: 'boolean' },
      build: { type: 'boolean' },
      quiet: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (wanted.help === true) {
    console.log(HELP);
    return 0;
  }
  const root = fileURLToPath(new URL('..', import.meta.url));
  requireNode(root);
  /** @type {Step[]} */
  const steps = [
    { isDone: () => areDependenciesInstalled(root), run: () => installDependencies(root, say) },
    ...(wanted.rclone === true ? [rcloneStep(root)] : []),
    ...(wanted.build === true ? [{ isDone: () => isBuilt(root), run: () => build(root, say) }] : []),
  ];
  if (steps.every((step) => step.isDone())) {
    if (wanted.quiet !== true) say('Set-up: everything is in place.');
    return 0;
  }
  await oneAtATime(root, say, async () => {
    for (const step of steps) if (!step.isDone()) await step.run();
  });
  return 0;
});
