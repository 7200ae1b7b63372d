import { describe, expect, test } from 'vitest';
import { never } from '../../support/app-harness.ts';
import { eventually, gate } from '../../support/eventually.ts';
import { base, day, hour, runOn, useSyncWorld } from '../../support/sync-world.ts';

const world = useSyncWorld();
const add = (days = 0.1): Promise<string> => world.home.addBackup({ date: world.ago(days), sizeBytes: 20_480 });
const prunedInHistory = async (): Promise<number> =>
  (await world.app.history()).filter((entry) => entry.kind === 'backup' && entry.what === 'pruned').length;
const keep = async (retentionDays: number, floor: number): Promise<void> => {
  await world.app.setUp({ url: world.home.url, token: world.home.token, retentionDays, floor }, never);
};

describe('retention over the days', () => {
  test('one backup a day, days 3, floor 2: never fewer than the floor, nothing older than it should be', async () => {
    await keep(3, 2);
    const made: string[] = [];
    for (let today = 0; today < 7; today += 1) {
      made.unshift(await add(0.01));
      const report = await world.run('schedule');
      expect(report).toMatchObject({ outcome: 'done', backups: [{ outcome: 'stored' }] });
      expect(world.drive()).toMatchObject({ confirmed: made.slice(0, 3), others: [] });
      world.clock.forward(day - hour);
      await world.run('schedule');
      world.clock.forward(hour);
    }
    // Home Assistant makes no more: the floor stays, whatever its age.
    world.clock.forward(30 * day);
    const report = await world.run('schedule');
    expect(report.pruned.length).toBeGreaterThan(0);
    expect(world.drive().confirmed.slice(0, 2)).toEqual(made.slice(0, 2));
    for (let today = 0; today < 3; today += 1) {
      world.clock.forward(day + hour);
      await world.run('schedule');
    }
    expect(world.drive()).toMatchObject({ confirmed: made.slice(0, 2), others: [] });
  });

  test('unattended, no more go in a day than were confirmed in it plus one; the user may take them all', async () => {
    await keep(14, 1);
    for (let count = 5; count > 0; count -= 1) await add(count / 10);
    await world.run();
    await keep(1, 1);
    world.clock.forward(3 * day);
    const newest = await add();
    const first = await world.run('schedule');
    expect(first).toMatchObject({
      outcome: 'warnings',
      warnings: [{ code: 'sync.prune-limit', facts: { waiting: 3 } }],
    });
    expect(first.pruned).toHaveLength(2);
    expect(await prunedInHistory()).toBe(2);
    world.clock.forward(2 * hour);
    expect((await world.run('schedule')).pruned).toEqual([]);
    const dry = await world.app.prune({ dryRun: true }, never);
    expect(dry.backups.map(({ next }) => next)).toEqual(['keep', 'later', 'later', 'later']);
    expect(world.drive().confirmed).toHaveLength(4);
    const all = await world.app.prune({ dryRun: false }, never);
    expect(all.removed).toHaveLength(3);
    expect(world.drive()).toMatchObject({ confirmed: [newest], others: [] });
    const trashed = world.apple.tree().filter(({ inTrash, path }) => inTrash && path.endsWith('.tar'));
    expect(trashed.filter(({ path }) => path.includes(world.folder))).toHaveLength(5);
  });
});

/** A second computer of the same user, set up with the same Home Assistant. */
const second = async () => {
  const computer = await world.addComputer('Other Mac');
  const app = await computer.start();
  await app.setUp({ url: world.home.url, token: world.home.token, retentionDays: 1, floor: 1 }, never);
  return app;
};

