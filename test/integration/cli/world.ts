import { expect, test } from 'vitest';
import { startAppleSimulator, type AppleSimulator } from '../../simulators/apple/index.ts';
import { startHomeAssistantSimulator, type HomeAssistantSimulator } from '../../simulators/home-assistant/index.ts';
import { Server } from './program.ts';

export interface World {
  readonly apple: AppleSimulator;
  readonly home: HomeAssistantSimulator;
  readonly server: Server;
}

/** Each case has an Apple, a Home Assistant and a server of its own. */
export const it = test.extend<World>({
  apple: async ({ task }, use) => {
    const apple = await startAppleSimulator({ account: { appleId: `cli-${task.id.replace(/\W/g, '')}@example.com` } });
    await use(apple);
    await apple.stop();
  },
  home: async ({ task }, use) => {
    const home = await startHomeAssistantSimulator({
      encryptionKeySet: true,
      automatic: {},
      name: 'Home',
      seed: task.id,
    });
    await use(home);
    await home.stop();
  },
  server: async ({ apple, home }, use) => {
    const server = await Server.open(apple, home.token);
    await use(server);
    await server.close();
  },
});

/** Set up and signed in. */
export const settle = async ({ apple, home, server }: World): Promise<void> => {
  const setup = await server.run(['setup', '--url', home.url]);
  expect([0, 4]).toContain(setup.code);
  const login = await server.run(['login', '--apple-id', apple.account.appleId], `${apple.account.deviceCode}\n`);
  expect(login, login.stderr).toMatchObject({ code: 0 });
};

export const tarsOf = (apple: AppleSimulator): string[] =>
  apple
    .files()
    .map(({ path }) => path)
    .filter((path) => path.endsWith('.tar'));

/** Sends the signal when the first such line comes, once: the second one would end the program without its last words. */
export const signalOnce = async (
  program: ReturnType<Server['start']>,
  signal: NodeJS.Signals,
  pattern: RegExp,
): Promise<Awaited<ReturnType<Server['start']>>> => {
  let isSent = false;
  for await (const line of program) {
    if (!isSent && pattern.test(line)) isSent = program.kill(signal);
  }
  return await program;
};
