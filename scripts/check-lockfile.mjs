// `npm run lockfile`: package-lock.json must install the same everywhere. Exit 0 good, 1 with every problem named.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readJson } from './json.mjs';
import { findLockfileProblems } from './lockfile.mjs';
import { runProgram } from './setup-error.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

await runProgram(() => {
  const lockfile = /** @type {import('./lockfile.mjs').Lockfile} */ (readJson(join(root, 'package-lock.json')));
  const manifest = /** @type {import('./lockfile.mjs').Manifest} */ (readJson(join(root, 'package.json')));
  const problems = findLockfileProblems(lockfile, manifest);
  if (problems.length === 0) {
    console.log(`package-lock.json is complete: ${Object.keys(lockfile.packages).length - 1} packages`);
    return Promise.resolve(0);
  }
  console.error(`package-lock.json has ${problems.length} problem(s):\n  ${problems.join('\n  ')}`);
  return Promise.resolve(1);
});
