import { openAsBlob } from 'node:fs';
import { copyFile, open, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import type { HaBackup } from '../../../src/core/domain/backup.ts';
import { openApp } from '../app.ts';
import { CheckFailed, ensure, firstReason, ownOnly, type Check } from '../check.ts';
import { isSupervisorEra, type OwnHome } from '../own-home.ts';
import { pull } from '../pull.ts';
import { tell } from '../talk.ts';
import { using, type World } from '../world.ts';

const blockBytes = 512;
const room = 'Room that was backed up';
const later = 'Room that came later';
const marker = 'backed-up.txt';

/**
 * A backup whose end is torn off and whose table of contents has a damaged header becomes a whole one, which Home Assistant
 * takes, restores, and comes up from with what it had.
 */
export const bringsBackSalvaged: Check = {
  name: 'a torn backup is salvaged, uploaded and restored',
  leftOut: firstReason(ownOnly, ({ own }) => (own && isSupervisorEra(own) ? 'it has no Backup API' : undefined)),
  run: async (world) => {
    const { own } = world;
    if (!own) throw new Error('only for a Home Assistant of its own');
    const { app } = await openApp(world);
    await makeState(own);
    const { backup, archive } = await makeBackup(world);
    const torn = join(world.folder, `${backup.id}.tar`);
    await copyFile(archive, torn);
    await tear(torn);
    const keys = (): Promise<string[]> => Promise.resolve([]);
    const refused = await app.check({ file: torn, keys }, world.signal);
    ensure(refused.verdict === 'refused', `the torn file: ${refused.verdict}`);

    const salvaged = await app.salvage({ file: torn, to: join(world.folder, 'salvaged'), keys }, world.signal);
    const checked = await app.check({ file: salvaged.target, keys }, world.signal);
    ensure(checked.verdict === 'good' && checked.level === 4, `salvaged: ${checked.verdict}, level ${checked.level}`);
    ensure(salvaged.id === backup.id, `its ID is ${salvaged.id}, not ${backup.id}`);

    await changeState(world, own, backup);
    await upload(world, own, salvaged.target);
    await restore(world, own, backup.id);
    ensure((await readFile(join(own.facts.configDir, marker), 'utf8')) === 'before', 'a file has not come back');
    const rooms = (await areasOf(own)).map(({ name }) => name);
    ensure(rooms.includes(room), `its room has not come back: ${rooms.join(', ')}`);
    ensure(!rooms.includes(later), 'what was made after the backup is still there');
    return `${salvaged.parts.length} parts (${salvaged.contents}), level ${checked.level}, restored in ${own.facts.version}`;
  },
};

const areasSchema = z.array(z.object({ area_id: z.string(), name: z.string() }));

const areasOf = async ({ facts }: OwnHome): Promise<z.infer<typeof areasSchema>> =>
  areasSchema.parse(await tell(facts, { type: 'config/area_registry/list' }));

/** Home Assistant writes its registries minutes later, or when it ends. */
const makeState = async (own: OwnHome): Promise<void> => {
  await writeFile(join(own.facts.configDir, marker), 'before');
  await tell(own.facts, { type: 'config/area_registry/create', name: room });
  await own.stop();
  await own.start();
};

const makeBackup = async (world: World): Promise<{ readonly backup: HaBackup; readonly archive: string }> =>
  await using(world, async (source) => {
    const { backup } = await source.create(() => undefined, world.signal);
    const { archive } = await pull(world, source, backup);
    return { backup, archive: archive.file };
  });

/** Without its end mark and the padding before it, and with a bit of its first header turned. */
const tear = async (file: string): Promise<void> => {
  const handle = await open(file, 'r+');
  try {
    const { size } = await handle.stat();
    await handle.truncate(size - 2 * blockBytes - 1);
    const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, 10);
    await handle.write(Buffer.from([(buffer[0] ?? 0) ^ 1]), 0, 1, 10);
  } finally {
    await handle.close();
  }
};

/** What was backed up is gone, and so is the backup. */
const changeState = async (world: World, own: OwnHome, { id }: HaBackup): Promise<void> => {
  await rm(join(own.facts.configDir, marker));
  for (const { area_id, name } of await areasOf(own))
    if (name === room) await tell(own.facts, { type: 'config/area_registry/delete', area_id });
  await tell(own.facts, { type: 'config/area_registry/create', name: later });
  await tell(own.facts, { type: 'backup/delete', backup_id: id });
  ensure(!(await listed(world)).includes(id), 'the backup is still listed after it was deleted');
};

const listed = async (world: World): Promise<string[]> =>
  await using(world, async (source) => (await source.list(world.signal)).items.map(({ id }) => id));

const agentOf = ({ facts }: OwnHome): string => (facts.install === 'os' ? 'hassio.local' : 'backup.local');

const upload = async (world: World, own: OwnHome, file: string): Promise<void> => {
  const form = new FormData();
  form.set('file', await openAsBlob(file), basename(file));
  const { url, token } = own.facts;
  const headers = { Authorization: `Bearer ${token}` };
  const address = `${url}/api/backup/upload?agent_id=${agentOf(own)}`;
  const answer = await fetch(address, { method: 'POST', headers, body: form, signal: world.signal });
  ensure(answer.status === 201, `the upload was answered with ${answer.status}: ${await answer.text()}`);
};

const restore = async (world: World, own: OwnHome, id: string): Promise<void> => {
  ensure((await listed(world)).includes(id), 'Home Assistant took it and does not list it');
  const command = { backup_id: id, agent_id: agentOf(own), restore_database: true, restore_homeassistant: true };
  await own.through(async () => {
    // It restarts instead of answering.
    const told = tell(own.facts, { type: 'backup/restore', ...command }).catch((error: unknown) => {
      if (error instanceof CheckFailed) throw error;
    });
    await told;
  });
};
