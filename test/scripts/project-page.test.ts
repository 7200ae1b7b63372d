import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { projectPage } from '../../scripts/project-page.mjs';

const folder = mkdtempSync(join(tmpdir(), 'project-page-'));
const page = (repository: unknown, environment: Record<string, string> = {}): string | undefined => {
  const file = join(folder, 'package.json');
  writeFileSync(file, JSON.stringify({ name: 'app', ...(repository === undefined ? {} : { repository }) }));
  return projectPage(pathToFileURL(file), environment);
};
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const onGitHub = { GITHUB_SERVER_URL: 'https://github.com', GITHUB_REPOSITORY: 'me/app' };

test.each<[string, unknown, Record<string, string>, string | undefined]>([
  ['nobody publishes it', undefined, {}, undefined],
  ['GitHub builds it', undefined, onGitHub, 'https://github.com/me/app'],
  ['package.json names it', 'https://git.example.org/me/app', onGitHub, 'https://git.example.org/me/app'],
  ['npm’s way', { url: 'git+https://github.com/me/app.git' }, {}, 'https://github.com/me/app'],
  ['not for browsers', 'git@github.com:me/app.git', {}, undefined],
  ['no https', 'http://github.com/me/app', {}, undefined],
  ['a name and a password in it', 'https://me:secret@github.com/me/app', {}, undefined],
  ['half an environment', undefined, { GITHUB_REPOSITORY: 'me/app' }, undefined],
])('%s', (_, repository, environment, expected) => {
  expect(page(repository, environment)).toBe(expected);
});
