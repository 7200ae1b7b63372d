import { test } from 'vitest';
import { startAppleSimulator, type AppleSimulator, type AppleSimulatorOptions, type LogEntry } from './index.ts';
import { newComputer, type Computer } from './run-rclone.ts';

interface Case {
  readonly task: { readonly id: string; readonly name: string };
}

/** A simulator for one case. */
export async function useApple(
  { task }: Case,
  options: AppleSimulatorOptions,
  use: (apple: AppleSimulator) => Promise<void>,
): Promise<void> {
  const apple = await startAppleSimulator(options);
  await use(apple);
  await apple.stop();
  const foreign = apple.foreignConnects();
  if (foreign.length > 0) throw new Error(`${task.name}: not Apple's: ${foreign.join(', ')}`);
}

/** With an account that no other test has. */
async function useOwnApple({ task }: Case, use: (apple: AppleSimulator) => Promise<void>): Promise<void> {
  await useApple({ task }, { account: { appleId: `case-${task.id.replace(/\W/gu, '')}@example.com` } }, use);
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
