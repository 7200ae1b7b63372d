import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The windows: the main one, and the small one that asks for Apple's code. Served as `app://` pages under a strict CSP. */
const pages = ['index', 'prompt'];

export default defineConfig({
  root: here('./renderer'),
  // The pages are served from a folder of their own; nothing may point to the root of a server.
  base: './',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: here('./out/renderer'),
    emptyOutDir: true,
    // For the notices of a package (src/setup/notices.mjs), which leaves the maps out.
    sourcemap: 'hidden',
    // Chromium of the oldest Electron that the tests use.
    target: 'chrome130',
    modulePreload: { polyfill: false },
    // `font-src` and most other sources are none: everything is a file of its own, nothing a data: address.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    rolldownOptions: {
      output: {
        // The catalogue is a file of its own, and another language another one.
        codeSplitting: { groups: [{ name: 'words', test: /src[\\/]shared[\\/]words/ }] },
      },
      input: Object.fromEntries(
        pages.map((page) => [page, here(`./renderer/${page}.html`)] as const).filter(([, path]) => existsSync(path)),
      ),
    },
  },
  logLevel: 'warn',
});
