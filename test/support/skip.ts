import { describe, TestRunner } from 'vitest';

/**
 * Ends the running test here unless the condition holds: skipped on a developer's computer, with a line on stderr, but a
 * failure where `CI=true`, for a proof that is silently left out is none. For tests and `beforeEach`.
 *
 * @param what - the missing part in plain words, e.g. `gnome-keyring (apt-get install gnome-keyring)`
 */
export function needs(condition: boolean, what: string): void {
  if (condition) return;
  const test = TestRunner.getCurrentTest();
  if (test === undefined) throw new Error('needs() belongs into a test or beforeEach; see suiteNeeds()');
  failInCi(what);
  process.stderr.write(`\nSKIPPED, needs ${what}: ${test.name}\n`);
  test.context.skip(`needs ${what}`);
}

/**
 * The same for a whole suite, to be used in place of `describe`: `suiteNeeds(hasKeyring, 'gnome-keyring')('keytar', ...)`.
 */
export function suiteNeeds(condition: boolean, what: string): typeof describe | typeof describe.skip {
  if (condition) return describe;
  failInCi(what);
  process.stderr.write(`\nSKIPPED, needs ${what}: a whole suite\n`);
  return describe.skip;
}

function failInCi(what: string): void {
  if (process.env['CI'] === 'true') throw new Error(`CI must have ${what}`);
}
