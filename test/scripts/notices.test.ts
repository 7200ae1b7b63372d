import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { packageFolders, thirdPartyNotices } from '../../scripts/notices.mjs';

let root = '';
const write = (path: string, content: unknown): void => {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
};
const addPackage = (folder: string, name: string, version: string, files: Readonly<Record<string, string>>): void => {
  write(`${folder}/package.json`, { name, version, license: 'MIT' });
  for (const [file, text] of Object.entries(files)) write(`${folder}/${file}`, text);
};

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'notices-'));
  addPackage('node_modules/keytar', 'keytar', '7.0.0', { 'LICENSE.md': 'keytar people' });
  addPackage('node_modules/which', 'which', '5.0.0', { LICENSE: 'which, the newer' });
  addPackage('node_modules/spawn/node_modules/which', 'which', '2.0.2', { LICENSE: 'which, the older' });
  addPackage('node_modules/@scope/signals', '@scope/signals', '1.0.0', {
    'README.md': '# signals\n\nHow to.\n\n## License\n\nsignals people',
  });
  addPackage('node_modules/bare', 'bare', '1.0.0', {});
  write('out/main/chunks/a.js.map', {
    sources: ['../../../src/a.ts', '../../../node_modules/spawn/node_modules/which/which.js'],
  });
  write('out/preload/index.cjs.map', { sources: ['../../src/preload/index.ts'] });
  write('out/renderer/assets/b.js.map', {
    sources: ['../../../node_modules/@scope/signals/dist/signals.mjs', '../../../node_modules/bare/bare.js'],
  });
});
afterEach(() => rmSync(root, { recursive: true }));

it('names what the bundles were made of and what lies beside them, in the version that is inside', () => {
  expect([...packageFolders(root)].sort()).toEqual(
    ['@scope/signals', 'bare', 'keytar', 'spawn/node_modules/which'].map((name) => join(root, 'node_modules', name)),
  );
  const text = thirdPartyNotices(root);
  expect(text).toContain('which 2.0.2 (MIT)\n\nwhich, the older\n');
  expect(text).not.toContain('which 5.0.0');
});

it('takes the licence from the README where it is nowhere else, and names it at least', () => {
  const text = thirdPartyNotices(root);
  expect(text).toContain('@scope/signals 1.0.0 (MIT)\n\n## License\n\nsignals people\n');
  expect(text).toContain('bare 1.0.0 (MIT)\n\nIts makers added no text: MIT.\n');
});

it.each(['main', 'preload', 'renderer'])('wants the maps of %s', (bundle) => {
  rmSync(join(root, 'out', bundle), { recursive: true });
  expect(() => thirdPartyNotices(root)).toThrow('no source maps');
});

it('is no list with gaps: a package without a licence, or one that is gone, ends the build', () => {
  write('node_modules/bare/package.json', { name: 'bare', version: '1.0.0' });
  expect(() => thirdPartyNotices(root)).toThrow('bare 1.0.0 names no licence');
  rmSync(join(root, 'node_modules/bare'), { recursive: true });
  expect(() => thirdPartyNotices(root)).toThrow('in a bundle, but gone');
});
