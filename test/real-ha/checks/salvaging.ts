import { openAsBlob } from 'node:fs';
import { copyFile, open } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { HaBackup } from '../../../src/core/domain/backup.ts';
import { openApp } from '../app.ts';
import { CheckFailed, ensure, firstReason, ownOnly, type Check } from '../check.ts';
import { isSupervisorEra, type OwnHome } from '../own-home.ts';
import { pull } from '../pull.ts';
import { tell } from '../talk.ts';
import { using, type World } from '../world.ts';
import { changeState, ensureBack, listed, makeState } from './backed-up-state.ts';

const blockBytes = 512;
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
    const { backup, archive, key } = await makeBackup(world);
    const torn = join(world.folder, `${backup.id}.tar`);
    await copyFile(archive, torn);
    await tear(torn);
    const keys = (): Promise<string[]> => Promise.resolve(key === undefined ? [] : [key]);
    const refused = await app.check({ file: torn, keys }, world.signal);
    ensure(refused.verdict === 'refused', `the torn file: ${refused.verdict}`);

    const salvaged = await app.salvage({ file: torn, to: join(world.folder, 'salvaged'), keys }, world.signal);
    const checked = await app.check({ file: salvaged.target, keys }, world.signal);
    ensure(checked.verdict === 'good' && checked.level === 4, `salvaged: ${checked.verdict}, level ${checked.level}`);
    ensure(salvaged.id === backup.id, `its ID is ${salvaged.id}, not ${backup.id}`);

    await changeState(world, own, backup.id);
    await upload(world, own, salvaged.target);
    await restore(world, own, backup.id, key);
    await ensureBack(own);
    return `${salvaged.parts.length} parts (${salvaged.contents}), level ${checked.level}, restored in ${own.facts.version}`;
  },
};

interface Made {
  readonly backup: HaBackup;
  readonly archive: string;
  /** Undefined: Home Assistant has none, and encrypts nothing. */
  readonly key: string | undefined;
}

const makeBackup = async (world: World): Promise<Made> =>
  await using(world, async (source) => {
    const { backup } = await source.create(() => undefined, world.signal);
    const { archive } = await pull(world, source, backup);
    return { backup, archive: archive.file, key: await source.presentKey(world.signal) };
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

const restore = async (world: World, own: OwnHome, id: string, password: string | undefined): Promise<void> => {
  ensure((await listed(world)).includes(id), 'Home Assistant took it and does not list it');
  const command = {
    backup_id: id,
    agent_id: agentOf(own),
    restore_database: true,
    restore_homeassistant: true,
    ...(password !== undefined && { password }),
  };
  await own.through(async () => {
    // It restarts instead of answering.
    const told = tell(own.facts, { type: 'backup/restore', ...command }).catch((error: unknown) => {
      if (error instanceof CheckFailed) throw error;
    });
    await told;
  });
};
