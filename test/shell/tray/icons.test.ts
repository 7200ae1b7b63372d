import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { makeIcons } from '../../../scripts/icons.mjs';

it('the icons in the repository are what their source makes', async () => {
  const folder = join('resources', 'icons');
  const made = await makeIcons();
  expect((await readdir(folder)).sort()).toEqual([...made.keys(), 'source.svg'].sort());
  for (const [name, bytes] of made) {
    expect(Buffer.compare(readFileSync(join(folder, name)), Buffer.from(bytes)), name).toBe(0);
  }
});
