import { builtinModules } from 'node:module';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { axiosOverHttp } from './scripts/axios-over-http.mjs';
import { sqliteInside } from './scripts/sqlite-inside.mjs';
import { projectPage } from './scripts/project-page.mjs';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The app's main process: one program of ES modules, with everything inside but Electron and the keychain. */
export default defineConfig({
  plugins: [axiosOverHttp(), sqliteInside()],
  define: {
    PROJECT_PAGE: JSON.stringify(projectPage(new URL('./package.json', import.meta.url), process.env) ?? null),
  },
  ssr: { noExternal: true, external: ['electron', 'keytar'] },
  build: {
    ssr: true,
    // Node of the oldest Electron that the tests use.
    target: 'node20',
    outDir: here('./out/main'),
    emptyOutDir: true,
    sourcemap: true,
    minify: false,
    reportCompressedSize: false,
    rolldownOptions: {
      external: ['electron', 'keytar', /^node:/, ...builtinModules],
      input: { index: here('./src/main/index.ts'), 'proof-worker': here('./src/adapters/proof-worker.ts') },
      output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js', format: 'es' },
    },
  },
  logLevel: 'warn',
});
