import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const folder = fileURLToPath(new URL('../../.github/workflows', import.meta.url));
const textOf = (name: string): string => readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n');

describe.each(readdirSync(folder))('%s', (name) => {
  const text = textOf(name);

  it('takes every action by its commit, with the version beside it', () => {
    const uses = text.match(/^.*\buses:.*$/gm) ?? [];
    expect(uses.length).toBeGreaterThan(0);
    for (const line of uses) expect(line).toMatch(/uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  it('may read the code and nothing else, and leaves no credentials behind', () => {
    expect(text.match(/^ *permissions:(?:\n +.*)?$/gm)).toEqual(['permissions:\n  contents: read']);
    const checkouts = text.match(/actions\/checkout@/g) ?? [];
    const careful = text.match(/actions\/checkout@.*\n +with:\n +persist-credentials: false$/gm) ?? [];
    expect(careful).toHaveLength(checkouts.length);
  });

  it('writes nothing that a stranger chose into a script', () => {
    expect(text).not.toMatch(/\$\{\{\s*(?:github\.event|github\.head_ref|inputs)/);
    expect(text).not.toMatch(/pull_request_target|workflow_run/);
  });
});

it('a release takes no cache of other runs', () => {
  expect(textOf('packages.yml')).not.toMatch(/^ *cache:/m);
  expect(textOf('packages.yml')).toContain('package-manager-cache: false');
});
