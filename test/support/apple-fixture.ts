import { test } from 'vitest';
import type { AppleSimulator } from '../simulators/apple/index.ts';
import { useApple } from '../simulators/apple/with-simulator.ts';
import { clonedComputer, signedInOnce } from './signed-in-once.ts';
import type { Computer } from './signed-in.ts';

/**
 * `it` with an Apple of its own and a computer that is signed in there. The sign-in itself, four calls of rclone, is the same
 * every time and was done once: both ends remember it.
 */
export const it = test.extend<{ apple: AppleSimulator; computer: Computer }>({
  apple: async ({ task }, use) => {
    await useApple({ task }, { signedIn: (await signedInOnce()).apple }, use);
  },
  computer: async ({ apple }, use) => {
    const computer = await clonedComputer(apple);
    await use(computer);
    await computer.close();
  },
});
