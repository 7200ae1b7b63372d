import { dayMs } from '../domain/retention.ts';
import type { Clock } from '../ports/clock.ts';
import { within, type Gates } from '../state/gates.ts';
import type { JsonFile } from '../state/json-file.ts';
import type { SilentSignIn } from './drive-calls.ts';

/** At most one sign-in without the user in 24 hours, also over restarts: each one costs an e-mail from Apple (facts 12). */
export const silentSignInGate = (gates: JsonFile<Gates>, clock: Clock): SilentSignIn => ({
  allowed: async () => within((await gates.read()).silentSignIns, dayMs, clock.now()).length === 0,
  used: async () => {
    const now = clock.now();
    await gates.update((current) => ({
      ...current,
      silentSignIns: [...within(current.silentSignIns, dayMs, now), now.toISOString()],
    }));
  },
});
