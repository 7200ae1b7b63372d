// `npm run lockfile`: package-lock.json must install the same everywhere. Exit 0 good, 1 with every problem named.
import { readFileSync } from 'node:fs';
import { findLockfileProblems } from './lockfile.mjs';
import { runProgram } from './setup-error.mjs';

/**
 * @template T
 * @param {string} name
 * @returns {T}
 */
const readJson = (name) => JSON.parse(readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8'));

await runProgram(() => {
  /** @type {import('./lockfile.mjs').Lockfile} */
  const lockfile = readJson('package-lock.json');
  /** @type {import('./lockfile.mjs').Manifest} */
  const manifest = readJson('package.json');
  const problems = findLockfileProblems(lockfile, manifest);
  if (problems.length === 0) {
    console.log(`package-lock.json is complete: ${Object.keys(lockfile.packages).length - 1} packages`);
    return Promise.resolve(0);
  }
  console.error(`package-lock.json has ${problems.length} problem(s):\n  ${problems.join('\n  ')}`);
  return Promise.resolve(1);
});
