import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { ensure } from '../check.ts';
import type { OwnHome } from '../own-home.ts';
import { tell } from '../talk.ts';
import { using, type World } from '../world.ts';

const room = 'Room that was backed up';
const later = 'Room that came later';
const marker = 'backed-up.txt';

const areasSchema = z.array(z.object({ area_id: z.string(), name: z.string() }));

const areasOf = async ({ facts }: OwnHome): Promise<z.infer<typeof areasSchema>> =>
  areasSchema.parse(await tell(facts, { type: 'config/area_registry/list' }));

/** Home Assistant writes its registries minutes later, or when it ends. */
export const makeState = async (own: OwnHome): Promise<void> => {
  await writeFile(join(own.facts.configDir, marker), 'before');
  if (!(await areasOf(own)).some(({ name }) => name === room))
    await tell(own.facts, { type: 'config/area_registry/create', name: room });
  await own.stop();
  await own.start();
};

/** What was backed up is gone, and so is the backup. */
export const changeState = async (world: World, own: OwnHome, id: string): Promise<void> => {
  await rm(join(own.facts.configDir, marker));
  for (const { area_id, name } of await areasOf(own))
    if (name === room) await tell(own.facts, { type: 'config/area_registry/delete', area_id });
  await tell(own.facts, { type: 'config/area_registry/create', name: later });
  await tell(own.facts, { type: 'backup/delete', backup_id: id });
  ensure(!(await listed(world)).includes(id), 'the backup is still listed after it was deleted');
};

export const listed = async (world: World): Promise<string[]> =>
  await using(world, async (source) => (await source.list(world.signal)).items.map(({ id }) => id));

/** It has again what was backed up, and nothing that came later. */
export const ensureBack = async (own: OwnHome): Promise<void> => {
  ensure((await readFile(join(own.facts.configDir, marker), 'utf8')) === 'before', 'a file has not come back');
  const rooms = (await areasOf(own)).map(({ name }) => name);
  ensure(rooms.includes(room), `its room has not come back: ${rooms.join(', ')}`);
  ensure(!rooms.includes(later), 'what was made after the backup is still there');
};
