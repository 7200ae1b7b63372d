import { test } from 'vitest';
import { startAppleSimulator, type AppleSimulator, type LogEntry } from './index.ts';
import { newComputer, type Computer } from './run-rclone.ts';

/** A simulator of its own for a test, with an account that no other test has. */
export async function useOwnApple(
  { task }: { readonly task: { readonly id: string } },
  use: (apple: AppleSimulator) => Promise<void>,
): Promise<void> {
  const apple = await startAppleSimulator({ account: { appleId: `case-${task.id.replace(/\W/gu, '')}@example.com` } });
  await use(apple);
  await apple.stop();
  if (apple.foreignConnects().length > 0) throw new Error(`not Apple's: ${apple.foreignConnects().join(', ')}`);
}

/** `it` with a simulator and a computer of its own for every case. */
export const it = test.extend<{ apple: AppleSimulator; computer: Computer }>({
  apple: useOwnApple,
  computer: async ({ apple }, use) => {
    const computer = await newComputer(apple);
    await use(computer);
    await computer.close();
  },
});

/** "PUT /appleauth/auth/verify/phone 200", for every request of the log. */
export function requestLines(apple: AppleSimulator, wanted: (entry: LogEntry) => boolean = () => true): string[] {
  return apple
    .log()
    .filter(wanted)
    .map((entry) => `${entry.method} ${entry.path} ${entry.status}`);
}
