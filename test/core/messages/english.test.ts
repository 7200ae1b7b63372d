import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

/** What reads as translated, and what a native speaker says instead. */
const banned: readonly (readonly [pattern: RegExp, say: string])[] = [
  [/\bby (?:itself|themselves)\b/i, 'automatically'],
  [/\b(?:goes|go|going) on\b/i, 'continues, resumes'],
  [/\bis tried again\b/i, "We'll keep trying"],
  [/\bif it stays so\b/i, 'If this keeps happening'],
  [/\bwill stay\b|\bcopies stay\b|^stays\b/i, 'is kept'],
  [/\b(?:nothing|copy|copies|backups?) (?:goes|would go|may go)\b(?! to iCloud)/i, 'is deleted'],
  [/\b(?:is|are|be) whole\b/i, 'intact'],
  [/\banew\b/i, 'again, start over'],
  [/\bnot told\b|\bdoes not tell\b|\bis told\b/i, 'shows, is known'],
  [/\bso far\b/i, 'existing'],
  [/\blook(?:ed|ing)? (?:again|now|at|into|in|through|whether)\b|\b(?:next|last|two) looks?\b/i, 'check'],
  [/\bone of yours\b|\bof yours\b/i, 'your own'],
  [/\bwhoever\b/i, 'anyone who'],
  [/\bsomebody\b/i, 'someone'],
  [/\bcop(?:y|ies) (?:in|of|from) (?:iCloud|the backup)/i, 'backup in iCloud'],
  [/\be-mail\b/i, 'email'],
  [/\bApple account\b/, 'Apple Account, as Apple writes it'],
  [/\bReconnect iCloud\b|\bRenew the iCloud\b/i, 'Sign in to iCloud again'],
];

interface Text {
  readonly at: string;
  readonly text: string;
}

/** Words are what a string or template holds: comments, names of imports and keys are not shown to anybody. */
const textsOf = (file: string): Text[] => {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const texts: Text[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return;
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)) {
      const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
      texts.push({ at: `${path.basename(file)}:${line}`, text: node.text });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return texts;
};

const folder = 'src/messages/en';
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => path.join(folder, name));

const faultsIn = (texts: readonly Text[]): string[] =>
  texts.flatMap(({ at, text }) =>
    banned.filter(([pattern]) => pattern.test(text)).map(([, say]) => `${at} "${text}" (say: ${say})`),
  );

describe('plain English', () => {
  it.each(files)('%s says it as a native speaker would', (file) => {
    expect(faultsIn(textsOf(file))).toEqual([]);
  });

  it('holds in the README', () => {
    const lines = readFileSync('README.md', 'utf8').split('\n');
    const texts = lines.map((text, line) => ({ at: `README.md:${line + 1}`, text }));
    expect(faultsIn(texts)).toEqual([]);
  });

  it('holds in comments, where nobody is called "whoever"', () => {
    const sources = ['src', 'renderer', 'scripts', 'test'].flatMap((root) =>
      readdirSync(root, { recursive: true, encoding: 'utf8' })
        // The made-up language comes and goes while other tests run.
        .filter((name) => /\.(?:tsx?|[cm]js)$/.test(name) && !/messages[\\/]\.?pseudo/.test(name))
        .filter((name) => path.basename(name) !== path.basename(import.meta.filename))
        .map((name) => path.join(root, name)),
    );
    expect(sources.filter((name) => /\bwhoever\b/i.test(readFileSync(name, 'utf8')))).toEqual([]);
  });

  it.each([
    ['Make room on the disk. It goes on by itself then.', 2],
    ['Your backups in iCloud are safe.', 0],
  ])('finds in "%s" what must not come back', (text, count) => {
    expect(faultsIn([{ at: 'here', text }])).toHaveLength(count);
  });
});
