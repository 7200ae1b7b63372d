/** A failure that is told in one plain message, without a stack: the cause lies outside this repository. */
export class SetupError extends Error {
  /** @override */
  name = 'SetupError';
}

/**
 * Runs a set-up program: plain failures end in their message on stderr and exit code 1, defects of the program itself
 * keep their stack.
 *
 * @param {() => Promise<number>} program answers the exit code
 * @returns {Promise<void>}
 */
export async function runProgram(program) {
  try {
    process.exitCode = await program();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}

/**
 * The most telling words of a failure: Node's fetch hides the reason ("ENOTFOUND") in `cause`.
 *
 * @param {unknown} error
 * @returns {string}
 */
export function reasonOf(error) {
  if (!(error instanceof Error)) return String(error);
  if (error.cause instanceof Error) return reasonOf(error.cause);
  if (error.message !== '') return error.message;
  return 'code' in error ? String(error.code) : error.name;
}
