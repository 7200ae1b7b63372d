import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { sqliteInside } from '../../scripts/sqlite-inside.mjs';

export interface BundledProgram {
  /** For `process.execPath`. */
  readonly file: string;
  remove(): Promise<void>;
}

/** Where keytar is, or just its name on computers without it: from the bundle's folder, nobody would find it. */
const findKeytar = (): string => {
  try {
    return createRequire(import.meta.url).resolve('keytar');
  } catch {
    return 'keytar';
  }
};

/** Makes one plain file of a TypeScript program, for tests that need processes of their own: Node 20 runs no TypeScript. */
export const bundleProgram = async (entry: URL): Promise<BundledProgram> => {
  const keytar = findKeytar();
  const folder = await mkdtemp(join(tmpdir(), 'program-'));
  await build({
    configFile: false,
    plugins: [sqliteInside()],
    logLevel: 'error',
    resolve: { alias: { keytar } },
    ssr: { noExternal: true },
    build: {
      ssr: fileURLToPath(entry),
      outDir: folder,
      emptyOutDir: false,
      target: 'node20',
      rolldownOptions: { external: [/^node:/, keytar], output: { entryFileNames: 'program.mjs', format: 'es' } },
    },
  });
  return { file: join(folder, 'program.mjs'), remove: () => rm(folder, { recursive: true, force: true }) };
};
