import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** How the package begins: an object of settings that nobody can hand in. */
const settings = 'var Module=typeof Module!="undefined"?Module:{};';

/**
 * Puts SQLite's WebAssembly into the bundle. The package would look for it beside its own file, which a bundle does not have;
 * and inside of the app's archive it is under the eyes of the integrity check.
 *
 * @returns {import('vite').Plugin}
 */
export const sqliteInside = () => ({
  name: 'sqlite-inside',
  enforce: 'pre',
  transform: {
    filter: { id: /node-sqlite3-wasm\.js$/ },
    handler(code, id) {
      if (!code.includes(settings)) throw new Error(`${id} does not begin as it did: see scripts/sqlite-inside.mjs.`);
      const wasm = readFileSync(join(dirname(id), 'node-sqlite3-wasm.wasm')).toString('base64');
      // Its only other use of the folder is to find that file.
      const inside = `var Module={wasmBinary:Buffer.from("${wasm}","base64")};`;
      return { code: code.replace(settings, () => inside).replaceAll('__dirname', '""'), map: null };
    },
  },
});
