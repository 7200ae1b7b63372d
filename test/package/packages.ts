import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { programIn, resourcesOf } from '../../scripts/packed-program.mjs';

export const root = fileURLToPath(new URL('../..', import.meta.url));
export const target = `${process.platform}-${process.arch}`;

const folderFrom = (variable: string): string => {
  const folder = process.env[variable];
  if (folder === undefined) throw new Error('start these tests with npm run test:package');
  return folder;
};

/** As it is released. */
export const release = ((): { folder: string; program: string; programFolder: string; resources: string } => {
  const folder = folderFrom('PACKAGE_RELEASE');
  const program = programIn(folder);
  return { folder, program, programFolder: dirname(program), resources: resourcesOf(program) };
})();

/** Made elsewhere, so not by this clone's own hooks. */
export const isGiven = process.env['PACKAGE_IS_GIVEN'] === 'true';

/** The same, but it may be driven. */
export const inspectable = programIn(folderFrom('PACKAGE_INSPECTOR'));

/** Root starts no sandbox. */
export const sandbox: readonly string[] = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
