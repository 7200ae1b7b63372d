import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { errorCodes, type ErrorCode } from '../../../src/shared/error-codes.ts';

const root = fileURLToPath(new URL('../../../src/', import.meta.url));
/** Where problems come from; the words themselves and the windows only show them. */
const rooms = ['core', 'adapters', 'cli'];

const isCode = (text: string): text is ErrorCode => Object.hasOwn(errorCodes, text);

/**
 * The names of the facts with which each code is raised in the source: in `new AppError(code, facts)` and in objects with
 * `code` and `facts`. A code or facts that are only known at run time are not seen.
 */
export const raisedFacts = (): ReadonlyMap<ErrorCode, ReadonlySet<string>> => {
  const found = new Map<ErrorCode, Set<string>>();
  const note = (codes: readonly ErrorCode[], names: readonly string[]): void => {
    for (const code of codes) found.set(code, new Set([...(found.get(code) ?? []), ...names]));
  };
  for (const room of rooms) {
    for (const name of readdirSync(join(root, room), { recursive: true, encoding: 'utf8' })) {
      if (name.endsWith('.ts')) readSource(join(root, room, name), note);
    }
  }
  return found;
};

type Note = (codes: readonly ErrorCode[], names: readonly string[]) => void;

const readSource = (path: string, note: Note): void => {
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
  const objects = declaredObjects(source);
  const visit = (node: ts.Node): void => {
    if (ts.isNewExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'AppError') {
      const [code, facts] = node.arguments ?? [];
      note(codesIn(code), namesIn(facts, objects));
    }
    if (ts.isObjectLiteralExpression(node)) {
      note(codesIn(valueOf(node, 'code')), namesIn(valueOf(node, 'facts'), objects));
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
};

/** Objects that have a name in this file, such as `const facts = { status, step }`. */
const declaredObjects = (source: ts.SourceFile): ReadonlyMap<string, readonly ts.Expression[]> => {
  const objects = new Map<string, ts.Expression[]>();
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.initializer) {
      objects.set(node.name.text, [...(objects.get(node.name.text) ?? []), node.initializer]);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return objects;
};

const valueOf = (node: ts.ObjectLiteralExpression, name: string): ts.Expression | undefined =>
  node.properties
    .filter((property) => ts.isPropertyAssignment(property))
    .find((property) => property.name.getText() === name)?.initializer;

/** `'a.b'`, `'a.b' as const`, `x ? 'a.b' : 'c.d'`, `x ?? 'a.b'`. */
const codesIn = (node: ts.Node | undefined): ErrorCode[] => {
  if (!node) return [];
  if (ts.isStringLiteral(node)) return isCode(node.text) ? [node.text] : [];
  if (ts.isConditionalExpression(node)) return [...codesIn(node.whenTrue), ...codesIn(node.whenFalse)];
  if (ts.isBinaryExpression(node)) return codesIn(node.right);
  return ts.isAsExpression(node) ? codesIn(node.expression) : [];
};

/** Names of an object's properties, of what is spread into it as well. */
const namesIn = (node: ts.Node | undefined, objects: ReadonlyMap<string, readonly ts.Expression[]>): string[] => {
  if (!node) return [];
  if (ts.isIdentifier(node)) {
    return (objects.get(node.text) ?? []).filter(ts.isObjectLiteralExpression).flatMap((one) => namesIn(one, objects));
  }
  if (!ts.isObjectLiteralExpression(node)) return ts.forEachChild(node, (child) => within(child, objects)) ?? [];
  return node.properties.flatMap((property) => {
    if (ts.isSpreadAssignment(property)) return namesIn(property.expression, objects);
    return [property.name.getText()];
  });
};

/** For `(x ? {} : { name })` and `(x && { name })`: every object in it. */
const within = (node: ts.Node, objects: ReadonlyMap<string, readonly ts.Expression[]>): string[] | undefined => {
  const names = namesIn(node, objects);
  return names.length > 0 ? names : undefined;
};
