import { expect, it } from 'vitest';
import { EnvironmentStore } from '../../src/adapters/environment-store.ts';
import { cleanToken } from '../../src/core/home-assistant/token-text.ts';
import { fakeApp } from './fake-app.ts';
import { run } from './terminal.ts';

/** What is asked for on the way in has to be what the store holds, or the sign-in is refused as another password. */
it.each([
  ['secret', 'secret'],
  ['secret\n', 'secret'],
  ['secret\r\n', 'secret'],
  ['secret \n', 'secret '],
  [' secret', ' secret'],
  ['two\nlines\n', 'two\nlines'],
])('%j in the environment is the same secret for a command and for the store', async (text, secret) => {
  const env = { HA_ICLOUD_BACKUP_TOKEN: text, HA_ICLOUD_BACKUP_APPLE_PASSWORD: text };
  const app = fakeApp();
  await run(['setup', '--url', 'h'], app, { env });
  await run(['login', '--apple-id', 'me@example.com'], app, { env });
  expect(app.asked).toContainEqual(['setUp', { url: 'h', token: secret }]);
  expect(app.asked).toContainEqual(['signIn', { appleId: 'me@example.com', password: secret }]);
  const store = new EnvironmentStore({ ...env, HA_ICLOUD_BACKUP_CONFIG_KEY: text }, () => ['k1']);
  // What a token may have around it is taken off on both ways (core/home-assistant/token-text.ts).
  expect(await store.read()).toEqual({
    applePassword: secret,
    configKey: secret,
    haTokens: { k1: cleanToken(secret) },
  });
});

it('a line end alone is no secret', async () => {
  const { code } = await run(['setup', '--url', 'h'], fakeApp(), { env: { HA_ICLOUD_BACKUP_TOKEN: '\n' } });
  expect(code).toBe(2);
});
