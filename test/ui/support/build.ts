import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Folder with the windows as they are built for a release, from the sources of this moment. */
    rendererDir: string;
    /** Whether tests take the pictures that people look at: where somebody named the files of tests. Nobody looks at those of a whole run. */
    pictures: boolean;
  }
}

/** Once for all tests of windows: takes about a second, and never tests what somebody built yesterday. */
export const setup = async (project: TestProject): Promise<() => Promise<void>> => {
  const outDir = await mkdtemp(join(tmpdir(), 'ha-icloud-backup-windows-'));
  const configFile = fileURLToPath(new URL('../../../vite.renderer.config.ts', import.meta.url));
  await build({ configFile, build: { outDir } });
  project.provide('rendererDir', outDir);
  project.provide(
    'pictures',
    process.argv.some((word) => word.includes('test/ui')),
  );
  return async () => {
    await rm(outDir, { recursive: true, force: true });
  };
};
