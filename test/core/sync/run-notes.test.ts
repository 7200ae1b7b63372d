import { mkdirSync, rmSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { AppError } from '../../../src/core/errors/app-error.ts';
import * as build from '../../support/domain-builders.ts';
import { useRunWorld } from '../../support/run-world.ts';

const here = useRunWorld();
const isManifest = (name: string): boolean => name.endsWith('.manifest.json');

/** From now on the small file can neither be read nor written. */
const breakFile = (path: string): void => {
  rmSync(path, { force: true });
  mkdirSync(path, { recursive: true });
};

describe('a disk that fails when the upload is confirmed', () => {
  test.each(['gates', 'lastLook'] as const)('%s: the copy is stored, and the run says so', async (file) => {
    const { world } = here;
    world.addBackup('b1');
    world.drive.before = (call, name) => {
      if (call === 'putText' && isManifest(name)) breakFile(world[file].path);
    };
    const report = await world.run();
    expect(report).toMatchObject({ outcome: 'warnings', backups: [{ id: 'b1', outcome: 'stored' }] });
    expect(report.problem).toBeUndefined();
    expect(report.warnings.map(({ code }) => code)).toEqual(['disk.failed']);
  });

  test('deletes nothing that it cannot take note of', async () => {
    const { world } = here;
    world.addBackup('b1');
    for (const [id, days] of [
      ['old', 40],
      ['older', 41],
      ['new', 2],
    ] as const)
      world.placeCopy(id, days);
    world.drive.before = (call, name) => {
      if (call === 'putText' && isManifest(name)) breakFile(world.gates.path);
    };
    expect(await world.run()).toMatchObject({ outcome: 'warnings', backups: [{ outcome: 'stored' }], pruned: [] });
    expect(world.drive.calls.filter((call) => call.startsWith('remove'))).toEqual([]);
  });

  test('before anything was achieved, it is the end of the run', async () => {
    const { world } = here;
    world.addBackup('b1');
    breakFile(world.gates.path);
    expect(await world.run()).toMatchObject({ outcome: 'failed', problem: { code: 'disk.failed' } });
  });
});

describe('a prune that breaks off', () => {
  test('leaves a true picture: what went is not counted, what is half gone is not taken for the user’s word', async () => {
    const { world } = here;
    const [old, older] = [world.placeCopy('old', 40), world.placeCopy('older', 41)];
    for (const [id, days] of [
      ['n1', 1],
      ['n2', 0.5],
    ] as const)
      world.placeCopy(id, days);
    world.home.backups = [build.aBackup({ id: 'n2', date: build.daysAgo(0.5) })];
    world.drive.before = (call, name) => {
      // The second manifest: its archive is gone by then.
      if (call === 'remove' && isManifest(name) && name.includes(old.slice(-16, -4)))
        throw new AppError('cloud.offline');
    };
    expect(await world.run()).toMatchObject({ outcome: 'failed', problem: { code: 'cloud.offline' } });
    const removed = world.drive.calls.filter((call) => call.startsWith('remove'));
    expect(removed[0]).toContain(older);
    const { cloud } = await world.lastLook.read();
    expect(cloud?.stored.map(({ manifest }) => manifest.backupId).sort()).toEqual(['n1', 'n2']);
    expect(cloud?.tombstones.map(({ manifest }) => manifest.backupId)).toEqual(['old']);
    const gates = await world.gates.read();
    expect(gates.pruning).toHaveLength(1);
    expect(gates.knownCopies).toEqual({ k1: 2 });
  });
});

test('a deletion that never began is forgotten: later the user may remove that copy himself', async () => {
  const { world } = here;
  const archive = world.placeCopy('n1', 1);
  const name = archive.replace('.tar', '.manifest.json');
  await world.gates.update((gates) => ({ ...gates, pruning: [name, 'long gone.manifest.json'] }));
  await world.run();
  expect((await world.gates.read()).pruning).toEqual([]);
});

describe('deletions whose number was forgotten', () => {
  test('wait for the user for a day, and then go on', async () => {
    const { world } = here;
    for (const [id, days] of [
      ['old', 40],
      ['n1', 1],
      ['n2', 0.5],
    ] as const)
      world.placeCopy(id, days);
    await world.gates.update((gates) => ({ ...gates, pruneNotBefore: build.daysAgo(-1) }));
    expect(await world.run()).toMatchObject({
      outcome: 'warnings',
      pruned: [],
      warnings: [{ code: 'sync.prune-limit', facts: { waiting: 1 } }],
    });
    await world.clock.wait(build.dayMs, new AbortController().signal);
    expect((await world.run()).pruned).toHaveLength(1);
  });
});

describe('what Home Assistant made', () => {
  test('is told once, with its own time, from the second look on', async () => {
    const { world } = here;
    world.addBackup('b1', { date: build.daysAgo(2) });
    await world.run();
    expect(world.made).toEqual([]);
    await world.clock.wait(build.hourMs, new AbortController().signal);
    const date = build.ago(-build.hourMs / 2);
    world.addBackup('b2', { date, name: 'Daily' });
    world.addBackup('b3', { date: build.daysAgo(30), name: 'Copied here' });
    await world.run();
    await world.run();
    expect(world.made).toEqual([
      { id: 'b2', name: 'Daily', at: new Date(date) },
      { id: 'b3', name: 'Copied here', at: new Date(build.ago(-build.hourMs)) },
    ]);
  });
});
