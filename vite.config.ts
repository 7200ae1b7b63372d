import { existsSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { axiosOverHttp } from './scripts/axios-over-http.mjs';
import { sqliteInside } from './scripts/sqlite-inside.mjs';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Every program of this repository that runs in plain Node, by the name of its bundle in `out/`. */
const programs: Record<string, string> = {
  cli: 'src/cli/main.ts',
  'proof-worker': 'src/adapters/proof-worker.ts',
  demo: 'test/demo/main.ts',
  bench: 'test/bench/main.ts',
  chaos: 'test/chaos/main.ts',
  gallery: 'test/gallery/main.ts',
  'real-ha': 'test/real-ha/main.ts',
  'sim-home-assistant': 'test/simulators/home-assistant/main.ts',
  'sim-apple': 'test/simulators/apple/main.ts',
};

export default defineConfig({
  plugins: [axiosOverHttp(), sqliteInside()],
  ssr: { noExternal: true, external: ['keytar', 'playwright-core'] },
  build: {
    ssr: true,
    target: 'node20',
    outDir: 'out',
    emptyOutDir: false,
    sourcemap: true,
    minify: false,
    reportCompressedSize: false,
    rolldownOptions: {
      external: ['keytar', 'playwright-core', /^node:/, ...builtinModules],
      input: Object.fromEntries(
        Object.entries(programs)
          .map(([name, path]) => [name, here(path)] as const)
          .filter(([, path]) => existsSync(path)),
      ),
      output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js', format: 'es' },
    },
  },
  logLevel: 'warn',
});
