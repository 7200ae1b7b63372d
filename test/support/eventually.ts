import { vi } from 'vitest';

/** Ends what hangs, nothing else: a computer may be as busy as it likes. Shorter than a test's own limit, so that this says why. */
const hangsAfterMs = 120_000;
const oftenMs = 10;

/** Resolves as soon as the check passes, with what it gives. */
export const eventually = <T>(check: () => T | Promise<T>): Promise<T> =>
  vi.waitFor(check, { timeout: hangsAfterMs, interval: oftenMs });

/** Something to wait for that ends when the test says so. */
export const gate = (): { readonly open: () => void; readonly passed: Promise<void> } => {
  let open = (): void => undefined;
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, passed };
};
