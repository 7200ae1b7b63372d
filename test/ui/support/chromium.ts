import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser } from 'playwright-core';

/** The first is Debian's Chromium without a screen: it shows the same pages for half of the processor time. */
const names = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** A browser of the system, by its usual names in PATH. */
export const chromiumPath = (process.env['PATH'] ?? '')
  .split(delimiter)
  .flatMap((folder) => names.map((name) => join(folder, name)))
  .find(isExecutable);

export const chromiumWish = 'Chromium (apt-get install chromium-headless-shell)';

/** Call in `beforeAll` only where `chromiumPath` is there. */
export const launchChromium = async (): Promise<Browser> =>
  await chromium.launch({
    executablePath: chromiumPath ?? '',
    args: [
      // Nothing leaves this computer.
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
      // Chromium refuses its sandbox to root, whom containers like to be.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ],
    // A desktop has a system font worth looking at; a bare container says `system-ui` and means whatever is there.
    env: { ...process.env, FONTCONFIG_FILE: fileURLToPath(new URL('fonts.conf', import.meta.url)) },
  });