describe('two computers on one account', () => {
  test('what one stored, the other does not store again; each deletes only its own', async () => {
    await keep(1, 1);
    const other = await second();
    const [a, b] = [await add(0.4), await add(0.3)];
    await world.run();
    expect(await runOn(other)).toMatchObject({ outcome: 'done', backups: [] });
    world.clock.forward(2 * day);
    const c = await add(0.2);
    expect(await runOn(other)).toMatchObject({ backups: [{ id: c, outcome: 'stored' }], pruned: [] });
    expect(world.drive().confirmed).toEqual([c, b, a]);
    const [mine, theirs] = [world.app.settings.current.computerId, other.settings.current.computerId];
    expect(world.drive().manifests.map(({ computerId }) => computerId)).toEqual([theirs, mine, mine]);
    expect((await world.run()).pruned).toHaveLength(1);
    world.clock.forward(day + hour);
    // Its newest own copy stays: nobody here decides how long the other computer keeps its own.
    expect((await world.run()).pruned).toEqual([]);
    expect(world.drive()).toMatchObject({ confirmed: [c, b], others: [] });
  });

  test('a computer that is no more: its copies go once they are adopted', async () => {
    await keep(1, 1);
    const other = await second();
    const old = await add(0.4);
    await runOn(other);
    world.clock.forward(2 * day);
    const next = await add(0.2);
    expect((await world.run()).pruned).toEqual([]);
    const theirs = other.settings.current.computerId;
    await world.app.settings.update((current) => ({ ...current, adoptedComputers: [theirs] }));
    expect((await world.run()).pruned).toEqual([expect.stringContaining(`_${old}_`)]);
    expect(world.drive()).toMatchObject({ confirmed: [next], others: [] });
  });

  test('what one promised to keep and deletes early is told by the other, which counted on it', async () => {
    await keep(14, 1);
    const other = await second();
    await other.changeSettings({ retentionDays: 14, keep: 1 });
    const ids = [await add(0.3), await add(0.2), await add(0.1)];
    await runOn(other);
    expect(await world.run()).toMatchObject({ outcome: 'done', backups: [] });
    for (const id of ids.slice(0, 2)) world.home.removeBackup(id);
    await other.changeSettings({ retentionDays: 1, keep: 1 });
    world.clock.forward(2 * day);
    expect((await runOn(other)).pruned).toHaveLength(1);
    await world.run();
    expect(await world.app.status()).toMatchObject({ problems: [] });
    world.clock.forward(day - hour);
    await world.run();
    const { problems } = await world.app.status();
    expect(problems.map(({ code }) => code)).toContain('cloud.copy-vanished');
  });

  test('both store the same at the same moment: one copy survives, removed by the one who lost', async () => {
    const other = await second();
    await add(0.5);
    await world.run();
    const id = await add();
    // The first to upload is kept waiting until the other has looked and begun as well.
    const begun = gate();
    world.apple.fault({ path: 'singleFileUpload', until: begun.passed, times: 2 });
    const runs = [world.run('schedule'), runOn(other, 'schedule')];
    const uploads = (): number => world.apple.log().filter(({ kind, done }) => kind === 'upload' && !done).length;
    await eventually(() => expect(uploads()).toBe(2));
    begun.open();
    const [first, later] = await Promise.all(runs);
    expect([first, later].map((report) => report?.backups[0]?.outcome)).toEqual(['stored', 'stored']);
    await world.run();
    await runOn(other);
    await world.run();
    expect(world.drive().confirmed.filter((one) => one === id)).toEqual([id]);
    expect(world.drive().others).toEqual([]);
  });

  test('one stores while the other pulls: the second look before the upload sees it', async () => {
    const other = await second();
    await add(0.5);
    await world.run();
    const id = await add();
    const stored = gate();
    world.home.fault({ kind: 'download-stall', until: stored.passed, times: 1 });
    const slow = world.run('schedule');
    await eventually(() => expect(world.downloads()).toBe(2));
    expect(await runOn(other, 'schedule')).toMatchObject({ backups: [{ id, outcome: 'stored' }] });
    stored.open();
    expect(await slow).toMatchObject({ backups: [{ id, outcome: 'already-stored' }] });
    expect(world.drive().confirmed.filter((one) => one === id)).toEqual([id]);
  });
});

test('a house that had no backup when it was set up has one folder all the same, for all computers', async () => {
  await world.run('schedule');
  const id = await add();
  await world.run('schedule');
  expect(await runOn(await second(), 'schedule')).toMatchObject({ backups: [] });
  expect(world.drive()).toMatchObject({ confirmed: [id], others: [] });
});

test('files that are not ours are never touched', async () => {
  await keep(1, 1);
  await add(0.5);
  await world.run();
  const strange = ['notes.txt', 'Home_2020-01-01_0000_manual_2020.1.0_abcdef12_000000000000.tar', 'old.manifest.json'];
  for (const name of strange) world.apple.putFile(`${base}/${world.folder}/${name}`, 'something else');
  world.clock.forward(5 * day);
  await add();
  await world.run();
  await world.run();
  expect([...world.drive().others].sort()).toEqual(strange.sort());
});
