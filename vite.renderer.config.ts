import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The windows: the main one, and the small one that asks for Apple's code. Served as `app://` pages under a strict CSP. */
const pages = ['index', 'prompt'];

const at = (pattern: string): RegExp => new RegExp(pattern.replaceAll('/', String.raw`[\\/]`));

const languageOf = (id: string): string => /[\\/]messages[\\/](\w+)[\\/]/.exec(id)?.[1] ?? '';

/** What is read together of the messages of a language (src/messages/en/windows/index.ts). */
const messagesOf = {
  base: 'safety|plan|times|app-password|windows/(?:index|base|common|running)',
  home: 'windows/(?:home|restore|search)',
  choices: 'settings|windows/(?:choices|keys)',
  'sign-in': 'windows/prompt',
};

/**
 * Each page of the main window is read when it is opened (renderer/main/main.tsx). What several pages share is one of these
 * files; left to itself, the bundler would make one of every few components. A restore shows what Home shows: the two are one.
 * test/ui/pages.test.ts says which files come of it, and which of them a window reads first.
 */
const files = [
  {
    name: 'base',
    test: at(
      '/node_modules/|/renderer/base/|/renderer/main/(?:is-news|accept|not-there|details/open|sheet/sheet-slot)|/src/shared/|/src/messages/[^/]+$',
    ),
  },
  // Of each language a file for what every window says, and one for each page: a window reads its own.
  ...Object.entries(messagesOf).map(([part, names]) => ({
    name: (id: string) => `messages-${languageOf(id)}-${part}`,
    debugName: `messages-${part}`,
    test: at(`/src/messages/[^/]+/(?:${names})[.]ts$`),
  })),
  { name: 'sign-in', test: at('/renderer/prompt/'), minShareCount: 2 },
  { name: 'choices', test: at('/renderer/(?:choices|setup|settings)/'), minShareCount: 2 },
  {
    name: 'home',
    test: at(
      '/renderer/main/(?!main|missing-page|notices|is-news|accept|activity|history|log|details|sheet/|not-there|restored-page|ways-back|storage|moved-home|file/)',
    ),
  },
  { name: 'way-back', test: at('/renderer/main/(?:details/(?!open|details-slot)|restored-page|ways-back)') },
];

/**
 * Vite's own helper for `import()` fetches styles and asks ahead for modules. All styles of the windows are one file, and all
 * files are on this computer: nothing is left for it to do.
 */
const plainImports: Plugin = {
  name: 'plain-imports',
  enforce: 'pre',
  load: {
    filter: { id: /vite\/preload-helper/ },
    handler: () => 'export const __vitePreload = (load) => load();',
  },
};

export default defineConfig({
  root: here('./renderer'),
  // The pages are served from a folder of their own; nothing may point to the root of a server.
  base: './',
  plugins: [plainImports],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: here('./out/renderer'),
    emptyOutDir: true,
    // For the notices of a package (scripts/notices.mjs), which leaves the maps out.
    sourcemap: 'hidden',
    // Chromium of the oldest Electron that the tests use.
    target: 'chrome130',
    modulePreload: false,
    // Smaller than the parts would be, and no page is ever without its styles.
    cssCodeSplit: false,
    // `font-src` and most other sources are none: everything is a file of its own, nothing a data: address.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    rolldownOptions: {
      output: { codeSplitting: { groups: files } },
      input: Object.fromEntries(
        pages.map((page) => [page, here(`./renderer/${page}.html`)] as const).filter(([, path]) => existsSync(path)),
      ),
    },
  },
  logLevel: 'warn',
});
