import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const skipped = new Set(['node_modules', '.git', 'out', 'dist', 'coverage', 'fixtures', 'screenshots']);

const filesBelow = (folder: string): string[] =>
  readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    if (skipped.has(entry.name)) return [];
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return filesBelow(path);
    return entry.isFile() ? [path] : [];
  });

const files = filesBelow('');
const documents = files.filter((path) => path.endsWith('.md'));
const facts = documents.filter((path) => path.startsWith('docs/facts/'));
const textOf = (path: string): string => readFileSync(join(root, path), 'utf8');

/** Samples in a document are no headings and no links. */
const proseOf = (path: string): string => textOf(path).replaceAll(/^```[\s\S]*?^```$/gmu, '');

/** As GitHub makes an anchor of a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
const anchorsOf = (path: string): string[] =>
  [...proseOf(path).matchAll(/^#{1,6} (.+)$/gmu)].map(([, heading]) => anchorOf(heading ?? ''));

test('each fact has a name of its own', () => {
  const names = facts.flatMap(anchorsOf);
  expect(names.length).toBeGreaterThan(50);
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
});

test('every cited fact is written down', () => {
  const known = new Set(facts.flatMap(anchorsOf));
  const cited = files
    .filter((path) => /\.(?:[cm]?[jt]sx?|md|yml|css)$/u.test(path))
    .flatMap((path) => [...textOf(path).matchAll(/\bfacts#([\w-]+)/gu)].map(([, name = '']) => ({ path, name })));
  expect(cited.length).toBeGreaterThan(80);
  expect(cited.filter(({ name }) => !known.has(name))).toEqual([]);
});

test('every link in a document leads somewhere', () => {
  const broken = documents.flatMap((path) =>
    [...proseOf(path).matchAll(/\]\((?!\w+:)([^)\s]+)\)/gu)]
      .map(([, target = '']) => target)
      .filter((target) => {
        const [file = '', anchor] = target.split('#');
        const to = file === '' ? path : join(dirname(path), decodeURI(file));
        if (!existsSync(join(root, to))) return true;
        return anchor !== undefined && to.endsWith('.md') && !anchorsOf(to).includes(anchor);
      })
      .map((target) => `${path} -> ${target}`),
  );
  expect(broken).toEqual([]);
});

/** Documents name files from the root, or as the map does. */
const bases = ['', 'src/', 'src/core/'];

test('every file that a document names is there', () => {
  const absent = documents.flatMap((path) =>
    [...proseOf(path).matchAll(/`((?:[\w.-]+\/)+[\w.-]+\.(?:[cm]?[jt]sx?|json|md|yml))`/gu)]
      .map(([, name = '']) => name)
      .filter((name) => ![...bases, `${dirname(path)}/`].some((base) => existsSync(join(root, base + name))))
      .map((name) => `${path}: ${name}`),
  );
  expect(absent).toEqual([]);
});

/** What Git says, or undefined where there is none, or not all of the history. */
const git = (...args: readonly string[]): string | undefined => {
  const { status, stdout } = spawnSync('git', args, { cwd: root, encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
};
const hasHistory = git('rev-parse', '--is-shallow-repository') === 'false';

test.skipIf(!hasHistory)('every commit that a document names is in the history', () => {
  const cited = documents.flatMap((path) =>
    [...proseOf(path).matchAll(/(?:\bgit show |\bcommits? `?)([0-9a-f]{7,40})\b/gu)].map(([, hash = '']) => ({
      path,
      hash,
    })),
  );
  const isThere = (hash: string): boolean => git('merge-base', '--is-ancestor', hash, 'HEAD') !== undefined;
  expect(cited.filter(({ hash }) => !isThere(hash))).toEqual([]);
});
