import { backUp, inWords, readyApp } from '../app.ts';
import { ensure, firstReason, ownOnly, type Check } from '../check.ts';
import { codeOf } from '../../support/app-harness.ts';
import { isSupervisorEra } from '../own-home.ts';
import { tell } from '../talk.ts';
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

const largeMib = 200;

/** A backup of everyday size: taken in pieces, or refused before a byte was sent where that is known. */
export const takesLarge: Check = {
  name: `${largeMib} MiB are put into Home Assistant, or refused beforehand`,
  leftOut: firstReason(ownOnly, ({ own }) => (own && isSupervisorEra(own) ? 'it has no Backup API' : undefined)),
  run: async (world) => {
    const { own } = world;
    if (!own) throw new Error('only for a Home Assistant of its own');
    const { signal } = world;
    await own.makeBig(largeMib);
    const { url, token } = own.facts;
    const { app } = await readyApp({ ...world, url, token });
    const report = await backUp(app, true, signal);
    const id = report.created ?? '';
    ensure(
      report.backups.some((one) => one.id === id && one.outcome === 'stored'),
      inWords(report),
    );
    await tell(own.facts, { type: 'backup/delete', backup_id: id });

    const memory: number[] = [];
    let sent = 0;
    const placing = app.restoreIntoHome(
      { id },
      (activity) => {
        if (activity.phase !== 'transferring' || !activity.upload) return;
        sent = activity.upload.bytes;
        memory.push(process.memoryUsage.rss());
      },
      signal,
    );
    if (/^2026\.[78]\./.test(own.facts.version)) {
      const code = await codeOf(placing);
      ensure(code === 'restore.upload-limit' && sent === 0, `${code} after ${sent} bytes`);
      return 'refused beforehand';
    }
    const { bytes, uploaded } = await placing;
    ensure(uploaded && sent === bytes, `${sent} of ${bytes} bytes`);
    const grown = Math.max(...memory) - (memory[0] ?? 0);
    return `${bytes} bytes; memory grew by ${Math.round(grown / 1024 ** 2)} MiB meanwhile`;
  },
};
