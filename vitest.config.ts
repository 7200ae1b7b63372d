import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const alias = { electron: fileURLToPath(new URL('./src/adapters/no-electron.ts', import.meta.url)) };
const electronFake = { electron: fileURLToPath(new URL('./test/shell/electron-fake.ts', import.meta.url)) };
const deps = { inline: ['electron-store'] };

/** Real processes on a busy computer may be late once: CI asks again before it believes a failure, and says so. */
const retry = process.env['CI'] === 'true' ? 1 : 0;

/** One project per thing that has to be installed: see src/README.md. */
export default defineConfig({
  test: {
    // Vitest leaves one core free, which on two cores means one file at a time; most tests wait for processes anyway.
    maxWorkers: 2,
    projects: [
      {
        resolve: { alias },
        // Properties run many cases: a busy machine must not turn them red.
        test: {
          name: 'core',
          include: ['test/core/**/*.test.ts', 'test/cli/**/*.test.ts'],
          testTimeout: 60_000,
          server: { deps },
        },
      },
      {
        resolve: { alias },
        test: { name: 'simulators', include: ['test/simulators/**/*.test.ts'], testTimeout: 120_000, server: { deps } },
      },
      {
        resolve: { alias },
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          retry,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          server: { deps },
        },
      },
      {
        resolve: { alias: electronFake },
        test: { name: 'shell', include: ['test/shell/**/*.test.ts'], server: { deps } },
      },
      {
        // The built windows in Debian's Chromium.
        test: {
          name: 'ui',
          include: ['test/ui/**/*.test.ts'],
          retry,
          globalSetup: ['test/ui/support/build.ts'],
          // A busy machine must not turn a condition red that comes a second late.
          expect: { poll: { timeout: 20_000 } },
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
