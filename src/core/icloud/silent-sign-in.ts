import type { Clock } from '../ports/clock.ts';
import { within, type Gates } from '../state/gates.ts';
import type { Cell } from '../state/json-file.ts';
import { appleBudget } from './apple-budget.ts';
import type { SilentSignIn } from './drive-calls.ts';

const { silentSignInEveryMs: everyMs } = appleBudget;

/**
 * At most one sign-in without the user in 24 hours, also over restarts: each one costs an e-mail from Apple
 * (facts#apple-sessions).
 */
export const silentSignInGate = (gates: Cell<Gates>, clock: Clock): SilentSignIn => ({
  allowed: async () => within((await gates.read()).silentSignIns, everyMs, clock.now()).length === 0,
  used: async () => {
    const now = clock.now();
    await gates.update((current) => ({
      ...current,
      silentSignIns: [...within(current.silentSignIns, everyMs, now), now.toISOString()],
    }));
  },
});
