import { test } from 'vitest';
import type { AppleSimulator } from '../simulators/apple/index.ts';
import { useOwnApple } from '../simulators/apple/with-simulator.ts';
import { signedInComputer, type Computer } from './signed-in.ts';

/** `it` with an Apple of its own and a computer that is signed in there. */
export const it = test.extend<{ apple: AppleSimulator; computer: Computer }>({
  apple: useOwnApple,
  computer: async ({ apple }, use) => {
    const computer = await signedInComputer(apple);
    await use(computer);
    await computer.close();
  },
});
