import { backUp, inWords, readyApp } from '../app.ts';
import { ensure, firstReason, ownOnly, type Check } from '../check.ts';
import { isSupervisorEra } from '../own-home.ts';
import { changeState, ensureBack, listed, makeState } from './backed-up-state.ts';

/**
 * The way back, by the program alone: a backup goes to iCloud, Home Assistant loses it and changes, and gets it back, restored and
 * followed to its own word.
 */
export const restoresThere: Check = {
  name: 'a backup from iCloud is put into Home Assistant, restored and followed',
  leftOut: firstReason(ownOnly, ({ own }) => (own && isSupervisorEra(own) ? 'it has no Backup API' : undefined)),
  run: async (world) => {
    const { own } = world;
    if (!own) throw new Error('only for a Home Assistant of its own');
    const { signal } = world;
    await makeState(own);
    const { app } = await readyApp(world);
    const report = await backUp(app, true, signal);
    const id = report.created ?? '';
    ensure(
      report.backups.some((one) => one.id === id && one.outcome === 'stored'),
      inWords(report),
    );

    await changeState(world, own, id);
    const placed = await app.restoreIntoHome({ id }, () => undefined, signal);
    ensure(placed.uploaded && (await listed(world)).includes(id), 'it is not listed after the upload');
    const again = await app.restoreIntoHome({ id }, () => undefined, signal);
    ensure(!again.uploaded, 'it was uploaded a second time');

    const input = { placed, keys: () => Promise.resolve([]), backupFirst: true };
    const stages = new Set<string>();
    const started = await app.startRestore(
      input,
      (activity) => {
        if (activity.phase === 'restoring') stages.add(activity.stage);
      },
      signal,
    );
    await own.start();
    await ensureBack(own);
    const says = own.facts.version.startsWith('2025.1.') ? 'came-back' : 'completed';
    ensure(started.end === says, `it ended with ${started.end}`);
    return `${placed.bytes} bytes into ${own.facts.version}: ${started.end} (${[...stages].join(', ')})`;
  },
};
