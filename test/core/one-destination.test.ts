import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

/** What scripts rely on, and what files that exist already are called. */
const kept: readonly string[] = [
  'askedApple', // fields and values of `--json`
  'icloud: z.object({',
  "'home-assistant', 'icloud'",
  "'file', 'staged', 'icloud'",
  "'apple', 'ha-token'",
  "'apple', 'ha', 'all'",
  'HA_ICLOUD_BACKUP', // the program's own name
  'login --apple-id', // a command
  "includes('Apple')",
];

/** The lines that add this destination to what every destination has. */
const joins = /^(?:import .*|\s*\.\.\.iCloud\w+,|.*\.\.\.iCloudSignInProblems, .*)$/u;

/** Its own part of what windows and main share. */
const own = 'src/shared/icloud/';

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

const named = (path: string): string[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => /icloud|apple/iu.test(line) && !joins.test(line) && !kept.some((text) => line.includes(text)))
    .map((line) => `${path}: ${line.trim()}`);

it('the rules, the run and what both sides share know no destination by name', () => {
  const paths = ['src/core/sync', 'src/core/domain', 'src/shared']
    .flatMap(filesBelow)
    .filter((path) => !path.startsWith(own));
  expect(paths.length).toBeGreaterThan(60);
  expect(paths.flatMap(named)).toEqual([]);
});
