import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, it } from 'vitest';

/** Words that something may be, and where they are listed. */
interface List {
  readonly at: string;
  readonly words: string;
}

const wordsOf = (nodes: readonly ts.Node[]): string | undefined => {
  const words = nodes.flatMap((node) => {
    const literal = ts.isLiteralTypeNode(node) ? node.literal : node;
    return ts.isStringLiteral(literal) ? [literal.text] : [];
  });
  return words.length === nodes.length && words.length > 1 ? words.sort().join(' | ') : undefined;
};

/** Takes members of another type or names of its properties: a choice among words that are listed elsewhere. */
const choosers = new Set(['Pick', 'Omit', 'Extract', 'Exclude', 'Needs']);
const isChoice = ({ parent }: ts.Node): boolean => {
  if (ts.isIndexedAccessTypeNode(parent)) return true;
  if (ts.isTypeReferenceNode(parent)) return choosers.has(parent.typeName.getText());
  return ts.isExpressionWithTypeArguments(parent) && choosers.has(parent.expression.getText());
};

/** A union of strings, what `z.enum` takes, and a list that is `as const`. */
const listedBy = (node: ts.Node): string | undefined => {
  if (ts.isUnionTypeNode(node)) {
    const isEmpty = (type: ts.TypeNode): boolean =>
      type.kind === ts.SyntaxKind.UndefinedKeyword ||
      (ts.isLiteralTypeNode(type) && type.literal.kind === ts.SyntaxKind.NullKeyword);
    return isChoice(node) ? undefined : wordsOf(node.types.filter((type) => !isEmpty(type)));
  }
  if (!ts.isArrayLiteralExpression(node)) return undefined;
  const { parent } = node;
  const isEnum = ts.isCallExpression(parent) && parent.expression.getText().endsWith('.enum');
  const isConst =
    ts.isAsExpression(parent) && parent.type.getText() === 'const' && ts.isVariableDeclaration(parent.parent);
  return isEnum || isConst ? wordsOf(node.elements) : undefined;
};

const listsIn = (name: string, text: string): List[] => {
  const source = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true);
  const found: List[] = [];
  const visit = (node: ts.Node): void => {
    const words = listedBy(node);
    const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
    if (words !== undefined) found.push({ at: `${name}:${line}`, words });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
};

/** What a window's set-up leads to, and what moves a backup: two things with the same two words. */
const different = new Set(['backup | restore']);

const twice = (lists: readonly List[]): string[] =>
  [...new Set(lists.map(({ words }) => words))].flatMap((one) => {
    const places = lists.filter(({ words }) => words === one).map(({ at }) => at);
    return places.length > 1 && !different.has(one) ? [`${one}: ${places.join(', ')}`] : [];
  });

const files = ['src', 'renderer'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    // The made-up language comes and goes while other tests run.
    .filter((name) => /\.tsx?$/.test(name) && !/[\\/]\.?pseudo/.test(name))
    .map((name) => join(folder, name)),
);

it('no list of words is written twice', () => {
  expect(twice(files.flatMap((name) => listsIn(name, readFileSync(name, 'utf8'))))).toEqual([]);
});

it.each([
  ["type A = 'x' | 'y'; type B = { readonly b: 'y' | 'x' | null };", 1],
  ["const a = ['x', 'y'] as const; const b = z.enum(['x', 'y']);", 1],
  ["type A = 'x' | 'y'; type B = Pick<C, 'x' | 'y'>;", 0],
  ["type A = 'x' | 'y'; interface B extends Pick<C, 'x' | 'y'> {}", 0],
  ["type A = 'x' | 'y'; type B = 'x' | 'y' | 'z'; const c = ['x', 'y'];", 0],
])('%s: %i', (text, count) => {
  expect(twice(listsIn('here.ts', text))).toHaveLength(count);
});
