import { defineConfig } from 'vitest/config';

/** Started by test/package/run.mjs, which makes the packages and brings a screen, a bus and a keyring. */
export default defineConfig({
  test: {
    name: 'package',
    include: ['test/package/**/*.test.ts'],
    fileParallelism: false,
    // A real desktop may be late once: CI asks again before it believes a failure, and says so.
    retry: process.env['CI'] === 'true' ? 1 : 0,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
