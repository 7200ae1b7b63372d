import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Activity } from '../../shared/run-report.ts';
import type { PlacedResult } from '../../shared/into-home.ts';
import type { Manifest } from '../domain/manifest.ts';
import { archiveBroughtBack } from '../domain/names.ts';
import { partsToChoose } from '../domain/restore-choice.ts';
import { restoreTrap } from '../domain/restore-traps.ts';
import { AppError, isCode, throwIfCancelled } from '../errors/app-error.ts';
import type { HomeTarget, TargetDescription } from '../home-assistant/home-target.ts';
import { onDisk } from '../icloud/on-disk.ts';
import { makeFolder } from '../state/make-folder.ts';
import { patienceMs } from '../state/run-lock.ts';
import { chooseInCloud, type CopyWish } from './choose-in-cloud.ts';
import { copiesInCloud, type CloudCopy, type CloudSearchInput } from './copies-in-cloud.ts';
import { openTarget, type OtherHome, type TargetNeeds } from './open-target.ts';
import { bringBack, recordRestored, type RestoreNeeds } from './restore-backup.ts';
import { underRunLock } from './under-run-lock.ts';
import { hashFile } from './walk-file.ts';
import type { Needs } from '../context.ts';

export type IntoHomeNeeds = Needs<never, 'folders'> & RestoreNeeds & TargetNeeds;

export interface IntoHomeInput extends CopyWish, Pick<CloudSearchInput, 'baseFolder'> {
  /** Default: the Home Assistant that was set up. */
  readonly home?: OtherHome;
}

/**
 * Puts one copy from iCloud into Home Assistant: what is known to fail is said before anything is transferred, then it comes down,
 * goes up, and is done when Home Assistant lists it with its size. What is there already is left as it is. What came down is
 * kept for the next try until then. Errors: those of a restore and of `connect`; `restore.home-too-old`,
 * `restore.upload-limit`, `restore.home-full`, `restore.other-there`, `restore.upload-*`, `restore.not-listed`, `ha.busy`.
 */
export const restoreIntoHome = async (
  context: IntoHomeNeeds,
  input: IntoHomeInput,
  onActivity: (activity: Activity) => void,
  signal: AbortSignal,
): Promise<PlacedResult> => {
  const wish = { waitMs: patienceMs.restore, onWaiting: () => onActivity({ phase: 'waiting' }) };
  return await underRunLock(context, wish, signal, async (until) => {
    onActivity({ phase: 'listing' });
    const { spoilt } = await context.gates.read();
    const chosen = chooseInCloud(await copiesInCloud(context, input, until), input, new Set(Object.keys(spoilt)));
    onActivity({ phase: 'connecting' });
    const target = await openTarget(context, input.home, until);
    try {
      return await putInto(context, { target, chosen, onActivity }, until);
    } finally {
      await target.close();
    }
  });
};

interface Putting {
  readonly target: HomeTarget;
  readonly chosen: CloudCopy;
  readonly onActivity: (activity: Activity) => void;
}

const putInto = async (context: IntoHomeNeeds, way: Putting, signal: AbortSignal): Promise<PlacedResult> => {
  const { target, chosen } = way;
  const { manifest } = chosen.copy;
  const home = await target.describe(signal);
  if (await isThere(target, home, manifest, manifest.backupId, signal))
    return { ...resultOf(manifest, home), uploaded: false, parts: await partsOf(way, home, manifest.backupId, signal) };
  const trap = restoreTrap(manifest, home);
  if (trap) throw trap;
  await target.refuseBusy(signal);
  const file = await fetchCopy(context, way, signal);
  const id = await send(way, home, file, signal);
  way.onActivity({ phase: 'listing' });
  if (!(await isThere(target, home, manifest, id, signal)))
    throw new AppError('restore.not-listed', { agent: home.agentId });
  await onDisk(rm(file, { force: true }));
  await recordRestored(context, manifest);
  return { ...resultOf(manifest, home), uploaded: true, parts: await partsOf(way, home, id, signal) };
};

/** It is there: that it does not tell what it holds takes nothing from that. */
const partsOf = async (
  { target }: Putting,
  { agentId, hasSupervisor }: TargetDescription,
  id: string,
  signal: AbortSignal,
): Promise<PlacedResult['parts']> => {
  try {
    return partsToChoose(await target.contents(id, agentId, signal), hasSupervisor);
  } catch (error) {
    if (isCode(error, 'sync.cancelled')) throw error;
    return null;
  }
};

/** With another size it is another file: putting ours in its place would end what is there. */
const isThere = async (
  target: HomeTarget,
  { agentId }: TargetDescription,
  { size }: Manifest,
  id: string,
  signal: AbortSignal,
): Promise<boolean> => {
  const placed = await target.find(id, agentId, signal);
  if (placed && placed.size !== size)
    throw new AppError('restore.other-there', {
      expected: size,
      ...(placed.size !== undefined && { bytes: placed.size }),
    });
  return placed !== undefined;
};

/** One copy at a time waits there for its way into Home Assistant; others that never went are not wanted any more. */
const fetchCopy = async (
  context: IntoHomeNeeds,
  { chosen, onActivity }: Putting,
  signal: AbortSignal,
): Promise<string> => {
  const folder = join(context.ports.folders.staging, 'restore');
  const { manifest } = chosen.copy;
  await onDisk(makeFolder(folder, 0o700));
  for (const name of await onDisk(readdir(folder))) {
    const archive = archiveBroughtBack(name);
    // What else is there is the user's: the folder may be one of theirs.
    if (archive !== undefined && archive !== manifest.archive)
      await onDisk(rm(join(folder, name), { recursive: true, force: true }));
  }
  const file = join(folder, manifest.archive);
  if (await isWhole(file, manifest, onActivity, signal)) return file;
  await onDisk(rm(file, { recursive: true, force: true }));
  return await bringBack(context, chosen, folder, onActivity, signal);
};

/** Whether an earlier try brought it down: only its hash says so. */
const isWhole = async (
  file: string,
  { sha256 }: Manifest,
  onActivity: (activity: Activity) => void,
  signal: AbortSignal,
): Promise<boolean> => {
  try {
    const hash = await hashFile(file, () => onActivity({ phase: 'checking' }), signal);
    return hash === sha256;
  } catch {
    throwIfCancelled(signal);
    return false; // Not there, or not to be read: it comes down again.
  }
};

const send = async (
  { target, chosen, onActivity }: Putting,
  { agentId }: TargetDescription,
  file: string,
  signal: AbortSignal,
): Promise<string> => {
  const { name, archive, size, backupId } = chosen.copy.manifest;
  const id = await target.upload(
    { file, name: archive, size },
    agentId,
    ({ sent, finishing }) =>
      onActivity({ phase: 'transferring', upload: { name, bytes: sent, total: size, finishing }, waiting: 0 }),
    signal,
  );
  return id ?? backupId;
};

const resultOf = (manifest: Manifest, home: TargetDescription): Omit<PlacedResult, 'uploaded' | 'parts'> => ({
  id: manifest.backupId,
  name: manifest.name,
  date: manifest.date,
  bytes: manifest.size,
  sha256: manifest.sha256,
  protected: manifest.protected,
  haVersion: manifest.haVersion,
  instanceName: manifest.instanceName,
  home: { url: home.url, name: home.name, version: home.version, agent: home.agentId },
});
