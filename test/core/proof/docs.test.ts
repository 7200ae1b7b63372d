import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ladder } from '../../../src/shared/ladder.ts';
import { corruptions } from './corruptions.ts';
import { formats } from './damage.ts';

const page = readFileSync(join(import.meta.dirname, '../../../docs/proof.md'), 'utf8');

const table = (rows: readonly (readonly (string | number)[])[]): string =>
  rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n');

test('docs/proof.md names the levels as the program does', () => {
  const rows = ladder.map(({ level, name, means }) => [level, name, means]);
  expect(page).toContain(table([['level', 'name', 'what was done'], ['---', '---', '---'], ...rows]));
});

test('docs/proof.md says what catches what, as it was tried', () => {
  const rows = corruptions.map(({ what, caught }) => [what, ...formats.map((format) => caught[format] ?? '–')]);
  const head = ['what', 'plain', 'SecureTar 1', 'SecureTar 2', 'SecureTar 3'];
  expect(page).toContain(table([head, head.map(() => '---'), ...rows]));
});
