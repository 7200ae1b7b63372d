// Bundles everything into out/: the programs for Node, and main process, preload script and windows of the desktop app.
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));

/** One for each kind of place that code runs in. */
const configs = ['vite.config.ts', 'vite.main.config.ts', 'vite.preload.config.ts', 'vite.renderer.config.ts'];

// Each config says itself what its root is; plain paths in them are relative to the repository.
process.chdir(root);
for (const configFile of configs) await build({ configFile: `${root}/${configFile}` });
