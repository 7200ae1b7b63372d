import { test } from 'vitest';
import { startAppleSimulator, type AppleSimulator } from '../simulators/apple/index.ts';
import { signedInComputer, type Computer } from './signed-in.ts';

/** `it` with an Apple of its own and a computer that is signed in there. */
export const it = test.extend<{ apple: AppleSimulator; computer: Computer }>({
  apple: async ({ task }, use) => {
    const apple = await startAppleSimulator({
      account: { appleId: `case-${task.id.replace(/\W/gu, '')}@example.com` },
    });
    await use(apple);
    await apple.stop();
    if (apple.foreignConnects().length > 0) throw new Error(`not Apple's: ${apple.foreignConnects().join(', ')}`);
  },
  computer: async ({ apple }, use) => {
    const computer = await signedInComputer(apple);
    await use(computer);
    await computer.close();
  },
});
