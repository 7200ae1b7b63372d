import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { isErrorCode } from '../../../src/shared/error-codes.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
/** Each has one entry per code for a reason of its own; the compiler asks for all of them there. */
const tables = /^src\/(?:shared\/(?:problems\/|icloud\/.*-problems)|messages\/)/;

/** Lists that are no trait of a code: an order among the answers of one question. */
const orders = ['src/core/home-assistant/probe.ts'];

const sources = ['src', 'renderer'].flatMap((folder) =>
  readdirSync(`${root}${folder}`, { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .filter((path) => /\.tsx?$/.test(path) && !path.includes('node_modules') && !tables.test(path)),
);

/** The codes that stand beside each other in a list, in the arguments of a call, or as the names in a table. */
const groupsOf = (path: string): string[][] => {
  const source = ts.createSourceFile(path, readFileSync(`${root}${path}`, 'utf8'), ts.ScriptTarget.Latest, true);
  const groups: string[][] = [];
  const note = (nodes: readonly (ts.Node | undefined)[]): void => {
    groups.push(
      nodes.flatMap((node) => (node && ts.isStringLiteral(node) && isErrorCode(node.text) ? [node.text] : [])),
    );
  };
  const visit = (node: ts.Node): void => {
    if (ts.isArrayLiteralExpression(node)) note(node.elements);
    if (ts.isCallExpression(node)) note(node.arguments);
    if (ts.isObjectLiteralExpression(node)) note(node.properties.map(({ name }) => name));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return groups;
};

test('nobody lists codes: what several have in common is a field of their entries (shared/problems)', () => {
  expect(sources.length).toBeGreaterThan(300);
  const found = sources.filter((path) => groupsOf(path).some((codes) => codes.length > 3));
  expect(found).toEqual(orders);
});
