import { app, safeStorage } from 'electron';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { keepOutOfCoreDumps } from '../adapters/core-dumps.ts';
import { dataFolders } from '../adapters/data-folders.ts';
import { forgetForeignOrders, ownEnvironment, type Way } from '../adapters/own-environment.ts';
import { safeStorageFile } from '../adapters/safe-storage-store.ts';
import { readLaunch } from './launch.ts';
import { startApp } from './start-app.ts';
import { spokenFor } from '../messages/locale.ts';
import { speak } from '../messages/messages.ts';
import { productName } from './product-name.ts';

// Before there is a secret in its memory.
keepOutOfCoreDumps();
// Electron is ready only after this module has run to its end, and some of its settings count before that only (facts#electron).
const bundleDir = join(import.meta.dirname, '..');
// To Electron a packaged program that somebody called "electron" is none.
const isPackaged = app.isPackaged || bundleDir.includes('.asar');
const resourcesDir = isPackaged ? process.resourcesPath : join(bundleDir, '..', 'resources');
// In the archive, whose integrity Electron checks, and not beside the executable: an attacker who replaced the one would replace the other.
const rcloneLock = isPackaged ? join(bundleDir, 'rclone.lock.json') : undefined;
const launch = readLaunch({ argv: process.argv, isDefaultApp: process.defaultApp });
const packagedWay: Way = launch.cli === undefined ? 'packaged-window' : 'packaged-cli';
const variables = ownEnvironment(process.env, isPackaged ? packagedWay : 'source', process.platform);
if (isPackaged) forgetForeignOrders(process.env);
const folders = dataFolders({
  platform: process.platform,
  environment: variables.environment,
  home: homedir(),
  override: launch.dataDir,
  workingFolder: process.cwd(),
});
const profileDir = join(folders.data, 'window');
// Electron's keys for secrets go by the name, and on Windows by the folder.
app.setName(productName);
// Whatever goes wrong from here on is said in words. The region is known later (start-app.ts).
await speak(spokenFor(variables.environment, { languages: app.getPreferredSystemLanguages() }));

if (launch.cli === undefined) startApp({ launch, folders, profileDir, bundleDir, resourcesDir, rcloneLock, variables });
else {
  const { cli } = launch;
  const { answerCommandLine } = await import('./cli-mode.ts');
  if (existsSync(join(folders.data, safeStorageFile))) {
    app.setPath('userData', profileDir);
    // Electron decrypts nothing before that; on Linux it takes a display to get there.
    void app.whenReady().then(() => answerCommandLine(cli, { resourcesDir, rcloneLock, variables }, safeStorage));
  } else await answerCommandLine(cli, { resourcesDir, rcloneLock, variables });
}
