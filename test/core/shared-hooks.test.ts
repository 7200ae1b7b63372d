import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

/** Vitest runs it anew for each test file. */
const setupFile = join('test', 'support', 'processor-time.ts');

it('no module that tests share has hooks of its own: only the first test file of a worker would have them', () => {
  const shared = readdirSync('test', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => join('test', name))
    .filter((name) => name !== setupFile);
  expect(shared.length).toBeGreaterThan(100);
  const hook = /^(?:afterEach|beforeEach|afterAll|beforeAll)\(/m;
  expect(shared.filter((name) => hook.test(readFileSync(name, 'utf8')))).toEqual([]);
});
