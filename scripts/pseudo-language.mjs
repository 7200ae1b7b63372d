// Makes src/messages/pseudo from English: the same messages in letters with accents, 40 % longer, each between ⟦ and ⟧. What
// stays plain in a window was in no message; what is cut off would be cut off in German.
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const messages = fileURLToPath(new URL('../src/messages/', import.meta.url));

const plain = 'AaCcDdEeGgHhIiKkLlNnOoRrSsTtUuYyZz';
const accented = 'ÅåÇçÐðÉéĜĝĤĥÎîĶķĻļÑñÖöŔŕŠšŢţÛûÝýŽž';
/** @type {ReadonlyMap<string, string>} */
const letters = new Map(Array.from(plain, (letter, index) => [letter, accented[index] ?? letter]));

/** What people type or look up as it stands: addresses, options, variables, our own program. */
const kept = /https?:\/\/\S*|--?[a-z][a-z-]*|\b[A-Z]+_[A-Z_]+\b|ha-icloud-backup(?: [a-z]+)?|\{\w+\}/g;

/** @param {string} text */
const lengthened = (text) => {
  let count = 0;
  // Every second vowel twice is about as much longer as German.
  const longer = text.replace(/[aeiou]/g, (vowel) => (count++ % 5 === 4 ? vowel : vowel + vowel));
  return longer.replace(/[A-Za-z]/g, (letter) => letters.get(letter) ?? letter);
};

/** @param {string} text */
const disguised = (text) => {
  let [result, from] = ['', 0];
  for (const { 0: token, index } of text.matchAll(kept)) {
    result += lengthened(text.slice(from, index)) + token;
    from = index + token.length;
  }
  return result + lengthened(text.slice(from));
};

/** @param {string} text */
const hasWords = (text) => /\p{L}/u.test(text);

/** Calls whose texts are shown: the forms of a plural are in an object and need no mention. */
const speaking = new Set(['when', 'sentence']);

/**
 * Whether a text is one that people read, by where it stands: not a key, nor what something is compared with, nor what a
 * function looks up or splits by.
 *
 * @param {ts.Node} node
 * @returns {boolean}
 */
const isShown = (node) => {
  const { parent } = node;
  if (ts.isPropertyAssignment(parent) || ts.isVariableDeclaration(parent)) return parent.initializer === node;
  if (ts.isArrowFunction(parent)) return parent.body === node && !isPredicate(parent);
  if (ts.isConditionalExpression(parent)) return parent.condition !== node && isShown(parent);
  if (ts.isBinaryExpression(parent)) return joins.has(parent.operatorToken.kind) && isShown(parent);
  return holders.has(parent.kind) || isHandedOn(parent);
};

/** To a function that shows it, or through `trim()`. @param {ts.Node} taker @returns {boolean} */
const isHandedOn = (taker) =>
  ts.isPropertyAccessExpression(taker)
    ? taker.name.text === 'trim' && isShown(taker.parent)
    : ts.isCallExpression(taker) && ts.isIdentifier(taker.expression) && speaking.has(taker.expression.text);

/** Both sides of these end in the text. */
const joins = new Set([ts.SyntaxKind.PlusToken, ts.SyntaxKind.QuestionQuestionToken, ts.SyntaxKind.BarBarToken]);
const holders = new Set([
  ts.SyntaxKind.ReturnStatement,
  ts.SyntaxKind.TemplateSpan,
  ts.SyntaxKind.SpreadElement,
  ts.SyntaxKind.ParenthesizedExpression,
  ts.SyntaxKind.ArrayLiteralExpression,
]);

/** A function that only looks something up, `(name) => name`. @param {ts.ArrowFunction} made */
const isPredicate = (made) => made.type?.kind === ts.SyntaxKind.BooleanKeyword;

/** @param {string} text - between backticks */
const escaped = (text) => text.replace(/[\\`]|\$\{/g, (found) => `\\${found}`);

/**
 * The source of a file of messages with its texts disguised.
 *
 * @param {string} path
 * @param {string} source
 */
const pseudo = (path, source) => {
  const tree = ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true);
  /** @type {{ start: number, end: number, text: string }[]} */
  const edits = [];
  /** @param {ts.Node} node */
  const visit = (node) => {
    if (ts.isTypeNode(node) || ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return;
    const [start, end] = [node.getStart(), node.getEnd()];
    if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) {
      if (isShown(node) && hasWords(node.text))
        edits.push({ start, end, text: `\`⟦${escaped(disguised(node.text))}⟧\`` });
      return;
    }
    if (ts.isTemplateExpression(node) && isShown(node)) {
      const { head, templateSpans } = node;
      edits.push({ start, end: head.getEnd(), text: `\`⟦${escaped(disguised(head.text))}\${` });
      for (const { literal } of templateSpans) {
        const isLast = ts.isTemplateTail(literal);
        const text = `}${escaped(disguised(literal.text))}${isLast ? '⟧`' : '${'}`;
        edits.push({ start: literal.getStart(), end: literal.getEnd(), text });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return edits
    .sort((one, other) => other.start - one.start)
    .reduce((text, edit) => text.slice(0, edit.start) + edit.text + text.slice(edit.end), source);
};

const registry = `import type * as en from '../en/index.ts';
import { fallback, languages as others } from '../languages.ts';

export { fallback };
export const languages = { ...others, pseudo: (): Promise<typeof en> => import('./index.ts') };
export type Language = keyof typeof languages;
export const languageNames = Object.keys(languages) as readonly Language[];
`;

const windowRegistry = `import { windowLanguages as others, type Parts } from '../window-languages.ts';

export type { Parts };
export const windowLanguages = {
  ...others,
  pseudo: (): Promise<{ readonly parts: Parts }> => import('./windows/index.ts'),
};
`;

export const pseudoFolder = join(messages, 'pseudo');

/** Writes the folder in one step: other programs read it meanwhile. */
export const makePseudoLanguage = () => {
  const making = join(messages, `.pseudo-${process.pid}`);
  const english = join(messages, 'en');
  for (const name of readdirSync(english, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.ts')) continue;
    const path = join(making, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, pseudo(name, readFileSync(join(english, name), 'utf8')));
  }
  writeFileSync(join(making, 'languages.ts'), registry);
  writeFileSync(join(making, 'window-languages.ts'), windowRegistry);
  rmSync(pseudoFolder, { recursive: true, force: true });
  renameSync(making, pseudoFolder);
};

/** For Vite: the registries with one line more. @returns {import('vite').Plugin} */
export const withPseudoLanguage = () => ({
  name: 'pseudo-language',
  enforce: 'pre',
  resolveId: (source, importer = '') => {
    const name = /^\.\/((?:window-)?languages\.ts)$/.exec(source)?.[1];
    const isTheirs = name !== undefined && dirname(importer) + '/' === messages.replaceAll('\\', '/');
    return isTheirs ? join(pseudoFolder, name) : null;
  },
});

if (process.argv[1] === fileURLToPath(import.meta.url)) makePseudoLanguage();
