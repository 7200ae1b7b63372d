import { defineConfig } from 'vitest/config';

/** Started by test/e2e/run.mjs, which brings Electron, a screen, a bus and a keyring. One app at a time. */
export default defineConfig({
  test: {
    name: 'e2e',
    include: ['test/e2e/**/*.test.ts'],
    fileParallelism: false,
    // A real desktop may be late once: CI asks again before it believes a failure, and says so.
    retry: process.env['CI'] === 'true' ? 1 : 0,
    // What hangs as a whole (no bus, no screen) does not have to be seen in every case.
    bail: process.env['CI'] === 'true' ? 3 : 0,
    // Each case is told when it is over: a reader of a log that stops sees where.
    reporters: ['verbose'],
    testTimeout: 180_000,
    hookTimeout: 60_000,
  },
});
