/** What takes longer than this hangs. Milliseconds. */
const patienceMs = 30_000;

/** Waits for the end of a process; one that does not end is killed, and the test is told: teardowns have no deadline of their own. */
export const endWithin = async (
  what: string,
  ended: Promise<unknown>,
  kill: () => void,
  ms = patienceMs,
): Promise<void> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), ms);
  });
  const first = await Promise.race([ended, late]);
  clearTimeout(timer);
  if (first !== 'late') return;
  kill();
  await ended;
  throw new Error(`${what} did not end within ${ms / 1000} s and was killed`);
};
