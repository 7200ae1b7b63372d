import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import type { TestProject } from 'vitest/node';
import { makePseudoLanguage, pseudoFolder, withPseudoLanguage } from '../../scripts/pseudo-language.mjs';

/** The language of this moment, and the windows with it. */
export const setup = async (project: TestProject): Promise<() => Promise<void>> => {
  makePseudoLanguage();
  const outDir = await mkdtemp(join(tmpdir(), 'ha-icloud-backup-pseudo-'));
  const configFile = fileURLToPath(new URL('../../vite.renderer.config.ts', import.meta.url));
  await build({ configFile, build: { outDir }, plugins: [withPseudoLanguage()] });
  project.provide('rendererDir', outDir);
  return async () => {
    await rm(outDir, { recursive: true, force: true });
    // English changes; what was made of it yesterday would be in the way of tests that read all sources.
    await rm(pseudoFolder, { recursive: true, force: true });
  };
};
