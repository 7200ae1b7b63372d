import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { expect, it } from 'vitest';

const folder = 'src/cli';
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => path.join(folder, name));

/** Two words with a blank between them, or one that begins or ends as a sentence does. */
const speaks = /\p{L}{2,}[,:;.]? \p{L}{2,}|(?:^|[^\p{L}\p{N}-])\p{Lu}\p{Ll}{2,}|\p{L}{2,}[.?!:…]$/u;

/** Options, and words in capitals that stand for what is typed. */
const placeholders = /--[a-z-]+|\b[A-Z][A-Z_|-]*\b/g;
/** A call of the program, with what it takes. */
const isCall = (text: string): boolean => /^(?:\S+ )?ha-icloud-backup |^[A-Z_]+=\S*\(/.test(text);
/** What Node's own sentences begin with (arguments.ts), and the name of a class. */
const known = new Set(['Unknown', 'does not take', 'UsageError']);

const isText = (text: string): boolean =>
  speaks.test(text.replaceAll(placeholders, '')) && !isCall(text) && !known.has(text);

/** Not shown: what is imported, a type, a key, or thrown at the programmer. */
const isHidden = (node: ts.Node): boolean =>
  ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isTypeNode(node);

const plainStrings = (name: string, text: string): string[] => {
  const source = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (isHidden(node)) return;
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)) {
      if (isText(node.text)) found.push(`${name}: ${node.text}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
};

it.each(files)('%s has no texts of its own: they are in src/messages', (name) => {
  expect(plainStrings(name, readFileSync(name, 'utf8'))).toEqual([]);
});

it.each([
  ["output.say(['Nothing was found.'])", 1],
  ['const label = `  Reason     ${why}`;', 1],
  ['output.ask(`${name} is missing.`);', 1],
  ["const synopsis = 'FILE [--level N]';", 0],
  ["const example = 'ha-icloud-backup backup --create';", 0],
  ["import { a } from './not so.ts';", 0],
])('%s: %i', (text, count) => {
  expect(plainStrings('here.ts', text)).toHaveLength(count);
});
