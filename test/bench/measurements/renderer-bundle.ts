import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { atMost, measured, type Measurement } from '../measurement.ts';

const all = 'windows-all';
const kilobyte = 1000;
const target = 40;

/**
 * What a window reads before its first page stands: its own file, and the page's where that is one of its own. Everything
 * else is read while nobody waits for it, or when it is opened.
 */
export const windows = {
  'windows-home': { html: 'index.html', later: ['messages-en-base', 'home', 'messages-en-home'] },
  'windows-setup': {
    html: 'index.html',
    later: ['messages-en-base', 'setup-page', 'setup', 'messages-en-choices', 'messages-en-sign-in'],
  },
  'windows-prompt': { html: 'prompt.html', later: ['messages-en-base', 'messages-en-sign-in'] },
} as const;

interface WindowFiles {
  readonly html: string;
  /** Names of the files of the page and of its messages, without their hashes: they are read by `import()`. */
  readonly later: readonly string[];
}

/** Everything that a file of `out/renderer` cannot do without: scripts and styles of a page, imports of a script. */
const neededBy = (folder: string, file: string): string[] => {
  const text = readFileSync(join(folder, file), 'utf8');
  const addresses = file.endsWith('.html')
    ? /(?:src|href)="\.\/(assets\/[^"]+)"/g
    : /(?:from|import)\s*["'`]\.\/([^"'`]+)/g;
  const below = file.endsWith('.html') ? '' : 'assets/';
  return file.endsWith('.css') ? [] : [...text.matchAll(addresses)].map(([, name = '']) => `${below}${name}`);
};

/** Files below `folder`. Error: one of those that are read later is not there. */
export const readFirst = (folder: string, { html, later }: WindowFiles): readonly string[] => {
  const found = new Set<string>();
  const read = (file: string): void => {
    if (found.has(file)) return;
    found.add(file);
    neededBy(folder, file).forEach(read);
  };
  read(html);
  const files = readdirSync(join(folder, 'assets'));
  for (const name of later) {
    const matching = files.filter((file) => file.replace(/-[\w-]{8}\.js$/, '') === name);
    if (matching.length !== 1) throw new Error(`${matching.length} files of ${name} in ${folder}`);
    matching.forEach((file) => read(`assets/${file}`));
  }
  return [...found];
};

const filesOf = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => /\.(?:js|css|html)$/.test(file));

/** Kilobytes of files as they would cross a network, each by itself: no window does that, but the measure is a known one. */
const gzipped = (folder: string, files: readonly string[]): number =>
  files.reduce((sum, file) => sum + gzipSync(readFileSync(join(folder, file)), { level: 9 }).length, 0) / kilobyte;

/** Needs nothing but `out/renderer`, as `npm run build` leaves it. */
export const rendererBundle: Measurement = {
  names: [all, ...Object.keys(windows)],
  what: 'the built windows after gzip, with the words of one language: all of them, and what each reads before its first page',
  run: async ({ stand, say }) => {
    const folder = join(stand.resourcesDir, '..', 'out', 'renderer');
    const files = filesOf(folder);
    for (const file of files) say(`  ${gzipped(folder, [file]).toFixed(1)} kB ${file}`);
    return await Promise.resolve([
      measured(all, gzipped(folder, files), 'kB'),
      ...Object.entries(windows).map(([name, files]) =>
        atMost(name, gzipped(folder, readFirst(folder, files)), 'kB', target),
      ),
    ]);
  },
};
