// `npm run dev` starts this by way of the demo's stage (test/demo/app.ts): the desktop app, which follows its sources.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { provideElectron } from './provide-electron.mjs';
import { runProgram } from './setup-error.mjs';
import { watchApp } from './watch-app.mjs';

await runProgram(async () => {
  const root = fileURLToPath(new URL('..', import.meta.url));
  process.chdir(root);
  const end = new AbortController();
  process.on('SIGINT', () => end.abort()).on('SIGTERM', () => end.abort());
  return await watchApp({
    electron: provideElectron(root),
    root,
    args: process.argv.slice(2),
    watched: [
      { configFile: join(root, 'vite.main.config.ts'), then: 'restart' },
      { configFile: join(root, 'vite.preload.config.ts'), then: 'restart' },
      { configFile: join(root, 'vite.renderer.config.ts'), then: 'reload' },
    ],
    say: (line) => console.error(line),
    signal: end.signal,
  });
});
