import { expect, test } from 'vitest';
import { useRunWorld } from '../../support/run-world.ts';
import * as build from '../../support/domain-builders.ts';

const here = useRunWorld();

/** One copy is too old, and goes; the others stay. @returns what shows it again, as a listing may for a while. */
const placeThree = (): { old: string; showAgain: () => void } => {
  const { world } = here;
  const { drive, home, folder } = world;
  const old = world.placeCopy('old', 40);
  const files = drive.filesIn(folder).map(({ name }) => ({ name, content: drive.contentOf(folder, name) ?? '' }));
  world.placeCopy('n1', 1);
  world.placeCopy('n2', 0.5);
  home.backups = [build.aBackup({ id: 'n2', date: build.daysAgo(0.5) })];
  return { old, showAgain: () => files.forEach(({ name, content }) => drive.place(folder, name, content)) };
};

const storedIds = async (): Promise<string[]> => {
  const { cloud } = await here.world.lastLook.read();
  return (cloud?.stored ?? []).map(({ manifest }) => manifest.backupId).sort();
};

test('a copy that this computer deleted is not counted again because a listing is late', async () => {
  const { world } = here;
  const { showAgain } = placeThree();
  expect((await world.run()).pruned).toHaveLength(1);
  showAgain();
  await world.clock.wait(build.hourMs, new AbortController().signal);
  expect((await world.run()).pruned).toEqual([]);
  expect(await storedIds()).toEqual(['n1', 'n2']);
  expect((await world.gates.read()).doubts).toEqual({});
});

test('what is shown a day later was put back by the user, and counts', async () => {
  const { world } = here;
  const { old, showAgain } = placeThree();
  await world.run();
  showAgain();
  await world.clock.wait(1.1 * build.dayMs, new AbortController().signal);
  // Seen first, and then too old again.
  expect((await world.run()).pruned).toEqual([old]);
  const { gone } = await world.gates.read();
  expect(Object.values(gone)).toEqual([world.clock.now().toISOString(), world.clock.now().toISOString()]);
});
