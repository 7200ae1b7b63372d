import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { withPseudoLanguage } from './scripts/pseudo-language.mjs';

const electronFake = { electron: fileURLToPath(new URL('./test/shell/electron-fake.ts', import.meta.url)) };

const slowestFiles = fileURLToPath(new URL('./test/support/slowest-files.ts', import.meta.url));

/** The same words, dates and clocks on every computer; programs that tests start inherit them. */
const spoken = {
  env: { HA_ICLOUD_BACKUP_LANGUAGE: 'en-GB', TZ: 'UTC' },
  setupFiles: ['processor-time', 'in-english'].map((name) =>
    fileURLToPath(new URL(`./test/support/${name}.ts`, import.meta.url)),
  ),
};

/** They end what hangs, nothing else: a computer may be as busy as it likes. */
const hangs = { testTimeout: 300_000, hookTimeout: 300_000, expect: { poll: { timeout: 120_000, interval: 10 } } };

/** Real processes on a busy computer may be late once: CI asks again before it believes a failure, and says so. */
const retry = process.env['CI'] === 'true' ? 1 : 0;

/** One project per thing that has to be installed: see src/README.md. */
export default defineConfig({
  test: {
    // Most of the time tests wait for a process, a pause or a deadline: another file has the core meanwhile.
    maxWorkers: availableParallelism() + 2,
    reporters: [...(process.env['GITHUB_ACTIONS'] === 'true' ? ['github-actions'] : []), 'default', slowestFiles],
    projects: [
      {
        // Pure: its files share the modules of a worker, which saves a third of the time (vi.mock has no place here).
        test: {
          name: 'core',
          include: ['core', 'cli', 'adapters', 'main'].map((room) => `test/${room}/**/*.test.ts`),
          isolate: false,
          ...spoken,
          ...hangs,
        },
      },
      {
        // As `core`.
        test: { name: 'scripts', include: ['test/scripts/**/*.test.ts'], isolate: false, ...spoken, ...hangs },
      },
      {
        // As `core`: no module of theirs keeps anything.
        test: { name: 'simulators', include: ['test/simulators/**/*.test.ts'], isolate: false, ...spoken, ...hangs },
      },
      {
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          // As `core`: a worker that is warm needs a second less for each of its files.
          isolate: false,
          retry,
          ...spoken,
          ...hangs,
        },
      },
      {
        resolve: { alias: electronFake },
        test: {
          name: 'shell',
          include: ['test/shell/**/*.test.ts'],
          ...spoken,
          ...hangs,
          // It imports `electron` itself, and gets the stand-in only when it is read through vite.
          server: { deps: { inline: ['electron-store'] } },
        },
      },
      {
        // The built windows in Debian's Chromium.
        test: {
          name: 'ui',
          include: ['test/ui/**/*.test.ts'],
          // As `core`; and its files share a browser.
          isolate: false,
          retry,
          globalSetup: ['test/ui/support/build.ts'],
          ...spoken,
          ...hangs,
        },
      },
      {
        // Everything in letters with accents, between brackets: what is plain was in no message.
        plugins: [withPseudoLanguage()],
        resolve: { alias: electronFake },
        test: {
          name: 'pseudo',
          include: ['test/pseudo/**/*.test.ts'],
          globalSetup: ['test/pseudo/build.ts'],
          ...spoken,
          env: { ...spoken.env, HA_ICLOUD_BACKUP_LANGUAGE: 'pseudo-GB' },
          ...hangs,
        },
      },
    ],
  },
});
