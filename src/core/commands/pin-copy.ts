import type { PinResult } from '../../shared/status.ts';
import type { Needs } from '../context.ts';
import type { StoredBackup } from '../domain/manifest.ts';
import { attemptOf, buildPinName } from '../domain/names.ts';
import { nextWordAt, pinnedSince, pinsAfter, spentPins } from '../domain/pins.ts';
import { AppError } from '../errors/app-error.ts';
import { patienceMs } from '../state/run-lock.ts';
import { chooseInCloud, type CopyWish } from './choose-in-cloud.ts';
import { copiesInCloud, type CloudSearchInput, type CopyNeeds } from './copies-in-cloud.ts';
import { underRunLock, type LockNeeds } from './under-run-lock.ts';

type PinNeeds = Needs<'gates' | 'lastLook' | 'settings', 'clock'> & LockNeeds & CopyNeeds;

export interface PinInput extends CopyWish, Pick<CloudSearchInput, 'baseFolder'> {
  /** Whether no retention may ever delete it. */
  readonly pinned: boolean;
}

/** Old notes that go with a new one: each costs requests. */
const tidiedAtOnce = 3;

/**
 * Marks one copy as never to be deleted, or takes the mark away: for every computer of the account, and after a
 * reinstall, because the mark is a note beside the copy. Needs no Home Assistant. Errors: `restore.no-copy`, those of
 * a look at the cloud, `sync.running`.
 */
export const pinCopy = async (context: PinNeeds, input: PinInput, signal: AbortSignal): Promise<PinResult> => {
  await context.settings.load();
  return await underRunLock(context, { waitMs: patienceMs.command }, signal, async (until) => {
    const { spoilt } = await context.gates.read();
    const chosen = chooseInCloud(await copiesInCloud(context, input, until), input, new Set(Object.keys(spoilt)));
    const { base, folder, copy } = chosen;
    const { archive, backupId: id, name } = copy.manifest;
    const attempt = attemptOf(archive);
    if (attempt === undefined) throw new AppError('cloud.not-found', { name: archive });
    const drive = await context.drive(base);
    const before = await drive.names(folder, until);
    const { pinned } = input;
    const at = nextWordAt(before, (await context.gates.read()).pins, attempt, context.ports.clock.now());
    const note = buildPinName({ attempt, at, pinned });
    const text = JSON.stringify({ schema: 1, archive, pinned, at: at.toISOString() }, null, 2);
    await drive.putText(`${text}\n`, folder, note, until);
    // Remembered before anything else can fail, and only what was surely written.
    const after = [...before, { name: note, size: 0, id: '' }];
    const { pins } = await context.gates.update((current) => ({ ...current, pins: pinsAfter(current.pins, after) }));
    // What holds now: a word that is not the last one changes nothing.
    const since = pinnedSince(after, pins)(archive);
    await remember(context, copy, since);
    for (const spent of spentPins(after, attempt).slice(0, tidiedAtOnce)) await drive.remove(folder, spent.name, until);
    return { id, name, archive, pinnedAt: since ?? null };
  });
};

/** Told at once, without another look at the cloud. */
const remember = async (
  { lastLook }: PinNeeds,
  { manifest }: StoredBackup,
  since: string | undefined,
): Promise<void> => {
  const marked = (copies: readonly StoredBackup[]): StoredBackup[] =>
    copies.map((copy) => {
      if (copy.manifest.archive !== manifest.archive) return copy;
      return { ...copy, pinnedAt: since };
    });
  await lastLook.update(({ cloud, ...look }) =>
    cloud ? { ...look, cloud: { ...cloud, stored: marked(cloud.stored), damaged: marked(cloud.damaged) } } : look,
  );
};
