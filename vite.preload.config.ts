import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** What a sandboxed window loads first: one CommonJS file that requires nothing but `electron`. */
export default defineConfig({
  ssr: { noExternal: true, external: ['electron'] },
  build: {
    ssr: true,
    target: 'chrome130',
    outDir: here('./out/preload'),
    emptyOutDir: true,
    // For the notices of a package (scripts/notices.mjs), which leaves the maps out.
    sourcemap: 'hidden',
    minify: false,
    reportCompressedSize: false,
    rolldownOptions: {
      external: ['electron'],
      input: { index: here('./src/preload/index.ts') },
      output: { entryFileNames: '[name].cjs', format: 'cjs' },
    },
  },
  logLevel: 'warn',
});
