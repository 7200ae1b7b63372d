import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { atMost, type Measurement } from '../measurement.ts';

const all = 'windows-all';
const code = 'windows-code';
const words = 'windows-words';
const styles = 'windows-styles';
const kilobyte = 1000;

/** Size of one file as it would cross a network: no window does that, but the measure is one that people know. */
const gzipped = (file: string): number => gzipSync(readFileSync(file), { level: 9 }).length;

const filesOf = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => /\.(?:js|css|html)$/.test(file));

/**
 * The built windows by what they consist of: the programs with Preact and signals; the words of one language, which are a
 * file of their own (vite.renderer.config.ts); styles and pages. Kilobytes after gzip.
 */
export const rendererSizes = (folder: string): Readonly<Record<'code' | 'words' | 'styles', number>> => {
  const files = filesOf(folder);
  const sum = (wanted: (file: string) => boolean): number =>
    files.filter(wanted).reduce((total, file) => total + gzipped(join(folder, file)), 0) / kilobyte;
  const isWords = (file: string): boolean => basename(file).startsWith('words-');
  return {
    code: sum((file) => file.endsWith('.js') && !isWords(file)),
    words: sum((file) => file.endsWith('.js') && isWords(file)),
    styles: sum((file) => !file.endsWith('.js')),
  };
};

/** Needs nothing but `out/renderer`, as `npm run build` leaves it. */
export const rendererBundle: Measurement = {
  names: [all, code, words, styles],
  what: 'the built windows after gzip: programs with Preact and signals, words of one language, styles and pages',
  run: async ({ stand, say }) => {
    const folder = join(stand.resourcesDir, '..', 'out', 'renderer');
    for (const file of filesOf(folder)) say(`  ${(gzipped(join(folder, file)) / kilobyte).toFixed(1)} kB ${file}`);
    const sizes = rendererSizes(folder);
    return await Promise.resolve([
      atMost(all, sizes.code + sizes.words + sizes.styles, 'kB', 40),
      atMost(code, sizes.code, 'kB', 40),
      atMost(words, sizes.words, 'kB', 25),
      atMost(styles, sizes.styles, 'kB', 10),
    ]);
  },
};
