import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CliApp } from '../../src/cli/create-app.ts';
import { acting, aHostileName, poisoned } from '../support/hostile-names.ts';
import {
  aCheck,
  aLogout,
  aPrune,
  aReport,
  aRestore,
  aSetup,
  aStatus,
  fakeApp,
  someSettings,
  transferring,
} from './fake-app.ts';
import { aList } from './a-list.ts';
import { anExtracted, aSalvage, someContents } from './a-look-inside.ts';
import { run } from './terminal.ts';

const failed = { outcome: 'failed', problem: { code: 'archive.torn', facts: { name: '' } } } as const;

/** An app in which every name, folder and file is a stranger's. */
const strangeApp = (name: string): CliApp => {
  const told = <T>(answer: T) => Promise.resolve(poisoned(answer, name));
  const problems = [{ code: 'cloud.folder-unread' as const, facts: { folder: '', why: '' } }];
  return fakeApp({
    setUp: () => told(aSetup({ warnings: problems })),
    status: () => told(aStatus({ problems })),
    list: () => told({ ...aList(), problems, search: { looked: ['a'], left: 1, found: ['a'] } }),
    backUp: (_input, onActivity) => {
      onActivity(poisoned(transferring(1), name));
      const { backups } = aReport();
      return told(
        aReport({
          backups: [...backups, ...backups.map((backup) => ({ ...backup, ...failed }))],
          pruned: ['a'],
          warnings: problems,
        }),
      );
    },
    prune: () => told(aPrune({ dryRun: false, removed: ['a'] })),
    restore: (_input, onActivity) => {
      onActivity(poisoned(transferring(1), name));
      return told(aRestore());
    },
    check: () => told(aCheck({ verdict: 'defects', plainParts: ['a'], defects: [{ kind: 'app-missing', part: 'a' }] })),
    contents: () => told(someContents({ problems })),
    extract: () => told(anExtracted()),
    salvage: () => told(aSalvage({ problems, versionUnknown: ['a'] })),
    readSettings: () => told({ ...someSettings, proxy: 'a', caFile: 'a', adoptedComputers: ['a'] }),
    logout: () => told(aLogout({ problems })),
  });
};

const calls: readonly (readonly string[])[] = [
  ['status'],
  ['list'],
  ['list', '--all-instances'],
  ['backup'],
  ['prune', '--yes'],
  ['restore', '1a2b3c4d', '--to', '/restored'],
  ['check', 'a.tar'],
  ['contents', 'a.tar'],
  ['salvage', 'a.tar', '--to', '/restored'],
  ['extract', 'a.tar', 'homeassistant/www', '--to', '/restored'],
  ['settings'],
  ['logout', '--all'],
  ['setup', '--url', 'http://homeassistant.local:8123'],
];

describe.each(calls)('%s %s', (...words) => {
  const argv = words.filter((word) => typeof word === 'string');
  const options = { env: { HA_ICLOUD_BACKUP_TOKEN: 'token' }, columns: 90 };

  it('writes no name that acts on the terminal or turns the text beside it', async () => {
    await fc.assert(
      fc.asyncProperty(aHostileName, async (name) => {
        for (const tty of [false, true]) {
          const { stdout, stderr } = await run(argv, strangeApp(name), { ...options, tty });
          // What this program itself writes: ends of lines, and on a terminal the lines of progress that it takes back.
          const own = /\n|\r?\u001B\[(?:2K|1A)/g;
          expect(stdout.replaceAll('\n', '')).not.toMatch(acting);
          expect(stderr.replace(own, '')).not.toMatch(acting);
        }
      }),
      { numRuns: 25 },
    );
  });

  it('writes JSON that says the name as it is, and in which nothing acts', async () => {
    await fc.assert(
      fc.asyncProperty(aHostileName, async (name) => {
        const { stdout } = await run([...argv, '--json'], strangeApp(name), options);
        expect(stdout.replaceAll('\n', '')).not.toMatch(acting);
        const lines = ['backup', 'restore', 'extract'].includes(argv[0] ?? '') ? stdout.trim().split('\n') : [stdout];
        for (const line of lines) expect(() => JSON.parse(line) as unknown).not.toThrow();
      }),
      { numRuns: 25 },
    );
  });
});
