import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));

interface Import {
  readonly from: string;
  readonly to: string;
  /** Gone after compiling: it cannot bring a module into a circle. */
  readonly isType: boolean;
}

const sourcesBelow = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !name.includes('node_modules'))
    .map((name) => join(folder, name).split(sep).join('/'));

/** `import`, `export ... from` and `import()` of files of this project. */
const importsOf = (path: string): Import[] => {
  const source = ts.createSourceFile(path, readFileSync(join(root, path), 'utf8'), ts.ScriptTarget.Latest, true);
  const found: Import[] = [];
  const note = (specifier: ts.Node | undefined, isType: boolean): void => {
    if (!specifier || !ts.isStringLiteral(specifier) || !/^\..*\.tsx?$/.test(specifier.text)) return;
    const to = relative(root, join(root, dirname(path), specifier.text))
      .split(sep)
      .join('/');
    if (existsSync(join(root, to))) found.push({ from: path, to, isType });
    else expect.fail(`${path} imports ${specifier.text}, which is not there`);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) note(node.moduleSpecifier, isTypeOnly(node.importClause));
    if (ts.isExportDeclaration(node)) note(node.moduleSpecifier, node.isTypeOnly);
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      note(node.arguments[0], false);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
};

const isTypeOnly = (clause: ts.ImportClause | undefined): boolean => {
  if (!clause) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const { name, namedBindings } = clause;
  if (name || !namedBindings || !ts.isNamedImports(namedBindings)) return false;
  return namedBindings.elements.length > 0 && namedBindings.elements.every(({ isTypeOnly: only }) => only);
};

const imports = [...sourcesBelow('src'), ...sourcesBelow('renderer')].flatMap(importsOf);

/** What each room may import besides itself; src/README.md has the same as a picture. */
const below: Readonly<Record<string, readonly string[]>> = {
  'src/shared': [],
  'src/messages': ['src/shared'],
  'src/core': ['src/shared'],
  'src/adapters': ['src/core', 'src/shared'],
  'src/cli': ['src/core', 'src/adapters', 'src/messages', 'src/shared'],
  'src/main': ['src/core', 'src/adapters', 'src/messages', 'src/shared', 'src/cli'],
  'src/preload': ['src/shared'],
  renderer: ['src/messages', 'src/shared'],
};

/** Inside the core: what a room must never look into. */
const forbidden: Readonly<Record<string, readonly string[]>> = {
  'src/core/domain': ['archive', 'commands', 'home-assistant', 'icloud', 'settings', 'state', 'sync'],
  'src/core/ports': ['archive', 'commands', 'home-assistant', 'icloud', 'settings', 'state', 'sync'],
  'src/core/archive': ['commands', 'home-assistant', 'icloud', 'settings', 'state', 'sync'],
  'src/core/state': ['archive', 'commands', 'home-assistant', 'icloud', 'settings', 'sync'],
  'src/core/proof': ['commands', 'home-assistant', 'icloud', 'settings', 'sync'],
  'src/core/home-assistant': ['commands', 'icloud', 'settings', 'sync'],
  'src/core/icloud': ['commands', 'home-assistant', 'settings', 'sync'],
  'src/core/sync': ['commands', 'home-assistant', 'icloud'],
};

const roomOf = (path: string): string => Object.keys(below).find((room) => path.startsWith(`${room}/`)) ?? path;
const shown = ({ from, to }: Import): string => `${from} -> ${to}`;

test('all rooms are known, and there is something to look at', () => {
  const rooms = new Set(imports.flatMap(({ from, to }) => [roomOf(from), roomOf(to)]));
  expect([...rooms].filter((room) => !Object.hasOwn(below, room))).toEqual([]);
  expect(imports.length).toBeGreaterThan(1000);
});

test('imports only point down', () => {
  const upward = imports.filter(({ from, to }) => {
    const [mine, other] = [roomOf(from), roomOf(to)];
    return mine !== other && !below[mine]?.includes(other);
  });
  expect(upward.map(shown)).toEqual([]);
});

test('the rooms of the core know no other than the map says', () => {
  const strange = imports.filter(({ from, to }) => {
    const mine = Object.keys(forbidden).find((room) => from.startsWith(`${room}/`));
    return (mine ? (forbidden[mine] ?? []) : []).some((room) => to.startsWith(`src/core/${room}/`));
  });
  expect(strange.map(shown)).toEqual([]);
});

/** Everything that is loaded with these files, themselves included. */
const loadedWith = (paths: readonly string[]): Set<string> => {
  const loaded = new Set<string>();
  const load = (path: string): void => {
    if (loaded.has(path)) return;
    loaded.add(path);
    for (const { from, to, isType } of imports) if (from === path && !isType) load(to);
  };
  paths.forEach(load);
  return loaded;
};

test('the catalogue of problems stays out of the windows: main tells them in words', () => {
  const small = [
    ...[
      'format.ts',
      'dates.ts',
      'template.ts',
      'en/app-password.ts',
      'en/doubts.ts',
      'en/plan.ts',
      'en/settings.ts',
    ].map((name) => `messages/${name}`),
    'shared/defects.ts',
  ].map((name) => `src/${name}`);
  const catalogue = loadedWith(['src/messages/en/problems.ts', 'src/shared/error-codes.ts']);
  for (const path of small) catalogue.delete(path);
  expect(catalogue.size).toBeGreaterThan(10);
  const windows = loadedWith(sourcesBelow('renderer'));
  expect([...windows].filter((path) => catalogue.has(path))).toEqual([]);
});

/** With imports of types alone, too: they cannot hang, but who is in a circle cannot be read, nor moved, by itself. */
test('no module needs itself: there is no circle', () => {
  const targets = new Map<string, string[]>();
  for (const { from, to } of imports) targets.set(from, [...(targets.get(from) ?? []), to]);
  const done = new Set<string>();
  const circles: string[] = [];
  const walk = (path: string, way: readonly string[]): void => {
    if (way.includes(path)) circles.push([...way.slice(way.indexOf(path)), path].join(' -> '));
    if (way.includes(path) || done.has(path)) return;
    for (const to of targets.get(path) ?? []) walk(to, [...way, path]);
    done.add(path);
  };
  for (const path of targets.keys()) walk(path, []);
  expect(circles).toEqual([]);
});
