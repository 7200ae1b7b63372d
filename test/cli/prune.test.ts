import { expect, it } from 'vitest';
import { aPrune, fakeApp } from './fake-app.ts';
import { run } from './terminal.ts';

const asked = (app: ReturnType<typeof fakeApp>): unknown[] =>
  app.asked.filter(([what]) => what === 'prune').map(([, input]) => input);

it('a dry run shows every copy with keep or delete and why, and deletes nothing', async () => {
  const app = fakeApp();
  const { code, stdout } = await run(['prune', '--dry-run'], app);
  expect(code).toBe(0);
  expect(asked(app)).toEqual([{ dryRun: true }]);
  const rows = stdout.split('\n').filter((line) => line.startsWith('0000000'));
  expect(rows.map((row) => /keep|delete/.exec(row)?.[0])).toEqual(['keep', 'keep', 'delete', 'delete']);
  expect(rows[1]).toContain('one of the newest verified backups');
  expect(stdout).toContain('2 of 4 backups would be deleted.');
});

const shown = aPrune()
  .backups.filter(({ next }) => next !== 'keep')
  .map(({ archive }) => archive);

it.each([
  ['y\n', [{ dryRun: true }, { dryRun: false, only: shown }], 'Moved 2 backups'],
  ['yes\n', [{ dryRun: true }, { dryRun: false, only: shown }], 'Moved 2 backups'],
  ['n\n', [{ dryRun: true }], 'Nothing was deleted.'],
  ['\n', [{ dryRun: true }], 'Nothing was deleted.'],
  ['', [{ dryRun: true }], 'Nothing was deleted.'],
])('asks on a terminal after it has shown them, and carries out no more than that: %j', async (input, calls, words) => {
  const app = fakeApp();
  const { code, stdout, stderr } = await run(['prune'], app, { tty: true, input });
  expect(code).toBe(0);
  expect(asked(app)).toEqual(calls);
  expect(stderr).toContain('Move 2 backups to Recently Deleted? [y/N]');
  expect(stdout).toContain(words);
});

it('does not ask when there is nothing to delete', async () => {
  const app = fakeApp({ prune: () => Promise.resolve(aPrune({ backups: aPrune().backups.slice(0, 2) })) });
  const { code, stdout, stderr } = await run(['prune'], app, { tty: true });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain('No backup is due for deletion.');
});

it('does not ask while deleting is held back, and says why', async () => {
  const held = { code: 'sync.clock-skew', facts: { expired: 3 } } as const;
  const { code, stdout, stderr } = await run(['prune'], fakeApp({ prune: () => Promise.resolve(aPrune({ held })) }), {
    tty: true,
  });
  expect(code).toBe(4);
  expect(stdout).toContain('Nothing is deleted for now.');
  expect(stderr).toContain('(sync.clock-skew)');
});

it('--yes deletes at once', async () => {
  const app = fakeApp();
  const { code, stdout } = await run(['prune', '--yes'], app);
  expect(code).toBe(0);
  expect(asked(app)).toEqual([{ dryRun: false }]);
  expect(stdout).toBe('Moved 2 backups to Recently Deleted in iCloud Drive:\n  a.tar\n  b.tar\n');
});
