import { app, safeStorage } from 'electron';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { dataFolders } from '../adapters/data-folders.ts';
import { safeStorageFile } from '../adapters/safe-storage-store.ts';
import { shellWords as words } from '../shared/words/windows/shell.ts';
import { readLaunch } from './launch.ts';
import { startApp } from './start-app.ts';

// Electron is ready only after this module has run to its end, and some of its settings count before that only.
const bundleDir = join(import.meta.dirname, '..');
const resourcesDir = app.isPackaged ? process.resourcesPath : join(bundleDir, '..', 'resources');
const launch = readLaunch({ argv: process.argv, isDefaultApp: process.defaultApp });
const folders = dataFolders({
  platform: process.platform,
  environment: process.env,
  home: homedir(),
  override: launch.dataDir,
  workingFolder: process.cwd(),
});
const profileDir = join(folders.data, 'window');
// Electron's keys for secrets go by the name, and on Windows by the folder.
app.setName(words.product);

if (launch.cli === undefined) startApp({ launch, folders, profileDir, bundleDir, resourcesDir });
else {
  const { cli } = launch;
  const { answerCommandLine } = await import('./cli-mode.ts');
  if (existsSync(join(folders.data, safeStorageFile))) {
    app.setPath('userData', profileDir);
    // Electron decrypts nothing before that; on Linux it takes a display to get there.
    void app.whenReady().then(() => answerCommandLine(cli, resourcesDir, safeStorage));
  } else await answerCommandLine(cli, resourcesDir);
}
