import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const renderer = fileURLToPath(new URL('../../renderer/', import.meta.url));

const styles = readdirSync(renderer, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.css'));

/** Classes that a style sheet defines, not those that it only mentions behind another. */
const definedIn = (file: string): Set<string> => {
  const css = readFileSync(`${renderer}${file}`, 'utf8');
  return new Set([...css.matchAll(/^\.([a-z][a-z0-9-]*)/gm)].map(([, name = '']) => name));
};

it('defines each class in one style sheet, for they all meet in one bundle', () => {
  const homes = new Map<string, string>();
  const twice: string[] = [];
  for (const file of styles) {
    for (const name of definedIn(file)) {
      const other = homes.get(name);
      if (other !== undefined) twice.push(`${name}: ${other}, ${file}`);
      homes.set(name, file);
    }
  }
  expect(homes.size).toBeGreaterThan(0);
  expect(twice).toEqual([]);
});
