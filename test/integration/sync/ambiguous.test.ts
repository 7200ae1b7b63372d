import { describe, expect, test } from 'vitest';
import { folderName } from '../../../src/core/domain/names.ts';
import { never } from '../../support/app-harness.ts';
import { day, hour, useSyncWorld } from '../../support/sync-world.ts';

/* A Home Assistant that was restored, cloned or set up again: its backups no longer tell who it is. */

const world = useSyncWorld({ home: { encryptionKeySet: true, automatic: {} } });
const [neighbour, stranger] = ['a'.repeat(32), 'b'.repeat(32)];
const codes = (problems: readonly { readonly code: string }[]): string[] => problems.map(({ code }) => code);
const add = (days: number, foreign?: string): Promise<string> =>
  world.home.addBackup({ date: world.ago(days), sizeBytes: 20_480, ...(foreign === undefined ? {} : { foreign }) });
const keepOne = async (): Promise<void> => {
  await world.app.setUp({ url: world.home.url, token: world.home.token, retentionDays: 1, floor: 1 }, never);
};

/** Two copies that retention would remove by now, of backups that Home Assistant has no more. */
const withExpiredCopies = async (): Promise<readonly string[]> => {
  await keepOne();
  const old = [await add(0.3), await add(0.2)];
  await world.run();
  expect(world.drive().confirmed).toHaveLength(2);
  world.clock.forward(2 * day);
  return old;
};

const expectHeld = async (stored: readonly string[], folder = world.folder): Promise<void> => {
  expect(await world.app.prune({ dryRun: false }, never)).toMatchObject({
    held: { code: 'ha.instance-ambiguous' },
    removed: [],
  });
  expect([...world.drive(folder).confirmed].sort()).toEqual([...stored].sort());
  // Backups are still stored: a warning, and a question.
  const { safety, problems } = await world.app.status();
  expect(safety).not.toBe('safe');
  expect(codes(problems)).toContain('ha.instance-ambiguous');
};

describe('its own backups are gone, those of two other houses are there', () => {
  test('nothing is deleted and it asks, until a backup of its own tells that it is the one it was', async () => {
    const old = await withExpiredCopies();
    for (const id of old) world.home.removeBackup(id);
    const copied = [await add(0.2, neighbour), await add(0.1, stranger)];
    const report = await world.run('schedule');
    expect(report).toMatchObject({ outcome: 'warnings', pruned: [] });
    expect(codes(report.warnings)).toEqual(['ha.instance-ambiguous']);
    await expectHeld([...old, ...copied]);

    // Looks that find nothing new do not make it clear either; nor does the daily one that asks Apple.
    for (const wait of [hour, 25 * hour]) {
      world.clock.forward(wait);
      expect((await world.run('schedule')).pruned).toEqual([]);
      await expectHeld([...old, ...copied]);
    }

    const resolved = await world.run('user', { create: true });
    expect(resolved).toMatchObject({ outcome: 'warnings', backups: [{ id: resolved.created, outcome: 'stored' }] });
    expect(codes(resolved.warnings)).not.toContain('ha.instance-ambiguous');
    expect(resolved.pruned.length).toBeGreaterThan(0);
    // What the limit of one day left goes at the user's word.
    const rest = await world.app.prune({ dryRun: false }, never);
    expect(rest.held).toBeNull();
    expect(world.drive().confirmed).toEqual([resolved.created]);
    expect(codes((await world.app.status()).problems)).not.toContain('ha.instance-ambiguous');
  });
});

describe('it disowns what it made: another id', () => {
  test('held and asked; its own backup says that it is another one, which begins a folder of its own', async () => {
    const old = await withExpiredCopies();
    const before = world.folder;
    world.home.become(stranger);
    const disowned = await world.run('schedule');
    expect(disowned).toMatchObject({ outcome: 'warnings', backups: [], pruned: [] });
    expect(codes(disowned.warnings)).toEqual(['ha.instance-ambiguous']);
    await expectHeld(old, before);

    const answered = await world.run('user', { create: true });
    expect(answered).toMatchObject({ outcome: 'failed', problem: { code: 'ha.instance-changed' }, pruned: [] });
    // However often it is looked at: nothing of it goes into the other one's folder, nothing there goes, and it is asked.
    const other = await add(0.05);
    for (const by of ['schedule', 'schedule', 'user'] as const) {
      world.clock.forward(hour);
      const again = await world.run(by, { create: by === 'user' });
      expect(again).toMatchObject({ outcome: 'failed', problem: { code: 'ha.instance-changed' }, backups: [] });
      const asks = codes((await world.app.status()).problems);
      expect(asks).toContain('ha.instance-changed');
      expect(asks).not.toContain('ha.instance-ambiguous');
    }
    // It was not made to write a backup that nobody would take.
    expect(world.home.backups().map(({ id }) => id)).toEqual([...old, answered.created, other]);
    const held = { code: 'ha.instance-changed' };
    expect(await world.app.prune({ dryRun: false }, never)).toMatchObject({ held, removed: [] });
    expect((await world.app.list({ allInstances: false }, never)).problems).toMatchObject([held]);
    expect([...world.drive(before).confirmed].sort()).toEqual([...old].sort());

    await keepOne();
    const anew = await world.run();
    expect(anew).toMatchObject({ outcome: 'done' });
    expect(anew.backups.map(({ id }) => id)).toEqual(expect.arrayContaining([answered.created, other]));
    const folder = folderName('Home', stranger);
    expect(world.app.settings.current.instances).toMatchObject([{ instanceId: stranger, folder }]);
    expect(world.drive(folder).confirmed).toHaveLength(anew.backups.length);
    expect([...world.drive(before).confirmed].sort()).toEqual([...old].sort());
    expect(codes((await world.app.status()).problems)).toEqual([]);
  });

  test('restored once more, with its identity: it goes on where it was', async () => {
    const old = await withExpiredCopies();
    const { instanceId } = world.home;
    world.home.become(stranger);
    expect(codes((await world.run('schedule')).warnings)).toEqual(['ha.instance-ambiguous']);
    world.home.become(instanceId);
    const next = await add(0.1);
    const report = await world.run('schedule');
    expect(codes(report.warnings)).not.toContain('ha.instance-ambiguous');
    expect(report.backups).toMatchObject([{ id: next, outcome: 'stored' }]);
    expect(report.pruned.length).toBeGreaterThan(0);
    expect(world.drive().confirmed.filter((id) => !old.includes(id))).toEqual([next]);
  });
});

test('a house without a backup yet that is asked for its first: the backup tells who it is, no id is made up', async () => {
  expect(world.home.backups()).toEqual([]);
  const report = await world.run('user', { create: true });
  expect(report).toMatchObject({ outcome: 'done', backups: [{ id: report.created, outcome: 'stored' }] });
  const { instanceId } = world.home;
  expect(world.app.settings.current.instances).toMatchObject([{ instanceId, minted: false, folder: world.folder }]);
  expect(world.drive().confirmed).toEqual([report.created]);
});
